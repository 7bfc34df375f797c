// What comes of one try, and when the next one is. Pure.

export type Outcome =
	/** The other side has it. */
	| { kind: 'sent'; answer: string }
	/** Not this time: the network, a server that is busy or set up wrongly. */
	| { kind: 'again'; answer: string }
	/** Never: the other side knows no such address. */
	| { kind: 'never'; answer: string }
	/** Never, and nothing else either: the webhook wants no more (410). */
	| { kind: 'gone'; answer: string };

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * How long after each failed try the next one is: the schedule that the Standard Webhooks specification suggests,
 * but for the seconds at its beginning. Two days and a half in all.
 */
export const BACKOFF_MS = [
	...[1, 5, 30].map((minutes) => minutes * MINUTE_MS),
	...[2, 5, 10, 14, 20].map((hours) => hours * HOUR_MS)
];

/** So many tries, the first one counted; then it is given up. */
export const MOST_TRIES = BACKOFF_MS.length + 1;

/** Of the other side's words so many characters are kept. */
const MOST_ANSWER = 500;

export type Noted = {
	state: 'waiting' | 'sent' | 'failed';
	tries: number;
	nextAt: number | null;
	answer: string;
	sentAt: number | null;
};

/**
 * How a delivery stands after a try that ended at `at`. `tries`: how many there had been before; `chance` in [0, 1)
 * spreads the next ones by a fifth to either side, so that what failed together does not come back together.
 */
export function noted(outcome: Outcome, tries: number, at: number, chance: number): Noted {
	const answer = outcome.answer.replace(/\s+/g, ' ').trim().slice(0, MOST_ANSWER);
	const now = { tries: tries + 1, answer };
	if (outcome.kind === 'sent') return { ...now, state: 'sent', nextAt: null, sentAt: at };
	const backoffMs = BACKOFF_MS[tries];
	if (outcome.kind !== 'again' || backoffMs === undefined)
		return { ...now, state: 'failed', nextAt: null, sentAt: null };
	return {
		...now,
		state: 'waiting',
		nextAt: at + Math.round(backoffMs * (0.8 + 0.4 * chance)),
		sentAt: null
	};
}
