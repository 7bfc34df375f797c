// How a tablet is doing, from when it was heard and what it last said of itself. Pure; the fleet (fleet.ts) asks.
import type { Word } from '../../shared/hello';
import type { Span } from '../org/hours';

/** From worst to best, and last those that are out of service. */
export const STATES = ['dark', 'backlog', 'quiet', 'fine', 'retired'] as const;
export type State = (typeof STATES)[number];

/** What is known of a tablet. Instants are the server's, but those inside `word`, which are the tablet's. */
export type Known = {
	seenAt: number;
	retiredAt: number | null;
	forkedAt: number | null;
	/** By how much the server's clock was ahead of its own when it was last heard. */
	skewMs: number | null;
	said: { at: number; skewMs: number; word: Word } | null;
};

export const QUIET_MS = 3 * 60_000;
export const DARK_MS = 15 * 60_000;
export const OLDEST_WAIT_MS = 10 * 60_000;
export const MOST_WAITING = 50;
const FAR_OFF_MS = 3_600_000;
const NEARLY_FULL = 0.9;
const LOW_BATTERY = 0.15;

/** How much of the time from one instant to another a branch was open; all of it where no hours are told. */
export function openMs(open: readonly Span[] | null, from: number, until: number): number {
	if (open === null) return Math.max(0, until - from);
	return open.reduce(
		(sum, span) => sum + Math.max(0, Math.min(span.until, until) - Math.max(span.from, from)),
		0
	);
}

/**
 * Fine: heard less than three minutes ago. Dark: not heard for a quarter of an hour of opening time, however long ago
 * that was, so that one that failed at noon is still dark in the evening and none is for sleeping at night; and one
 * that is turned away because two go by its key: nothing of it is heard until it is paired anew. Backlog:
 * it talks, and its ratings do not get through. Quiet: anything else without a sign.
 */
export function stateOf(known: Known, open: readonly Span[] | null, at: number): State {
	if (known.retiredAt !== null) return 'retired';
	if (known.forkedAt !== null || openMs(open, known.seenAt, at) >= DARK_MS) return 'dark';
	if (isBehind(known)) return 'backlog';
	return at - known.seenAt < QUIET_MS ? 'fine' : 'quiet';
}

function isBehind({ said }: Known): boolean {
	if (!said || said.word.waiting === 0) return false;
	const { waiting, oldestWaitingAt } = said.word;
	return waiting > MOST_WAITING || (oldestWaitingAt !== null && waitedMs(said) > OLDEST_WAIT_MS);
}

/** For how long the oldest rating had waited when the tablet said so; 0 where nothing waits. */
export function waitedMs({ at, skewMs, word }: NonNullable<Known['said']>): number {
	return word.oldestWaitingAt === null ? 0 : Math.max(0, at - skewMs - word.oldestWaitingAt);
}

/** What is the matter with a tablet besides its silence; `grave` where ratings are in danger or kept out, or cannot be dated. */
export type Trouble =
	| { what: 'forked' | 'storage_failing'; grave: true }
	| { what: 'storage_full'; grave: true; percent: number }
	/** Positive: the tablet's clock is behind. */
	| { what: 'clock_off'; grave: true; skewMs: number }
	| { what: 'clock_jumps' | 'aside' | 'refused'; grave: false; count: number }
	| { what: 'battery'; grave: false; percent: number }
	| { what: 'https' | 'worker' | 'wakelock' | 'persist' | 'locked'; grave: false }
	| { what: 'old_version'; grave: false; version: string };

/** The troubles of a tablet in service, the gravest first. `version`: what it should run; null where not known. */
export function troublesOf(known: Known, version: string | null): Trouble[] {
	const { retiredAt, forkedAt, said } = known;
	if (retiredAt !== null) return [];
	const found: (Trouble | false | null | undefined)[] = [
		forkedAt !== null && { what: 'forked', grave: true },
		...(said ? storageTroubles(said.word) : []),
		Math.abs(known.skewMs ?? 0) > FAR_OFF_MS && {
			...{ what: 'clock_off' as const, grave: true as const },
			skewMs: known.skewMs ?? 0
		}
	];
	if (said) found.push(...lesserTroubles(said.word, version));
	return found.filter((one): one is Trouble => Boolean(one));
}

function storageTroubles({ storage }: Word): (Trouble | false)[] {
	const { failing, usedBytes, quotaBytes } = storage;
	const used = usedBytes === null || !quotaBytes ? 0 : usedBytes / quotaBytes;
	return [
		failing && { what: 'storage_failing', grave: true },
		used >= NEARLY_FULL && { what: 'storage_full', grave: true, percent: Math.floor(used * 100) }
	];
}

function lesserTroubles(word: Word, version: string | null): (Trouble | false | null)[] {
	const { lacks, storage, battery } = word;
	const isUnkept = storage.persisted === false || lacks.includes('persist');
	const grave = false as const;
	return [
		word.screen === 'locked' && { what: 'locked', grave },
		word.aside > 0 && { what: 'aside', grave, count: word.aside },
		word.refused > 0 && { what: 'refused', grave, count: word.refused },
		// Without https the rest cannot be had either.
		...lacks.filter((lack) => lack !== 'persist').map((what) => ({ what, grave })),
		isUnkept && !lacks.includes('https') && { what: 'persist', grave },
		word.clockJumps > 0 && { what: 'clock_jumps', grave, count: word.clockJumps },
		battery &&
			!battery.charging &&
			battery.level <= LOW_BATTERY && { what: 'battery', grave, percent: Math.round(battery.level * 100) },
		version !== null && word.version !== version && { what: 'old_version', grave, version: word.version }
	];
}
