// The network between tablets and server, through a real proxy: cut, slow, every post sent ten times, posts that
// overtake each other and come back long after, answers lost after the commit.
import { freePort } from '../bench/server.js';
import { cable, road } from './proxy.js';
import { Trial } from './trial.js';
import { pause } from './wire.js';

/** So often a fault must have happened to be worth a report. */
const ENOUGH = 5;

/**
 * @param {string} name
 * @param {(to: number, port: number) => Promise<import('./proxy.js').Way>} lay
 * @param {{ patienceMs?: number, mustRepeat?: boolean }} [expected]
 * @returns {import('./list.js').Fault}
 */
function network(name, lay, { patienceMs = 5_000, mustRepeat = false } = {}) {
	return async (world, { long, say }) => {
		const trial = await new Trial(world, name).open();
		trial.publicPort = await freePort();
		/** @type {import('./proxy.js').Way | undefined} */
		let way;
		try {
			await trial.start();
			way = await cable({ to: trial.port, port: trial.publicPort });
			await trial.pair(8);
			await way.close();
			way = await lay(trial.port, trial.publicPort);
			for (const tablet of trial.tablets) tablet.patienceMs = patienceMs;
			trial.load({ most: 6, size: 20 });
			await pause(long ? 20_000 : 2_500);
			// A busy machine may take longer to come to it.
			for (let more = 0; more < 200 && way.count < ENOUGH; more++) await pause(100);
			await trial.halt();
			trial.times = way.count;
			if (way.count < ENOUGH) trial.problems.push(`it happened only ${way.count} times`);
			const { lost, stale } = trial.trips();
			// Whatever the road still holds back arrives before the reckoning.
			await trial.drain();
			await pause(1_500);
			const outcome = await trial.reckon();
			const repeated = trial.tablets.reduce((sum, tablet) => sum + tablet.repeated.size, 0);
			if (mustRepeat && repeated === 0) trial.problems.push('no rating came in twice');
			say(`${way.count} times, ${lost} trips lost, ${repeated} ratings known already`);
			outcome.note = `${lost} trips lost, ${repeated} ratings came again, ${stale} stale tickets`;
			return outcome;
		} finally {
			await way?.close();
			await trial.close();
		}
	};
}

export const cut = network('network cut', (to, port) => cable({ to, port, cuts: 0.7 }));

export const delayed = network('network slow', (to, port) => cable({ to, port, delayMs: 400 }));

export const tenfold = network('every post ten times', (to, port) =>
	road({
		to,
		port,
		async deal(forward) {
			const replies = await Promise.all(Array.from({ length: 10 }, forward));
			// Whichever of the ten is heard, the tablet must come to the same end.
			return replies[Math.floor(Math.random() * replies.length)] ?? null;
		}
	})
);

/** A tablet that has lost patience sends again, with more, while its first post is still on the road. */
export const reordered = network(
	'posts overtake each other',
	(to, port) =>
		road({
			to,
			port,
			async deal(forward) {
				void pause(Math.random() * 1_200).then(forward, () => undefined);
				await pause(Math.random() < 0.4 ? 250 + Math.random() * 700 : 0);
				return forward();
			}
		}),
	{ patienceMs: 300, mustRepeat: true }
);

export const answerLost = network(
	'answer lost after the commit',
	(to, port) =>
		road({
			to,
			port,
			async deal(forward) {
				const reply = await forward();
				return Math.random() < 0.6 ? null : reply;
			}
		}),
	{ mustRepeat: true }
);
