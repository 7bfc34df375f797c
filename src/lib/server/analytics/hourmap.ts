// The map itself: which hours of the week stand in it, what is hidden, and which are lower than the others. Pure.
import type { HourCell, HourMap, LowHour } from '../../shared/hourmap';
import type { Scale } from '../../shared/rating';
import { apart, type Verdict } from './family';
import { UNSAID, type Rules } from './hidden';
import { share, tooFew } from './statistics';
import { hideTable } from './suppress';

/** How many rated, and were satisfied with the service, in an hour of the week; `sibling`: a branch or a service. */
export type Slot = { sibling: number; slot: number; scale: Scale; n: number; satisfied: number };

/** A smaller gap between an hour and the others is no matter, however certain it is. */
export const NOTABLE_GAP = 0.02;
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0];
type Sum = { n: number; count: number };
type Told = Pick<HourMap, 'whole' | 'hours' | 'weekdays' | 'cells' | 'low' | 'isEnough'>;

/**
 * The map of those siblings that are asked for (`mine`), of one scale. `open`: the slots (weekday × 24 + hour) in which
 * there are opening hours; none: they are not told. Cells of fewer than `minCell` are hidden with as many others that
 * neither the hours and weekdays of this map nor the maps of the siblings give them away.
 */
export function map(
	table: readonly Slot[],
	mine: (sibling: number) => boolean,
	open: ReadonlySet<number>,
	rules: Rules
): Told {
	const bySlot = new Map<number, Sum>();
	for (const { sibling, slot, n, satisfied } of table)
		if (mine(sibling)) bySlot.set(slot, sum([bySlot.get(slot) ?? NONE, { n, count: satisfied }]));
	const at = (weekday: number, hour: number) => bySlot.get(weekday * 24 + hour) ?? NONE;
	const seen = [...new Set([...open, ...bySlot.keys()])];
	const ofDay = seen.map((slot) => slot % 24);
	const [first, last] = [Math.min(...ofDay), Math.max(...ofDay)];
	const hours = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
	const weekdays = WEEKDAYS.filter((weekday) => seen.some((slot) => Math.floor(slot / 24) === weekday));
	const all = sum([...bySlot.values()]);
	const isSmall = all.n > 0 && all.n < rules.minCell;
	const told = amongSiblings(table, mine, rules.minCell);
	// What the siblings would tell counts as small here, so that neither hour nor weekday gives it away.
	const ns = hours.map((hour) =>
		weekdays.map((weekday) => Math.min(at(weekday, hour).n, told.has(weekday * 24 + hour) ? 1 : Infinity))
	);
	const hidden = hideTable(ns, rules.minCell);
	const slots = hours.flatMap((hour, row) =>
		weekdays.map((weekday, column) => {
			const isHidden = at(weekday, hour).n > 0 && (isSmall || (hidden[row]?.[column] ?? false));
			return { hour, weekday, isHidden, ...(isHidden ? NONE : at(weekday, hour)) };
		})
	);
	const verdicts = apart(slots, { minSample: rules.minSample, gap: NOTABLE_GAP });
	const cells = slots.map(({ hour, weekday, isHidden, n, count }, index): HourCell => ({
		hidden: isHidden,
		share: isHidden ? UNSAID : share(count, n, rules.minSample),
		open: open.size === 0 || open.has(weekday * 24 + hour),
		verdict: verdicts[index] ?? null
	}));
	const byHour = hours.map((hour) => ({ hour, ...sum(weekdays.map((weekday) => at(weekday, hour))) }));
	return {
		whole: isSmall ? UNSAID : share(all.count, all.n, rules.minSample),
		hours,
		weekdays,
		cells: hours.map((_, row) => cells.slice(row * weekdays.length, (row + 1) * weekdays.length)),
		low: isSmall ? [] : lowest(byHour, slots, verdicts, rules.minSample),
		isEnough: byHour.filter(({ n }) => !tooFew(n, rules.minSample)).length > 1
	};
}

const NONE: Sum = { n: 0, count: 0 };
const sum = (list: readonly Sum[]): Sum =>
	list.reduce((all, one) => ({ n: all.n + one.n, count: all.count + one.count }), NONE);

/** The slots of those asked for that are hidden where their siblings and all together are shown as well. */
function amongSiblings(
	table: readonly Slot[],
	mine: (sibling: number) => boolean,
	minCell: number
): Set<number> {
	const siblings = [...new Set(table.map(({ sibling }) => (mine(sibling) ? -1 : sibling)))];
	if (siblings.length < 2) return new Set();
	const slots = [...new Set(table.map(({ slot }) => slot))];
	const ns = siblings.map(() => slots.map(() => 0));
	for (const one of table) {
		const row = ns[siblings.indexOf(mine(one.sibling) ? -1 : one.sibling)];
		const column = slots.indexOf(one.slot);
		if (row) row[column] = (row[column] ?? 0) + one.n;
	}
	const own = hideTable(ns, minCell)[siblings.indexOf(-1)];
	return new Set(slots.filter((_, column) => own?.[column]));
}

/** Hours below the others; where there is none, single hours of a weekday. Gaps in whole points, and no number of ratings. */
function lowest(
	byHour: readonly (Sum & { hour: number })[],
	slots: readonly (Sum & { hour: number; weekday: number })[],
	verdicts: readonly Verdict[],
	minSample: number
): LowHour[] {
	const gap = (one: Sum, family: readonly Sum[]) => {
		const all = sum(family);
		return (all.count - one.count) / (all.n - one.n) - one.count / one.n;
	};
	const found = apart(byHour, { minSample, gap: NOTABLE_GAP });
	const low = byHour
		.filter((_, index) => found[index] === 'below')
		.map((one) => ({ hour: one.hour, weekday: null, gap: gap(one, byHour) }));
	const single = slots
		.filter((_, index) => verdicts[index] === 'below')
		.map((one) => ({ hour: one.hour, weekday: one.weekday, gap: gap(one, slots) }));
	return (low.length > 0 ? low : single).sort((a, b) => b.gap - a.gap).slice(0, 4);
}
