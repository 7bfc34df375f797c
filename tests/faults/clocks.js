// Tablets whose clocks are wrong: an hour, a day and ten years either way, and one that is set while customers rate.
// Each rating must stand on the day on which it was really tapped; a clock far off must show.
import { Trial } from './trial.js';
import { dayInVietnam } from './batches.js';
import { ask, task } from './world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TEN_YEARS_MS = 3_652 * DAY_MS;
/** Two clocks that were compared over a network agree as well as this. */
const NEAR_MS = 3_000;
/** From here on a clock counts as far off. */
const FAR_MS = HOUR_MS;

/** @type {[string, number][]} */
const CLOCKS = [
	['right', 0],
	['an hour ahead', HOUR_MS + 60_000],
	['an hour behind', -HOUR_MS - 60_000],
	['a day ahead', DAY_MS],
	['a day behind', -DAY_MS],
	['ten years ahead', TEN_YEARS_MS],
	['ten years behind', -TEN_YEARS_MS]
];

/** @type {import('./list.js').Fault} */
export async function clocks(world, { say }) {
	const trial = await new Trial(world, 'wrong clocks').open();
	/** @type {Map<string, { who: string, at: number }>} Rating → when it was really tapped. */
	const truth = new Map();
	try {
		await trial.start();
		for (const [who, clockMs] of CLOCKS) await shift(trial, truth, who, clockMs);
		for (const jumpMs of [DAY_MS, -DAY_MS, TEN_YEARS_MS]) await jump(trial, truth, jumpMs);
		trial.times = CLOCKS.length + 3;
		await trial.drain();
		for (const tablet of trial.tablets) await tablet.hello();
		const outcome = await trial.reckon();
		// The plausibility rules look at what is new as the rollups are folded.
		await task(trial.url, 'rollups');
		await compare(trial, truth);
		say(`${truth.size} ratings by ${trial.tablets.length} clocks`);
		return outcome;
	} finally {
		await trial.close();
	}
}

/**
 * Ratings of the last thirty hours by a clock that is wrong all the time: most of them offline, the last few online.
 * @param {Trial} trial
 * @param {Map<string, { who: string, at: number }>} truth
 * @param {string} who
 * @param {number} clockMs
 */
async function shift(trial, truth, who, clockMs) {
	const [tablet] = await trial.pair();
	if (!tablet) return;
	tablet.clockMs = clockMs;
	// It measures its skew at the first hello with that clock, and then goes offline.
	await tablet.hello();
	for (let hours = 30; hours >= 0; hours--) {
		const at = Date.now() - hours * HOUR_MS;
		truth.set(tablet.rate({ tappedAt: at + clockMs }).id, { who, at });
	}
	await tablet.drain(20_000);
	for (let count = 0; count < 3; count++) {
		const at = Date.now();
		truth.set(tablet.rate({ tappedAt: at + clockMs }).id, { who, at });
		await tablet.drain(20_000);
	}
}

/**
 * In mid-shift the clock is set: what was tapped before carries the skew that held then, what comes after carries
 * none, because the tablet knows only that its clock was set.
 * @param {Trial} trial
 * @param {Map<string, { who: string, at: number }>} truth
 * @param {number} jumpMs
 */
async function jump(trial, truth, jumpMs) {
	const [tablet] = await trial.pair();
	if (!tablet) return;
	const who = `set by ${Math.round(jumpMs / HOUR_MS)} h in mid-shift`;
	for (let hours = 6; hours > 3; hours--) {
		const at = Date.now() - hours * HOUR_MS;
		truth.set(tablet.rate({ tappedAt: at }).id, { who: `${who}, before`, at });
	}
	tablet.clockMs = jumpMs;
	tablet.skewMs = null;
	for (let hours = 3; hours >= 0; hours--) {
		const at = Date.now() - hours * HOUR_MS;
		truth.set(tablet.rate({ tappedAt: at + jumpMs }).id, { who: `${who}, after`, at });
	}
	await tablet.drain(20_000);
}

/**
 * @param {Trial} trial
 * @param {Map<string, { who: string, at: number }>} truth
 */
async function compare(trial, truth) {
	const [rows = [], marked = [], devices = []] = await ask(trial.url, [
		'SELECT id, position, day, tappedAt, skewMs, receivedAt FROM ratings',
		`SELECT r.id FROM marks AS m JOIN ratings AS r ON r.position = m.position WHERE m.rule = 'clock'`,
		'SELECT id, skewMs FROM devices WHERE skewMs IS NOT NULL'
	]);
	const flagged = new Set(marked.map((row) => String(row.id)));
	/** @type {Map<string, number>} */
	const wrong = new Map();
	const blame = (/** @type {string} */ what) => wrong.set(what, (wrong.get(what) ?? 0) + 1);
	for (const row of rows) {
		const known = truth.get(String(row.id));
		if (!known) continue;
		if (row.day !== dayInVietnam(known.at))
			blame(`${known.who}: on ${row.day}, not ${dayInVietnam(known.at)}`);
		if (Math.abs(row.tappedAt + row.skewMs - known.at) > NEAR_MS) blame(`${known.who}: at another instant`);
		const isFar = Math.abs(row.skewMs) > FAR_MS || known.who.includes('set by');
		if (isFar && !flagged.has(String(row.id))) blame(`${known.who}: not marked`);
		if (!isFar && flagged.has(String(row.id))) blame(`${known.who}: marked for nothing`);
	}
	for (const [what, times] of wrong) trial.problems.push(`${times} ratings ${what}`);
	for (const tablet of trial.tablets) {
		const row = devices.find((device) => device.id === tablet.deviceId);
		if (!row || Math.abs(row.skewMs + tablet.clockMs) > NEAR_MS)
			trial.problems.push(
				`device ${tablet.deviceId} is known to be ${row?.skewMs} ms off, not ${-tablet.clockMs}`
			);
	}
}
