// What a sheet says that the ledger does not know: names as of the period's last day, replies and appeals, and how many
// cases were served. Facts of the day it is drafted on: a sheet that is computed again keeps them as they stand on it.
import { sql } from 'drizzle-orm';
import type { SheetContent } from '../../shared/appraisal';
import { daysBetween, type Day } from '../../shared/day';
import * as appeals from '../appeals/appeals';
import type { Reads } from '../db/open';
import * as hours from '../org/hours';
import { all, BRANCH, near, OFFICER, SERVICE, type Branch, type Officer } from '../org/kind';
import type { Facts } from './content';

/** A sheet's subject: an officer with the branch they belong to, or a unit. */
export type Who = { officerId: number | null; unitId: number | null; branchId: number };

/** Reads what is needed to say the facts of every sheet of a period, and answers a function that says them. */
export async function facts(
	db: Reads,
	{ from, to }: { from: Day; to: Day },
	whose: readonly Who[]
): Promise<(who: Who) => Facts> {
	const called = await calledOn(db, to, whose);
	const serviceNames = new Map((await all(db, SERVICE, to)).map(({ id, name }) => [id, name]));
	const staff = new Map<number, number[]>();
	for (const [id, { branchId }] of called.officers) staff.set(branchId, [...(staff.get(branchId) ?? []), id]);
	const staffOf = ({ officerId, unitId }: Who) =>
		officerId === null ? (staff.get(unitId ?? 0) ?? []) : [officerId];
	const counts = await appeals.countsOf(db, [...new Set(whose.flatMap(staffOf))], from, to);
	const served = await servedCases(db, from, to, [...new Set(whose.map(({ branchId }) => branchId))]);
	return (who) => {
		const sum = { replies: 0, open: 0, upheld: 0, rejected: 0, withdrawn: 0 };
		for (const id of staffOf(who))
			for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts.get(id)?.[name] ?? 0;
		const { replies, ...of } = sum;
		return { subject: subjectOf(who, called), serviceNames, replies, appeals: of, served: served(who) };
	};
}

const UNCALLED = { vi: '', en: '', ja: '', zh: '', ko: '' };

type Called = { branches: Map<number, Branch>; officers: Map<number, Officer> };

/** Only whoever is needed: to read thousands of names takes longer than to count one sheet. */
async function calledOn(db: Reads, day: Day, whose: readonly Who[]): Promise<Called> {
	const officerIds = whose.flatMap(({ officerId }) => officerId ?? []);
	const unitIds = whose.flatMap(({ unitId }) => unitId ?? []);
	const officers = await near(db, OFFICER, day, unitIds, officerIds);
	const branches = await all(db, BRANCH, day);
	return {
		officers: new Map(officers.map((one) => [one.id, one])),
		branches: new Map(branches.map((one) => [one.id, one]))
	};
}

function subjectOf({ officerId, branchId }: Who, called: Called): SheetContent['subject'] {
	const { name: branch, code } = called.branches.get(branchId) ?? { name: UNCALLED, code: '' };
	if (officerId === null) return { kind: 'unit', branchId, code, branch };
	const officer = called.officers.get(officerId);
	return {
		kind: 'officer',
		officerId,
		code: officer?.code ?? '',
		name: officer?.fullName ?? '',
		post: officer?.post ?? UNCALLED,
		branchId,
		branch
	};
}

type Row = { branchId: number; day: Day; officerId: number; n: number };

/**
 * How many cases a subject served in the period, or null: known only where on every day on which the branch was open
 * numbers were brought in; of an officer only where on all these days they were told by officer.
 */
async function servedCases(
	db: Reads,
	from: Day,
	to: Day,
	branchIds: readonly number[]
): Promise<(who: Who) => number | null> {
	const rows = await db.all<Row>(
		sql`SELECT v."branchId" AS "branchId", v.day AS day, v."officerId" AS "officerId", sum(v.count) AS n
			FROM json_each(${JSON.stringify(branchIds)}) b CROSS JOIN visit_counts v
			WHERE v."branchId" = b.value AND v.day BETWEEN ${from} AND ${to} GROUP BY 1, 2, 3`
	);
	if (rows.length === 0) return () => null;
	const open = await hours.calendar(db, from, to);
	const known = new Map<string, { byOfficer: boolean }>();
	const [ofBranch, ofOfficer] = [new Map<number, number>(), new Map<number, number>()];
	const add = (sums: Map<number, number>, key: number, n: number) => sums.set(key, (sums.get(key) ?? 0) + n);
	for (const { branchId, day, officerId, n } of rows) {
		const key = `${branchId} ${day}`;
		known.set(key, { byOfficer: officerId !== 0 && (known.get(key)?.byOfficer ?? true) });
		add(ofBranch, branchId, n);
		if (officerId !== 0) add(ofOfficer, officerId, n);
	}
	const days = daysBetween(from, to);
	const isOpen = (branchId: number, day: Day) => (open(branchId, day)?.open ?? [{}]).length > 0;
	const all = new Map<string, boolean>();
	/** Worked out once for a branch, not for each of its officers. */
	const isWhole = (branchId: number, byOfficer: boolean): boolean => {
		const key = `${branchId} ${byOfficer}`;
		const before = all.get(key);
		if (before !== undefined) return before;
		const whole = days.every((day) => {
			if (!isOpen(branchId, day)) return true;
			const one = known.get(`${branchId} ${day}`);
			return one !== undefined && (!byOfficer || one.byOfficer);
		});
		all.set(key, whole);
		return whole;
	};
	return ({ officerId, branchId }) => {
		if (!isWhole(branchId, officerId !== null)) return null;
		return officerId === null ? (ofBranch.get(branchId) ?? null) : (ofOfficer.get(officerId) ?? null);
	};
}
