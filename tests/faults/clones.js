// Two tablets with one key: a copied disk, or a restored image. What both sealed after the copy cannot be one chain:
// the door must refuse the fork, say so, and lose nothing of either once they are paired anew.
import { digest } from './seal.js';
import { Tablet } from './tablet.js';
import { Trial } from './trial.js';
import { pause } from './wire.js';
import { ask } from './world.js';

/** @type {import('./list.js').Fault} */
export async function clones(world, { long, say }) {
	const trial = await new Trial(world, 'cloned tablet').open();
	try {
		await trial.start();
		for (let time = 0; time < (long ? 10 : 3); time++) await clone(trial, time % 3);
		const outcome = await trial.reckon();
		const [forked = []] = await ask(trial.url, ['SELECT id FROM devices WHERE forkedAt IS NOT NULL']);
		if (forked.length !== trial.times)
			trial.problems.push(`${forked.length} devices are flagged as forked, not ${trial.times}`);
		say(`${trial.times} clones, ${forked.length} flagged`);
		return outcome;
	} finally {
		await trial.close();
	}
}

/**
 * @param {Trial} trial
 * @param {number} kind 0: copied with nothing waiting; 1: with ratings waiting, which both then have; 2: the copy is
 *   older than what the tablet has sent since
 */
async function clone(trial, kind) {
	const [tablet] = await trial.pair();
	if (!tablet) return;
	const rate = (/** @type {typeof tablet} */ one, count = 5) => {
		for (let done = 0; done < count; done++) one.rate();
	};
	rate(tablet);
	await tablet.drain(10_000);
	if (kind === 1) rate(tablet);
	const twin = copied(tablet);
	trial.tablets.push(twin);
	rate(tablet);
	rate(twin);
	if (kind === 2) rate(tablet, 40);
	await tablet.drain(10_000);
	await twin.drain(10_000);
	if (twin.locked !== 'device_forked')
		trial.problems.push(`the clone was not refused: ${twin.locked || 'taken'}`);
	// The first one was there before the fork and cannot be told from the clone: within a tenth of a second it is turned
	// away too.
	await pause(250);
	rate(tablet);
	await tablet.drain(10_000);
	if (tablet.locked !== 'device_forked')
		trial.problems.push(`the key is still good: ${tablet.locked || 'taken'}`);
	for (const one of [tablet, twin]) {
		await trial.again(one);
		rate(one);
		if (!(await one.drain(10_000))) trial.problems.push(`paired anew, it is refused: ${one.locked}`);
	}
	trial.times++;
}

/** The same tablet once more, as a copied disk would be: one key, two tablets. @param {Tablet} tablet */
function copied(tablet) {
	const twin = new Tablet(tablet.origin);
	const { key, ticket, epoch, setup, deviceId, skewMs } = tablet;
	Object.assign(twin, { key, ticket, epoch, setup, deviceId, skewMs });
	twin.last = { ...tablet.last };
	twin.waiting = [...tablet.waiting];
	for (const rating of tablet.waiting) twin.sealed.set(rating.id, digest(rating));
	return twin;
}
