// What a screen says first: how many rated, how many are satisfied with the service and with the officers, and
// whether that differs from before by more than chance.
import type { Answers, Attention, Change, Group, Share, Summary } from '../../shared/figures';
import { SCALES, type Scale } from '../../shared/rating';
import { among, UNSAID, type Hidden, type Rules } from './hidden';
import { difference, share, tooFew, Z95, Z99 } from './statistics';
import { lean, type Tally } from './tally';

/** A gap smaller than this is no matter for a leader, however certain it is. */
const NOTABLE_GAP = 0.05;

/**
 * The scales that were used, most used first, with their numbers of ratings. Shares on different scales do not
 * compare, so a figure is always about one of them, and the others are named beside it.
 */
export function scales(tallies: readonly Tally[]): { scale: Scale; n: number }[] {
	return SCALES.map((scale) => ({ scale, n: total(tallies, scale).n }))
		.filter(({ n }) => n > 0)
		.sort((a, b) => b.n - a.n);
}

/** All tallies of one scale, summed. */
export function total(tallies: readonly Tally[], scale: Scale): Omit<Tally, 'key'> {
	const empty = () => Array.from({ length: scale }, () => 0);
	const sum = { scale, n: 0, service: empty(), officer: empty() };
	for (const tally of tallies) {
		if (tally.scale !== scale) continue;
		sum.n += tally.n;
		tally.service.forEach((count, index) => (sum.service[index] = (sum.service[index] ?? 0) + count));
		tally.officer.forEach((count, index) => (sum.officer[index] = (sum.officer[index] ?? 0) + count));
	}
	return sum;
}

/** The summary of the tallies of one scale. Hidden where these are fewer than `minCell`, or where that is said. */
export function summary(tallies: readonly Tally[], scale: Scale, rules: Rules, isHidden = false): Summary {
	const sum = total(tallies, scale);
	if (isHidden || (sum.n > 0 && sum.n < rules.minCell)) {
		const unsaid = { counts: sum.service.map(() => 0), satisfied: UNSAID, dissatisfied: UNSAID };
		return { scale, n: 0, hidden: true, service: unsaid, officer: { ...unsaid } };
	}
	return {
		scale,
		n: sum.n,
		hidden: false,
		service: answers(sum.service, scale, rules),
		officer: answers(sum.officer, scale, rules)
	};
}

function answers(counts: number[], scale: Scale, { minCell, minSample }: Rules): Answers {
	const { all, satisfied, dissatisfied } = lean(counts, scale);
	return {
		// So few have graded that their grades would be theirs.
		counts: all < minCell ? counts.map(() => 0) : counts,
		satisfied: share(satisfied, all, minSample),
		dissatisfied: share(dissatisfied, all, minSample)
	};
}

/** How two shares differ; null where either is of too few. */
export function change(now: Share, then: Share, minSample: number): Change | null {
	if (tooFew(now.n, minSample) || tooFew(then.n, minSample)) return null;
	const interval = difference(now.count, now.n, then.count, then.n, Z95);
	return {
		by: now.count / now.n - then.count / then.n,
		...interval,
		verdict: interval.low > 0 ? 'up' : interval.high < 0 ? 'down' : 'same'
	};
}

/** One group for each key of one scale; `hidden`: what else is hidden for what is chosen besides (hidden.ts). */
export function groups(
	tallies: readonly Tally[],
	scale: Scale,
	{ minCell, minSample }: Rules,
	hidden: Hidden = () => false
): Group[] {
	const own = tallies.filter((tally) => tally.scale === scale);
	const small = among(own, minCell);
	return own.map((tally, at) => {
		const id = Number(tally.key);
		if (small[at] || hidden(tally.key)) return { id, n: 0, hidden: true, service: UNSAID, officer: UNSAID };
		const [service, officer] = [lean(tally.service, scale), lean(tally.officer, scale)];
		return {
			id,
			n: tally.n,
			hidden: false,
			service: share(service.satisfied, service.all, minSample),
			officer: share(officer.satisfied, officer.all, minSample)
		};
	});
}

/**
 * The groups whose share satisfied with the service is clearly below that of all the others together: by five points
 * or more, and by more than chance at 99 %, because many groups are looked at at once. Worst first, three at most.
 * `all`: the share of all groups together.
 */
export function attention(
	kind: Attention['kind'],
	list: readonly Group[],
	all: Share,
	minSample: number
): Attention[] {
	const gap = ({ service, rest }: Attention) => (rest.share ?? 0) - (service.share ?? 0);
	return list
		.filter(({ hidden }) => !hidden)
		.map(({ id, service }) => ({
			kind,
			id,
			service,
			rest: share(all.count - service.count, all.n - service.n, minSample)
		}))
		.filter((found) => {
			const { service, rest } = found;
			if (service.share === null || rest.share === null || gap(found) < NOTABLE_GAP) return false;
			return difference(service.count, service.n, rest.count, rest.n, Z99).high < 0;
		})
		.sort((a, b) => gap(b) - gap(a))
		.slice(0, 3);
}
