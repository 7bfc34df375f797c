// Reasons in the order of how often they were tapped, by cause; what was tapped too seldom to be told stands together
// with others. Pure.
import type { Words } from '../../shared/language';
import type { Questionnaire } from '../../shared/questionnaire';
import type { Cause } from '../../shared/rating';
import type { CauseLine, Pareto, ReasonLine } from '../../shared/reasons';
import { grown } from './family';
import type { Rules } from './hidden';
import { tooFew } from './statistics';
import { hide } from './suppress';

/** How often a reason of a questionnaire's version was tapped; `sibling`: an officer, a branch or a service. */
export type Tapped = { sibling: number; versionId: number; code: string; n: number };

/** A reason of whichever versions: one code with one cause is one reason, in the words of the newest. */
export type Named = {
	key: string;
	code: string;
	cause: Cause;
	fits: 'bad' | 'good';
	words: Words;
	n: number;
};

export type Versions = ReadonlyMap<number, Questionnaire>;

/** The key of a reason in a version. A code that its version does not have is a bug: Error. */
export function keyOf({ versionId, code }: Pick<Tapped, 'versionId' | 'code'>, versions: Versions): Named {
	const found = versions.get(versionId)?.reasons.find((reason) => reason.code === code);
	if (!found) throw new Error(`no reason ${code} in version ${versionId}`);
	const { cause, fits, words } = found;
	return { key: `${fits} ${cause} ${code}`, code, cause, fits, words, n: 0 };
}

/** The reasons of all versions together. */
export function named(tapped: readonly Tapped[], versions: Versions): Named[] {
	const found = new Map<string, Named>();
	for (const one of [...tapped].sort((a, b) => a.versionId - b.versionId)) {
		const reason = keyOf(one, versions);
		found.set(reason.key, { ...reason, n: (found.get(reason.key)?.n ?? 0) + one.n });
	}
	return [...found.values()];
}

export type Wish = {
	now: readonly Named[];
	then: readonly Named[];
	/** How many rated, now and then. */
	ratings: { now: number; then: number };
	/** Keys that siblings would give away (reasons.ts): small, however often they were tapped. */
	told: ReadonlySet<string>;
	rules: Rules;
};

/**
 * The reasons of one kind. Causes that were named fewer than `minCell` times stand together, and so do such reasons
 * within a cause, each with as many others that subtracting finds none.
 */
export function pareto(fits: 'bad' | 'good', { now, then, ratings, told, rules }: Wish): Pareto {
	const own = now.filter((one) => one.fits === fits && one.n > 0);
	const n = total(own);
	if (n < rules.minCell) return { n: 0, hidden: n > 0, causes: [], lines: [] };
	const small = (list: readonly Named[]) =>
		hide(
			list.map((one) => (told.has(one.key) ? Math.min(1, one.n) : one.n)),
			rules.minCell
		);
	const causes = [...new Set(own.map(({ cause }) => cause))].map((cause) => {
		const reasons = own.filter((one) => one.cause === cause);
		const hidden = small(reasons);
		return { cause, n: total(reasons), reasons, hidden, seen: reasons.filter((_, at) => !hidden[at]) };
	});
	// A cause with one reason that is hidden would tell it.
	const hiddenCauses = hide(
		causes.map((one) => (one.hidden.filter(Boolean).length === 1 ? Math.min(1, one.n) : one.n)),
		rules.minCell
	);
	const few = tooFew(n, rules.minSample);
	const line = (
		code: string | null,
		cause: Cause | null,
		words: Words | null,
		count: number
	): ReasonLine => ({
		code,
		cause,
		words,
		n: count,
		share: few ? null : count / n,
		running: null,
		perHundred: code === null || tooFew(ratings.now, rules.minSample) ? null : (100 * count) / ratings.now,
		change: null
	});
	const seen = causes.filter((_, at) => !hiddenCauses[at]);
	const rest = total(causes.filter((_, at) => hiddenCauses[at]));
	const shown = seen.flatMap((one) => one.seen);
	const verdicts = grown(
		shown.map((one) => ({
			now: { count: Math.min(one.n, ratings.now), n: ratings.now },
			then: {
				count: Math.min(then.find(({ key }) => key === one.key)?.n ?? 0, ratings.then),
				n: ratings.then
			}
		})),
		{ minSample: rules.minSample }
	);
	const lines = [
		...shown.map((one, at) => ({
			...line(one.code, one.cause, one.words, one.n),
			change: verdicts[at] ?? null
		})),
		...seen
			.map(({ cause, reasons, hidden }) =>
				line(null, cause, null, total(reasons.filter((_, at) => hidden[at])))
			)
			.filter((one) => one.n > 0),
		...(rest > 0 ? [line(null, null, null, rest)] : [])
	].sort(byCount);
	let sum = 0;
	return {
		n,
		hidden: false,
		causes: [
			...seen.map(({ cause, n: count }): CauseLine => ({ cause, n: count, share: few ? null : count / n })),
			...(rest > 0 ? [{ cause: null, n: rest, share: few ? null : rest / n }] : [])
		].sort(byCount),
		lines: lines.map((one) => ({ ...one, running: few ? null : (sum += one.n) / n }))
	};
}

const total = (list: readonly { n: number }[]) => list.reduce((sum, { n }) => sum + n, 0);

/** Most often first; what stands together comes last among equals and, of all causes, at the end. */
function byCount(
	one: { n: number; cause: Cause | null; code?: string | null },
	other: { n: number; cause: Cause | null; code?: string | null }
): number {
	return (
		Number(one.cause === null) - Number(other.cause === null) ||
		other.n - one.n ||
		Number(one.code === null) - Number(other.code === null)
	);
}
