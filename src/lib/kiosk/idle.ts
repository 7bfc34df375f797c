// How long nobody has touched the screen, and what that means: nothing yet, the countdown, or gone.

export type Idle = { counting: false } | { counting: true; secondsLeft: number; share: number };

/** `share` is what is left of the countdown, from 1 to 0. At 0 the customer counts as gone. */
export function idleAfter(quietMs: number, idleSeconds: number, countdownSeconds: number): Idle {
	const overMs = quietMs - idleSeconds * 1000;
	if (overMs < 0) return { counting: false };
	const leftMs = Math.max(countdownSeconds * 1000 - overMs, 0);
	return {
		counting: true,
		secondsLeft: Math.ceil(leftMs / 1000),
		share: countdownSeconds > 0 ? leftMs / (countdownSeconds * 1000) : 0
	};
}
