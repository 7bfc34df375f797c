// A disk that is full, slow, or refuses to sync, for a while and under load. The server says "later", recovers by
// itself, and what it acknowledged meanwhile is on the disk.
import { join } from 'node:path';
import * as disks from './disk.js';
import { Trial } from './trial.js';
import { pause } from './wire.js';

/**
 * @param {string} name
 * @param {{ full?: boolean, slowMs?: [number, number], failing?: boolean }} behaviour
 * @param {{ mustFail: boolean }} expected
 * @returns {import('./list.js').Fault}
 */
function disk(name, behaviour, { mustFail }) {
	return async (world, { long, say }) => {
		const trial = await new Trial(world, name).open();
		try {
			const library = disks.build(world.folder);
			const under = new disks.Disk(trial.folder, join(trial.folder, 'data'), library);
			trial.env = under.env;
			await trial.start();
			await trial.pair(6);
			for (let time = 0; time < (long ? 8 : 2); time++) {
				trial.load();
				await pause(500);
				const before = turnedAway(trial);
				under.behave(behaviour);
				await pause(1_500);
				for (let more = 0; more < 150 && mustFail && turnedAway(trial) === before; more++) await pause(100);
				const refused = turnedAway(trial) - before;
				under.behave();
				await trial.acknowledgedReach(trial.acknowledged() + 100, 30_000);
				await trial.halt();
				trial.times++;
				if (mustFail && refused === 0)
					trial.problems.push('no trip was refused: the disk was not in trouble');
				say(`${refused} trips told to come later, ${trial.acknowledged()} acknowledged`);
			}
			// What was acknowledged is not only in the file but synced.
			await trial.drain();
			await trial.server?.kill();
			await trial.look(join(under.shadow, 'trial.db'), false);
			await trial.start();
			return await trial.reckon();
		} finally {
			await trial.close();
		}
	};
}

/** How many trips have been told to come later. @param {Trial} trial */
function turnedAway(trial) {
	const { failed, later } = trial.trips();
	return failed + later;
}

export const full = disk('disk full', { full: true }, { mustFail: true });
export const slow = disk('slow fsync', { slowMs: [10, 200] }, { mustFail: false });
export const failing = disk('failing fsync', { failing: true }, { mustFail: true });
