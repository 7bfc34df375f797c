// The signed sheets of a whole period: read a few at a time, so that memory does not grow with their number, and each
// look at a person's sheet is noted before it is handed out.
import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { Pack } from '../../shared/pack';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import { look, type LookHow } from '../appraisals/looks';
import { list, one, sight, type Period } from '../appraisals/sight';
import { seals, sheets } from '../appraisals/table';
import * as audit from '../audit/note';
import { holds, narrow, widen } from '../auth/scope';
import type { Db, Reads } from '../db/open';
import { around, packed, type Around } from './packs';

/** As what a whole period is taken away. */
export const PERIOD_FORMATS = ['csv', 'xlsx', 'json', 'api', 'archive', 'unit'] as const;
export type PeriodFormat = (typeof PERIOD_FORMATS)[number];

const HOW: Record<PeriodFormat, LookHow> = {
	...{ csv: 'csv', xlsx: 'xlsx', json: 'json', api: 'json', archive: 'archive', unit: 'pdf' }
};
/** How many sheets are read, and their looks noted, at once. */
const CHUNK = 50;

/** A sheet that was signed, and its newest seal. */
type Signed = { sheetId: number; sealId: number; branchId: number; officerId: number | null };

export type Taking = {
	period: Period;
	around: Around;
	/** In their order, without what was erased. */
	signed: readonly Signed[];
	/** The last sheet of a full page, after which there may be more; null: there are none. */
	next: number | null;
	/** Sheets whose seal is there without its body, because a person's data was erased. */
	erased: number;
};

/** The closed periods whose sheets a person may take away, newest first. Refuses not_found whoever may not. */
export async function closed(db: Reads, person: Person): Promise<Period[]> {
	if (!may(person.role, 'appraisals.export')) throw new Problem('not_found');
	return (await list(db, person)).filter(({ closedAt }) => closedAt !== null);
}

/**
 * Begins to take a closed period away, which goes into the trail: all signed sheets in the person's scope, ordered by
 * branch and subject; `after` (a sheet's id) and `limit` page through them by sheet instead. Refuses not_found (also
 * whoever may not) and period_open.
 */
export async function take(
	db: Db,
	person: Person,
	periodId: number,
	format: Exclude<PeriodFormat, 'unit'>,
	at: number,
	page: { after: number; limit: number } | null = null
): Promise<Taking> {
	if (!may(person.role, 'appraisals.export')) throw new Problem('not_found', { period: periodId });
	const period = await one(db.read, person, periodId);
	if (period.closedAt === null) throw new Problem('period_open');
	const taking = await taken(db.read, person, period, page);
	await noted(db, person, periodId, at, { format, sheets: taking.signed.length, ...scopeOf(person) });
	return taking;
}

/**
 * Begins a paper over one branch, and what lies under it, in a period that is announced: for its leaders, HR and
 * auditors. Answers too how many sheets there are, signed or not. Refuses not_found.
 */
export async function unit(
	db: Db,
	person: Person,
	periodId: number,
	branchId: number,
	at: number
): Promise<Taking & { all: number }> {
	const period = may(person.role, 'appraisals.see') ? await one(db.read, person, periodId) : null;
	if (!period || !holds(person.scope, branchId)) throw new Problem('not_found', { branch: branchId });
	const under = { ...person, scope: narrow(person.scope, await widen(db.read, [branchId])) };
	const taking = await taken(db.read, under, period, null);
	if (!taking.around.names.branches.has(branchId)) throw new Problem('not_found', { branch: branchId });
	const [row] = await db.read
		.select({ n: sql<number>`count(*)` })
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), sight(under) ?? undefined));
	await noted(db, person, periodId, at, { format: 'unit', branchId, sheets: taking.signed.length });
	return { ...taking, all: row?.n ?? 0 };
}

async function noted(db: Db, person: Person, periodId: number, at: number, details: Record<string, unknown>) {
	await db.write((tx) => audit.note(tx, person, at, 'packs.export', `period:${periodId}`, details));
}

/** A key may see less than its owner. */
const scopeOf = ({ scope }: Person) => (scope === 'all' ? {} : { branchIds: scope });

async function taken(
	db: Reads,
	person: Person,
	period: Period,
	page: { after: number; limit: number } | null
): Promise<Taking> {
	const shared = await around(db, period);
	const rows = await db
		.select({
			...{ sheetId: sheets.id, branchId: sheets.branchId, officerId: sheets.officerId },
			sealId: sql<number>`max(${seals.id})`,
			body: sql<number>`max(CASE WHEN ${seals.body} IS NULL THEN 0 ELSE ${seals.id} END)`
		})
		.from(sheets)
		.innerJoin(seals, eq(seals.sheetId, sheets.id))
		.where(
			and(
				...[eq(sheets.periodId, period.id), eq(sheets.state, 'signed'), sight(person) ?? sql`0`],
				page ? sql`${sheets.id} > ${page.after}` : undefined
			)
		)
		.groupBy(sheets.id)
		.orderBy(sheets.id)
		.limit(page?.limit ?? -1);
	const whole = rows.filter(({ sealId, body }) => sealId === body);
	const { branches, officers } = shared.names;
	const key = ({ branchId, officerId }: Signed) =>
		[branches.get(branchId)?.code ?? branchId, officers.get(officerId ?? 0)?.code ?? ''].join('\n');
	const signed = whole.map(({ body: _body, ...one }) => ({ one, key: key(one) }));
	if (!page) signed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.one.sheetId - b.one.sheetId));
	return {
		...{ period, around: shared, erased: rows.length - whole.length },
		next: page && rows.length === page.limit ? (rows.at(-1)?.sheetId ?? null) : null,
		signed: signed.map(({ one }) => one)
	};
}

/** The packs of what is taken, one by one; a look at each is in the trail before the first of its chunk is handed out. */
export async function* packs(
	db: Db,
	person: Person,
	{ signed, around }: Taking,
	format: PeriodFormat,
	at: number
): AsyncGenerator<Pack> {
	for (let from = 0; from < signed.length; from += CHUNK) {
		const chunk = signed.slice(from, from + CHUNK);
		const rows = await db.read
			.select({ id: seals.id, hash: seals.hash, body: seals.body })
			.from(seals)
			.where(
				and(
					isNotNull(seals.body),
					inArray(
						seals.id,
						chunk.map(({ sealId }) => sealId)
					)
				)
			);
		const found = new Map(rows.map((row) => [row.id, row]));
		await look(
			db,
			person,
			chunk.filter(({ sealId }) => found.has(sealId)).map(({ sheetId }) => sheetId),
			HOW[format],
			at
		);
		for (const { sealId } of chunk) {
			const row = found.get(sealId);
			if (row?.body) yield packed({ ...row, body: row.body }, around);
		}
		await new Promise(setImmediate);
	}
}
