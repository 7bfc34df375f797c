// How long nobody has touched the screen, and what that means: nothing yet, the countdown, gone, or good night.

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

const SLEEPS_AFTER_MS = 60_000;

/** Whether a closed counter's screen goes dark: after a minute, or where a touch woke it, after `idleSeconds`. */
export function sleepsAfter(quietMs: number, woken: boolean, idleSeconds: number): boolean {
	return quietMs >= (woken ? idleSeconds * 1000 : SLEEPS_AFTER_MS);
}
