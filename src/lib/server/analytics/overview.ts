// The first screen: everything it shows, read in one snapshot for one cut of the ratings.
import {
	STEPS,
	type Changes,
	type Compared,
	type DeskSpan,
	type Group,
	type Overview,
	type Period,
	type Split,
	type Step
} from '../../shared/figures';
import type { Scale } from '../../shared/rating';
import type { Scope } from '../auth/scope';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import * as visits from '../ratings/visits';
import { MOST_BRANCHES } from './choices';
import { across, cell, NOTHING, seenBy, type Rules } from './hidden';
import { before, beforeDesk, length, yearBefore } from './period';
import { ask, type Question } from './question';
import { attention, change, groups, scales, summary } from './summary';
import { isDesk, tallies, type Cut } from './tally';
import { shown, startOf, steps, suits } from './trend';

export type Wish = {
	period: Period;
	desk: DeskSpan | null;
	cut: Cut;
	scale: Scale | null;
	step: Step | null;
	/** The reader's branches: among their siblings no small figure may be found. */
	scope: Scope;
	rules: Rules;
	/** Whether officers may be told apart for this reader. */
	officersShown?: boolean;
};

/**
 * The overview of a cut, caught up with the ledger. Officers are split by the whole weeks or months of `desk`; where
 * there are none, they are left out. What is hidden is hidden here: `hidden`, and zeros instead of its numbers.
 */
export async function overview(db: Db, wish: Wish): Promise<Overview> {
	await upkeep.catchUp(db);
	const read = await everything(db, wish);
	const { cut, scale, step, rules } = wish;
	const used = scales(read.days);
	const main = scale ?? used[0]?.scale ?? 5;
	const now = summary(read.days, main, rules, read.cell(main));
	const then = summary(read.earlier, main, rules, read.cellBefore(main));
	const last = summary(read.lastYear, main, rules, read.cellYear(main));
	const past = compared(wish);
	const about = { kind: 'overview' as const, summary: now, counts: read.beside };
	const changes = (other: typeof then): Changes => ({
		service: change(now.service.satisfied, other.service.satisfied, rules.minSample),
		officer: change(now.officer.satisfied, other.officer.satisfied, rules.minSample)
	});
	const than = (days: { from: string; to: string }, { n, hidden }: typeof then): Compared => ({
		...days,
		n,
		hidden
	});
	const as = ([list, hidden]: typeof read.services): Group[] | null =>
		list && !now.hidden ? groups(list, main, rules, hidden?.(main)) : null;
	const [services, officers, branches] = [as(read.services), as(read.officers), as(read.branches)];
	const offered: readonly Step[] = isDesk(cut, 'nothing') ? [wish.desk?.grain ?? 'week'] : STEPS;
	const isOffered = step !== null && offered.includes(step);
	const chosen = isOffered ? step : suits(read.days, main, cut, rules.minSample, offered);
	const hidden = read.time?.(main, (key) => startOf(String(key), chosen));
	const isOfAll = cut.officerId === null && cut.counterId === null;
	const all = now.service.satisfied;
	return {
		...about,
		coverage: now.hidden ? null : read.coverage,
		before: than(past.before, then),
		change: changes(then),
		yearBefore: than(past.yearBefore, last),
		yearChange: changes(last),
		others: used.filter((other) => other.scale !== main),
		step: chosen,
		trend:
			length(cut) === 0 || now.hidden
				? []
				: shown(steps(read.days, main, cut, chosen), chosen, rules, hidden),
		services,
		officers,
		branches,
		attention: isOfAll
			? [
					...attention('branch', branches ?? [], all, rules.minSample),
					...attention('service', services ?? [], all, rules.minSample)
				]
			: []
	};
}

async function everything(db: Db, wish: Wish) {
	const { cut, rules } = wish;
	const { minCell } = rules;
	const seen = await seenBy(db.read, wish.scope);
	const ends = await counts.endings(db.read, cut);
	const past = compared(wish);
	const [then, last] = [
		{ ...cut, ...past.before },
		{ ...cut, ...past.yearBefore }
	];
	const by = isDesk(cut, 'nothing') ? 'span' : 'day';
	const [beside, coverage, days, earlier, lastYear, ownCell, cellBefore, cellYear, time, ...parts] =
		await ask(
			db,
			{ statement: counts.statement(cut, ends), read: counts.read },
			covered(cut),
			tallies(cut, by),
			tallies(then, 'nothing'),
			tallies(last, 'nothing'),
			cell(cut, seen, minCell),
			cell(then, seen, minCell),
			cell(last, seen, minCell),
			across(cut, by, seen, minCell),
			...split(wish, 'service', seen),
			...split(wish, 'officer', seen),
			...split(wish, 'branch', seen)
		);
	const [services, acrossServices, officers, acrossOfficers, branches, acrossBranches] = parts;
	return {
		...{ beside, coverage, days, earlier, lastYear, cell: ownCell, cellBefore, cellYear, time },
		services: [services, acrossServices] as const,
		officers: [officers, acrossOfficers] as const,
		branches: [branches, acrossBranches] as const
	};
}

/** With what a cut is compared: whole weeks or months with as many of them where an officer or counter is chosen. */
function compared({ cut, period, desk }: Wish) {
	if (!isDesk(cut, 'nothing')) return { before: before(period), yearBefore: yearBefore(period) };
	const none = { from: cut.from, to: cut.to };
	if (!desk) return { before: none, yearBefore: none };
	const { from, to } = beforeDesk(desk);
	const kind = desk.grain === 'month' ? 'month' : 'days';
	return { before: { from, to }, yearBefore: yearBefore({ kind, from: desk.from, to: desk.to }) };
}

/** Coverage is of days, never of one officer or counter. */
function covered(cut: Cut): Question<ReturnType<typeof visits.read>> {
	if (isDesk(cut, 'nothing')) return NOTHING;
	return { statement: visits.statement(cut), read: visits.read };
}

type Parts = [ReturnType<typeof tallies> | typeof NOTHING, ReturnType<typeof across>];

/** A cut is split by what it does not choose itself; by branch only where it holds more than one. */
function split({ cut, desk, rules, officersShown = true }: Wish, by: Split, seen: readonly number[]): Parts {
	const isSplit =
		by === 'branch'
			? cut.branches === 'all' || cut.branches.length > 1
			: (by === 'service' ? cut.serviceId : cut.officerId) === null;
	if (!isSplit || (isDesk(cut, by) && !desk)) return [NOTHING, NOTHING];
	if (by === 'officer' && (!officersShown || !areFew(cut, seen))) return [NOTHING, NOTHING];
	const days = isDesk(cut, by) && desk ? { ...cut, from: desk.from, to: desk.to } : cut;
	return [tallies(days, by), across(days, by, seen, rules.minCell)];
}

/** Of more branches than may be chosen among officers, there are thousands of these: they are compared, not listed. */
function areFew({ branches }: Cut, seen: readonly number[]): boolean {
	return (branches === 'all' ? seen : branches).length <= MOST_BRANCHES;
}
