import { describe, expect, it } from 'vitest';
import type { Word } from '../../shared/hello';
import { openMs, stateOf, troublesOf, waitedMs, type Known } from './state';

const AT = 1_772_416_800_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WORD: Word = {
	version: '1.0.0',
	screen: 'rating',
	...{ waiting: 0, oldestWaitingAt: null, refused: 0, aside: 0, lastSeq: 7, lastTapAt: AT },
	storage: { persisted: true, usedBytes: 1, quotaBytes: 100, failing: false },
	...{ battery: null, clockJumps: 0, lacks: [], setupTag: null, epoch: null }
};
const known = (changed: Partial<Known> = {}, word: Partial<Word> = {}): Known => ({
	...{ seenAt: AT, retiredAt: null, forkedAt: null, skewMs: 0 },
	said: { at: AT, skewMs: 0, word: { ...WORD, ...word } },
	...changed
});
/** Open all day long around AT. */
const OPEN = [{ from: AT - 10 * HOUR_MS, until: AT + HOUR_MS }];
const silent = (ms: number, open: Parameters<typeof stateOf>[1] = OPEN) =>
	stateOf(known({ seenAt: AT - ms }), open, AT);

describe('a tablet without a sign', () => {
	it('is fine until the third minute, then quiet, and dark from the fifteenth', () => {
		expect([0, 3 * MINUTE_MS - 1].map((ms) => silent(ms))).toEqual(['fine', 'fine']);
		expect([3 * MINUTE_MS, 15 * MINUTE_MS - 1].map((ms) => silent(ms))).toEqual(['quiet', 'quiet']);
		expect([15 * MINUTE_MS, 9 * HOUR_MS].map((ms) => silent(ms))).toEqual(['dark', 'dark']);
	});

	it('is dark by opening time only: nights, breaks and closed days do not count', () => {
		const closed = [{ from: AT - 12 * HOUR_MS, until: AT - 3 * HOUR_MS }];
		expect(silent(3 * HOUR_MS, closed)).toBe('quiet');
		expect(silent(3 * HOUR_MS + 15 * MINUTE_MS - 1, closed)).toBe('quiet');
		expect(silent(3 * HOUR_MS + 15 * MINUTE_MS, closed)).toBe('dark');
		expect(silent(30 * HOUR_MS, [])).toBe('quiet');
		expect(silent(MINUTE_MS, [])).toBe('fine');
		const morning = [...closed, { from: AT - 14 * MINUTE_MS, until: AT + HOUR_MS }];
		expect(silent(3 * HOUR_MS, morning)).toBe('quiet');
		expect(silent(3 * HOUR_MS + MINUTE_MS, morning)).toBe('dark');
	});

	it('is dark by the clock where no hours are told', () => {
		expect([silent(15 * MINUTE_MS - 1, null), silent(15 * MINUTE_MS, null)]).toEqual(['quiet', 'dark']);
	});

	it('is dark once it is turned away because two go by its key, however lately it spoke', () => {
		expect(stateOf(known({ seenAt: AT, forkedAt: AT }, {}), OPEN, AT)).toBe('dark');
	});

	it('is retired and nothing else once it is', () => {
		expect(stateOf(known({ seenAt: 0, retiredAt: 1 }, { waiting: 99 }), OPEN, AT)).toBe('retired');
	});
});

describe('ratings that wait', () => {
	const waiting = (count: number, oldestWaitingAt: number | null, said = {}) =>
		stateOf(
			known({ said: { at: AT, skewMs: 0, word: { ...WORD, waiting: count, oldestWaitingAt }, ...said } }),
			OPEN,
			AT
		);

	it('are a backlog beyond fifty, or beyond ten minutes', () => {
		expect([waiting(50, AT), waiting(51, AT)]).toEqual(['fine', 'backlog']);
		const tenMinutes = AT - 10 * MINUTE_MS;
		expect([waiting(1, tenMinutes), waiting(1, tenMinutes - 1)]).toEqual(['fine', 'backlog']);
		expect([waiting(0, tenMinutes - 1), waiting(1, null)]).toEqual(['fine', 'fine']);
	});

	it('have waited by the tablet’s own clock, however wrong that is', () => {
		// Its clock is a day behind: what it calls yesterday is now.
		const skewMs = 24 * HOUR_MS;
		expect(waiting(1, AT - skewMs, { skewMs })).toBe('fine');
		expect(waiting(1, AT - skewMs - 11 * MINUTE_MS, { skewMs })).toBe('backlog');
		expect(waitedMs({ at: AT, skewMs: 0, word: { ...WORD, oldestWaitingAt: AT + 5 } })).toBe(0);
	});

	it('are less than darkness and more than quiet', () => {
		const behind = (ms: number) => stateOf(known({ seenAt: AT - ms }, { waiting: 51 }), OPEN, AT);
		expect([behind(4 * MINUTE_MS), behind(15 * MINUTE_MS)]).toEqual(['backlog', 'dark']);
	});
});

