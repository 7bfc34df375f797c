// A department comes back from a power cut at once: every tablet with its waiting ratings, all in the same moment.
import { Trial } from './trial.js';

/** @type {import('./list.js').Fault} */
export async function crowd(world, { long, say }) {
	const trial = await new Trial(world, 'tablets returning at once').open();
	try {
		const tablets = long ? 200 : 20;
		const waiting = long ? 500 : 100;
		const server = await trial.start();
		await trial.pair(tablets);
		// The last of two hundred is answered when all the others have been; nobody sends again meanwhile.
		for (const tablet of trial.tablets) tablet.patienceMs = 60_000;
		for (const tablet of trial.tablets) for (let count = 0; count < waiting; count++) tablet.rate();
		const atRest = server.memoryMB();
		const startedAt = Date.now();
		await trial.drain(180_000);
		const seconds = (Date.now() - startedAt) / 1_000;
		const peak = server.memoryMB();
		trial.times = 1;
		if (peak > 700) trial.problems.push(`the server took ${peak} MB`);
		const { later, stale, lost } = trial.trips();
		const words = `${tablets}×${waiting} in ${seconds.toFixed(1)} s, ${later} told to come later, ${stale} stale tickets, ${lost} lost, memory ${atRest} → ${peak} MB`;
		say(words);
		return { ...(await trial.reckon()), note: words };
	} finally {
		await trial.close();
	}
}
