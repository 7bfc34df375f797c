// kill -9 of the server under load: before a transaction, inside it with everything written, after the commit and
// before the answers, and wherever it happens to be.
import { pause } from './wire.js';
import { Trial } from './trial.js';

const PLACES = ['intake.before', 'intake.inside', 'intake.after', ''];

/** @type {import('./list.js').Fault} */
export async function kills(world, { long, say }) {
	const trial = await new Trial(world, 'kill -9').open();
	try {
		const times = long ? 108 : 8;
		await trial.start();
		await trial.pair(8);
		await trial.stop();
		/** @type {Set<string>} */
		let unanswered = new Set();
		/** @type {Record<string, number>} */
		const surplus = { 'intake.after': 0 };
		for (let time = 0; time < times; time++) {
			const place = PLACES[time % PLACES.length] ?? '';
			await round(trial, place);
			trial.times++;
			const findings = await trial.look(trial.file, long || time === times - 1);
			const fresh = [...findings.unanswered].filter((id) => !unanswered.has(id)).length;
			unanswered = findings.unanswered;
			// Killed before the commit nothing of the group may be there; after it, all of it, though nobody was told.
			if (/before|inside/.test(place) && fresh > 0)
				trial.problems.push(`killed at ${place}, ${fresh} unanswered ratings are there`);
			if (place === 'intake.after') surplus[place] = (surplus[place] ?? 0) + fresh;
			say(`${time + 1}/${times} killed ${place || 'anywhere'}: ${findings.acknowledged} acknowledged`);
		}
		if (surplus['intake.after'] === 0) trial.problems.push('no kill came between a commit and its answer');
		await trial.start();
		const outcome = await trial.reckon();
		const repeated = trial.tablets.reduce((sum, tablet) => sum + tablet.repeated.size, 0);
		if (repeated === 0) trial.problems.push('no rating was sent a second time');
		outcome.note = `${surplus['intake.after']} ratings committed but unanswered, ${repeated} sent again and known`;
		return outcome;
	} finally {
		await trial.close();
	}
}

/**
 * @param {Trial} trial
 * @param {string} place
 */
async function round(trial, place) {
	const passage = 1 + Math.floor(Math.random() * 40);
	const server = await trial.start(place ? { HAILONG_FAULT: `${place}:${passage}` } : {});
	trial.load();
	if (place) await Promise.race([server.ended, pause(20_000)]);
	else {
		await pause(100 + Math.random() * 700);
		await server.kill();
	}
	if (server.ending() !== 'SIGKILL')
		trial.problems.push(`the server was not killed at ${place}:${passage}: ${server.ending()}`);
	if (server.alive()) await server.kill();
	await trial.halt();
}
