// Every fault there is, in the order in which they are tried.
import * as cuts from './cuts.js';
import * as disks from './disks.js';
import { kills } from './kills.js';
import * as locks from './locks.js';

/**
 * @typedef {(world: import('./world.js').World, how: { long: boolean, say: (words: string) => void }) =>
 *   Promise<import('./trial.js').Outcome>} Fault
 */

/** @type {Record<string, Fault>} */
export const FAULTS = {
	kills,
	cuts: cuts.cuts,
	'cuts-bare': cuts.bareCuts,
	locks: locks.locks,
	'locks-bare': locks.bareLock,
	'disk-full': disks.full,
	'disk-slow': disks.slow,
	'disk-failing': disks.failing
};
