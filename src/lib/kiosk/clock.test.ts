import { describe, expect, it } from 'vitest';
import { clock, type ClockFacts } from './clock';
import { NOON } from './example';

const HOUR = 3_600_000;

/** A tablet whose clock shows `wall`, and whose page has run for `steady`. */
function tablet(recalled: ClockFacts | null = null, wallAt = NOON) {
	const time = { wall: wallAt, steady: 500 };
	const own = clock(
		() => time.wall,
		() => time.steady,
		recalled
	);
	const pass = (ms: number, driftMs = 0) => {
		time.wall += ms + driftMs;
		time.steady += ms;
	};
	return { own, time, pass };
}

describe('the tablet’s clock', () => {
	it('knows nothing of the server’s before they have spoken', () => {
		const { own } = tablet();
		expect(own.skewMs()).toBeNull();
		expect(own.serverNow()).toBe(NOON);
	});

	it('takes half of the trip for the way back', () => {
		const { own } = tablet();
		own.measured(NOON + HOUR, 3_000);
		expect(own.skewMs()).toBe(HOUR + 1_500);
		expect(own.serverNow()).toBe(NOON + HOUR + 1_500);
	});

	it('lets a clock run a little fast for days without calling it set', () => {
		const { own, pass } = tablet();
		own.measured(NOON, 0);
		for (let minute = 0; minute < 2_000; minute++) {
			pass(60_000, 100);
			own.look();
		}
		expect([own.skewMs(), own.jumps()]).toEqual([0, 0]);
	});

	for (const [name, jumpMs] of [
		['an hour on', HOUR],
		['an hour back', -HOUR],
		['ten years back', -10 * 365 * 24 * HOUR],
		['just over the tolerance', 2_001]
	] as const)
		it(`forgets the skew when it is set ${name}, and learns it anew`, () => {
			const { own, time, pass } = tablet();
			own.measured(NOON, 0);
			pass(1_000);
			time.wall += jumpMs;
			expect([own.skewMs(), own.jumps()]).toEqual([null, 1]);
			pass(1_000);
			expect(own.jumps()).toBe(1);
			own.measured(NOON + 2_000, 0);
			expect(own.skewMs()).toBe(-jumpMs);
		});

	it('measures rightly where it was set while the answer was on its way', () => {
		const { own, time, pass } = tablet();
		pass(100);
		time.wall += HOUR;
		own.measured(NOON, 100);
		expect([own.skewMs(), own.jumps()]).toEqual([50 - 100 - HOUR, 1]);
	});

	it('keeps its skew over a restart, unless it shows less than before', () => {
		const facts = { skewMs: -HOUR, seenAt: NOON };
		expect(tablet(facts, NOON + 60_000).own.skewMs()).toBe(-HOUR);
		expect(tablet(facts, NOON - 1_000).own.skewMs()).toBe(-HOUR);
		const { own } = tablet(facts, NOON - 2_001);
		expect([own.skewMs(), own.jumps()]).toEqual([null, 1]);
	});

	it('remembers that nothing is known, too', () => {
		const { own, time } = tablet({ skewMs: 5, seenAt: NOON });
		time.wall += HOUR;
		own.look();
		expect(own.facts()).toEqual({ skewMs: null, seenAt: NOON + HOUR });
	});
});
