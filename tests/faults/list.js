// Every fault there is, in the order in which they are tried.
import * as batches from './batches.js';
import { clocks } from './clocks.js';
import { clones } from './clones.js';
import { crowd } from './crowd.js';
import * as cuts from './cuts.js';
import * as disks from './disks.js';
import { kills } from './kills.js';
import * as locks from './locks.js';
import * as network from './network.js';
import { primary } from './primary.js';
import { restore } from './restore.js';
import { surface } from './surface.js';

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
	'disk-failing': disks.failing,
	'network-cut': network.cut,
	'network-slow': network.delayed,
	'network-tenfold': network.tenfold,
	'network-reordered': network.reordered,
	'answer-lost': network.answerLost,
	poison: batches.poison,
	week: batches.week,
	crowd,
	clocks,
	clones,
	restore,
	primary,
	surface
};
