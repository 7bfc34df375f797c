// The tablet's clock is not to be trusted: how far the server's is ahead is measured whenever it answers, and
// forgotten when somebody sets the clock, while the page runs or while it does not.

/** What is kept over a restart: the last measured skew, and the latest time this clock is known to have shown. */
export type ClockFacts = { skewMs: number | null; seenAt: number };
export type Clock = ReturnType<typeof clock>;

/** Between two looks a clock may gain or lose this much without having been set. */
const TOLERANCE_MS = 2_000;

/** `wall`: the clock that people set. `steady`: one that only ever runs on, since some moment or other. */
export function clock(wall: () => number, steady: () => number, recalled: ClockFacts | null) {
	// Where it shows less than it has shown before, it was set back, or lost the time with the power.
	const setBack = recalled !== null && wall() < recalled.seenAt - TOLERANCE_MS;
	let skewMs = setBack ? null : (recalled?.skewMs ?? null);
	let jumps = setBack ? 1 : 0;
	let apartMs = wall() - steady();

	/** Has the clock been set since the last look? Then what was measured against it is worth nothing. */
	function look(): void {
		const movedMs = wall() - steady() - apartMs;
		apartMs += movedMs;
		if (Math.abs(movedMs) <= TOLERANCE_MS) return;
		jumps += 1;
		skewMs = null;
	}

	return {
		look,
		/** The server's clock less this one; null where it is not known. */
		skewMs(): number | null {
			look();
			return skewMs;
		},
		/** The server's clock now, as well as it is known. */
		serverNow(): number {
			look();
			return wall() + (skewMs ?? 0);
		},
		/** An answer came after a trip of `tripMs`, and said what the server's clock showed on the way. */
		measured(serverAt: number, tripMs: number): void {
			look();
			skewMs = Math.round(serverAt + tripMs / 2) - wall();
		},
		/** How often it was seen to be set since the page started. */
		jumps: () => jumps,
		facts: (): ClockFacts => ({ skewMs, seenAt: wall() })
	};
}