describe('troubles', () => {
	const names = (state: Known, version: string | null = null) =>
		troublesOf(state, version).map(({ what }) => what);

	it('are none of a tablet that is well, of one never heard, and of one that is retired', () => {
		expect(troublesOf(known(), '1.0.0')).toEqual([]);
		expect(troublesOf(known({ said: null }), '1.0.0')).toEqual([]);
		expect(troublesOf(known({ retiredAt: 1, forkedAt: 1 }, { aside: 3 }), 'x')).toEqual([]);
	});

	it('name a store that fails, or that is nine tenths full, or may be cleared', () => {
		const store = (storage: Partial<Word['storage']>) =>
			troublesOf(known({}, { storage: { ...WORD.storage, ...storage } }), null);
		expect(store({ failing: true })).toEqual([{ what: 'storage_failing', grave: true }]);
		expect(store({ usedBytes: 89 })).toEqual([]);
		expect(store({ usedBytes: 90 })).toEqual([{ what: 'storage_full', grave: true, percent: 90 }]);
		expect(store({ usedBytes: 90, quotaBytes: 0 })).toEqual([]);
		expect(store({ usedBytes: null })).toEqual([]);
		expect(store({ persisted: false })).toEqual([{ what: 'persist', grave: false }]);
		expect(store({ persisted: null })).toEqual([]);
	});

	it('name a clock more than an hour off, either way, and one that jumps', () => {
		expect(names(known({ skewMs: HOUR_MS }))).toEqual([]);
		for (const skewMs of [HOUR_MS + 1, -HOUR_MS - 1])
			expect(troublesOf(known({ skewMs }), null)).toEqual([{ what: 'clock_off', grave: true, skewMs }]);
		expect(troublesOf(known({}, { clockJumps: 2 }), null)).toEqual([
			{ what: 'clock_jumps', grave: false, count: 2 }
		]);
	});

	it('name a battery that runs out at fifteen percent, unless it is being charged', () => {
		const battery = (level: number, charging = false) => names(known({}, { battery: { level, charging } }));
		expect([battery(0.16), battery(0.15), battery(0.15, true)]).toEqual([[], ['battery'], []]);
	});

	it('name what the browser lacks, once: without https the rest follows from it', () => {
		expect(names(known({}, { lacks: ['worker', 'wakelock', 'persist'] }))).toEqual([
			...['worker', 'wakelock', 'persist']
		]);
		const storage = { ...WORD.storage, persisted: false };
		expect(names(known({}, { lacks: ['persist'], storage }))).toEqual(['persist']);
		expect(names(known({}, { lacks: ['https'], storage }))).toEqual(['https']);
	});

	it('name a fork first, then the grave ones, then the rest', () => {
		expect(
			names(
				known(
					{ forkedAt: AT, skewMs: 2 * HOUR_MS },
					{
						...{ refused: 1, aside: 2, screen: 'locked' },
						storage: { ...WORD.storage, failing: true }
					}
				),
				'1.0.1'
			)
		).toEqual(['forked', 'storage_failing', 'clock_off', 'locked', 'aside', 'refused', 'old_version']);
	});
});

it('counts the open part of a time, and all of it where no hours are told', () => {
	const open = [
		{ from: 10, until: 20 },
		{ from: 30, until: 40 }
	];
	expect([openMs(open, 0, 100), openMs(open, 15, 35), openMs(open, 20, 30), openMs([], 0, 9)]).toEqual([
		...[20, 10, 0, 0]
	]);
	expect([openMs(null, 5, 9), openMs(null, 9, 5)]).toEqual([4, 0]);
});
