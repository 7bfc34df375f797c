// Where everybody was in a period: the branch whose leader decides, and the peer group that a grouping gives them.
import { sql } from 'drizzle-orm';
import type { Grouping } from '../../shared/appraisal';
import { monthOf, type Day } from '../../shared/day';
import { say, type Language, type Words } from '../../shared/language';
import type { Reads } from '../db/open';
import { BRANCH, history, OFFICER, type Branch } from '../org/kind';
import * as names from '../org/names';
import type { PeriodRow } from './periods';

export type Placed = {
	id: number;
	code: string;
	name: string;
	branchId: number;
	branch: string;
	group: string;
};

/** The one group of all, and the group of those whom nobody rated, until HR calls them otherwise. */
const EVERYBODY: Words = { vi: 'Tất cả', en: 'Everybody', ja: '全員', zh: '全体', ko: '전체' };
const UNRATED: Words = {
	vi: 'Chưa có lượt đánh giá',
	en: 'Not rated yet',
	ja: '評価なし',
	zh: '尚无评价',
	ko: '평가 없음'
};

type Span = Pick<PeriodRow, 'fromDay' | 'toDay'>;

/** All who may be in a period, by branch and name (members.ts says who that is). */
export async function placed(db: Reads, period: PeriodRow, language: Language): Promise<Placed[]> {
	const lasting = lastOf(await history(db, BRANCH), period);
	const nameOf = (branchId: number) => {
		const name = lasting.get(branchId)?.name;
		return name ? say(name, language) : '';
	};
	const found =
		period.subject === 'unit' ? units(lasting, period, nameOf) : await officers(db, period, lasting, nameOf);
	const services = period.grouping === 'service' ? await mainService(db, period, language) : new Map();
	return found
		.map((one) => ({ ...one, group: groupOf(period.grouping, one, services, language) }))
		.sort(byPlace);
}

type Found = Omit<Placed, 'group'>;

function units(lasting: Map<number, Branch>, period: Span, nameOf: (id: number) => string): Found[] {
	return [...lasting.values()]
		.filter((branch) => branch.fromDay <= period.toDay && isThere(branch.closedDay, period))
		.map(({ id, code }) => ({ id, code, name: nameOf(id), branchId: id, branch: nameOf(id) }));
}

async function officers(
	db: Reads,
	period: Span,
	lasting: Map<number, Branch>,
	nameOf: (id: number) => string
): Promise<Found[]> {
	const rated = new Set(
		(
			await db.all<{ id: number }>(sql`SELECT DISTINCT "officerId" AS id FROM rollup_desk
				WHERE grain = 'officer' AND span BETWEEN ${monthOf(period.fromDay)} AND ${monthOf(period.toDay)}
					AND n > 0 AND "officerId" > 0`)
		).map(({ id }) => id)
	);
	return [...lastOf(await history(db, OFFICER), period).values()]
		.filter(
			({ id, fromDay, closedDay }) => (fromDay <= period.toDay && isThere(closedDay, period)) || rated.has(id)
		)
		.map(({ id, code, fullName, branchId }) => {
			const heir = successor(branchId, lasting, period.toDay);
			return { id, code, name: fullName, branchId: heir, branch: nameOf(heir) };
		});
}

/** Each as it was on the last day of the span, or last before, or first after. Versions come oldest first. */
function lastOf<T extends { id: number; fromDay: Day }>(
	versions: readonly T[],
	{ toDay }: Span
): Map<number, T> {
	const last = new Map<number, T>();
	for (const one of versions) if (one.fromDay <= toDay || !last.has(one.id)) last.set(one.id, one);
	return last;
}

/** `closedDay` is the first day on which it is no more. */
function isThere(closedDay: Day | null, { fromDay }: Span): boolean {
	return closedDay === null || closedDay > fromDay;
}

/** The branch, or whichever took over what was closed by then. */
function successor(branchId: number, lasting: Map<number, Branch>, toDay: Day): number {
	const passed = new Set<number>();
	for (let id = branchId; !passed.has(id);) {
		passed.add(id);
		const branch = lasting.get(id);
		if (!branch || branch.closedDay === null || branch.closedDay > toDay || branch.successorId === null)
			return id;
		id = branch.successorId;
	}
	return branchId;
}

/** The service that most of each officer's ratings of the period were about; of equals the older one. */
async function mainService(db: Reads, period: Span, language: Language): Promise<Map<number, string>> {
	const rows = await db.all<{ officerId: number; serviceId: number }>(
		sql`SELECT "officerId", "serviceId" FROM rollup_desk
			WHERE grain = 'month' AND span BETWEEN ${monthOf(period.fromDay)} AND ${monthOf(period.toDay)}
				AND "officerId" > 0
			GROUP BY "officerId", "serviceId" HAVING sum(n) > 0
			ORDER BY "officerId", sum(n) DESC, "serviceId"`
	);
	const { services } = await names.on(db, period.toDay);
	const main = new Map<number, string>();
	for (const { officerId, serviceId } of rows) {
		const name = services.get(serviceId)?.name;
		if (!main.has(officerId) && name) main.set(officerId, say(name, language));
	}
	return main;
}

function groupOf(
	grouping: Grouping,
	{ id, branch }: Found,
	services: ReadonlyMap<number, string>,
	language: Language
): string {
	if (grouping === 'branch' && branch !== '') return branch;
	if (grouping === 'service') return services.get(id) ?? say(UNRATED, language);
	return say(EVERYBODY, language);
}

const collator = new Intl.Collator('vi', { numeric: true });

export function byPlace(a: Pick<Placed, 'branch' | 'name' | 'id'>, b: typeof a): number {
	return collator.compare(a.branch, b.branch) || collator.compare(a.name, b.name) || a.id - b.id;
}
