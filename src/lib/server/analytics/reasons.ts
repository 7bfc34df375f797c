// The reasons customers tapped, in a cut of the ratings: from the rollups of reasons, and of one officer from the
// ledger by its index, over whole weeks or months. Never of one counter: there is no index, and few would be told.
import { sql, type SQL } from 'drizzle-orm';
import type { Questionnaire } from '../../shared/questionnaire';
import type { Reasons } from '../../shared/reasons';
import type { Db } from '../db/open';
import * as counts from '../ratings/counts';
import * as upkeep from '../ratings/upkeep';
import type { Asked } from './asked';
import { cell, seenBy, type Rules } from './hidden';
import { keyOf, named, pareto, type Tapped, type Versions } from './pareto';
import { before, beforeDesk, split } from './period';
import { ask, type Question } from './question';
import { scales } from './summary';
import { hideTable } from './suppress';
import { tallies, type Cut } from './tally';

/** Siblings of what is chosen are looked at among so many. */
const MOST_SIBLINGS = 60;

/** The reasons of what was asked, caught up with the ledger. `scope`: the reader's own branches. */
export async function reasons(
	db: Db,
	asked: Pick<Asked, 'cut' | 'period' | 'desk' | 'officerId' | 'counterId' | 'scale'>,
	scope: Cut['branches'],
	rules: Rules
): Promise<Reasons> {
	const { cut, period, desk, officerId, counterId } = asked;
	if (counterId !== null) return { kind: 'none', why: 'counter' };
	if (officerId !== null && !desk) return { kind: 'none', why: 'short' };
	await upkeep.catchUp(db);
	const past = officerId !== null && desk ? beforeDesk(desk) : before(period);
	const then = { ...cut, from: past.from, to: past.to };
	const seen = await seenBy(db.read, scope);
	const ends = await counts.endings(db.read, cut);
	const sides = await Promise.all(sidesOf(cut, seen).map((side) => siblingsOf(db, cut, side, seen)));
	const of = (one: Cut) => (officerId === null ? folded(one, null) : ledger(one, [officerId]));
	const [beside, rated, ratedThen, isHidden, tapped, tappedThen, ...siblings] = await ask(
		db,
		{ statement: counts.statement(cut, ends), read: counts.read },
		tallies(cut, 'nothing'),
		tallies(then, 'nothing'),
		cell(cut, seen, rules.minCell),
		of(cut),
		of(then),
		...sides.map(({ question }) => question)
	);
	const used = scales(rated);
	const scale = asked.scale ?? used[0]?.scale ?? 5;
	const own = <T extends { scale: number }>(list: readonly T[]) => list.filter((one) => one.scale === scale);
	const n = (list: typeof rated) => own(list).reduce((sum, one) => sum + one.n, 0);
	const all = [...own(tapped), ...own(tappedThen), ...siblings.flatMap(own)];
	const versions = await versionsOf(db, new Set(all.map(({ versionId }) => versionId)));
	const wish = {
		now: named(own(tapped), versions),
		then: named(own(tappedThen), versions),
		ratings: { now: n(rated), then: n(ratedThen) },
		told: new Set(siblings.flatMap((list, at) => given(own(list), sides[at]?.own ?? 0, versions, rules))),
		rules
	};
	const hidden = isHidden(scale);
	const none = { n: 0, hidden: true, causes: [], lines: [] };
	return {
		kind: 'reasons',
		days: { from: cut.from, to: cut.to },
		before: past,
		scale,
		others: used.filter((other) => other.scale !== scale),
		counts: beside,
		ratings: hidden ? 0 : wish.ratings.now,
		hidden,
		bad: hidden ? none : pareto('bad', wish),
		good: hidden ? none : pareto('good', wish)
	};
}

type Side = 'officer' | 'service' | 'branch';
type Row = Tapped & { scale: number };

/** What is chosen of a cut, and could be found by subtracting what else might be chosen. */
function sidesOf({ officerId, serviceId, branches }: Cut, seen: readonly number[]): Side[] {
	const isOneOfSome = branches !== 'all' && branches.length === 1 && seen.length > 1;
	return [
		...(officerId !== null ? (['officer'] as const) : []),
		...(officerId === null && serviceId !== null ? (['service'] as const) : []),
		...(officerId === null && isOneOfSome && seen.length <= MOST_SIBLINGS ? (['branch'] as const) : [])
	];
}

async function siblingsOf(
	db: Db,
	cut: Cut,
	side: Side,
	seen: readonly number[]
): Promise<{ own: number; question: Question<Row[]> }> {
	if (side === 'service')
		return { own: cut.serviceId ?? 0, question: folded({ ...cut, serviceId: null }, 'service') };
	if (side === 'branch') {
		const [own = 0] = cut.branches === 'all' ? [] : cut.branches;
		return { own, question: folded({ ...cut, branches: seen }, 'branch') };
	}
	const rows = await db.read.all<{ id: number }>(sql`SELECT DISTINCT "officerId" AS id FROM rollup_place
		WHERE "branchId" IN (${ids(cut)}) LIMIT ${MOST_SIBLINGS + 1}`);
	const officers = rows.length > MOST_SIBLINGS ? [cut.officerId ?? 0] : rows.map(({ id }) => id);
	return { own: cut.officerId ?? 0, question: ledger(cut, officers) };
}

/** The keys that one of some siblings may not tell, because the others and their sum are shown as well. */
function given(list: readonly Row[], own: number, versions: Versions, rules: Rules): string[] {
	const siblings = [...new Set([own, ...list.map(({ sibling }) => sibling)])];
	const keys = [...new Set(list.map((one) => keyOf(one, versions).key))];
	const ns = siblings.map(() => keys.map(() => 0));
	for (const one of list) {
		const row = ns[siblings.indexOf(one.sibling)];
		const column = keys.indexOf(keyOf(one, versions).key);
		if (row) row[column] = (row[column] ?? 0) + one.n;
	}
	const [mine] = siblings.length < 2 ? [] : hideTable(ns, rules.minCell);
	return keys.filter((_, at) => mine?.[at]);
}

function ids({ branches }: Cut): SQL {
	return branches === 'all'
		? sql`SELECT id FROM branches`
		: sql`SELECT value FROM json_each(${JSON.stringify(branches)})`;
}

/** From the rollups, by whole months and the days at the edges. */
function folded(cut: Cut, side: 'service' | 'branch' | null): Question<Row[]> {
	const pieces = JSON.stringify(split(cut).map(({ grain, from, to }) => [grain, from, to]));
	const isAll = cut.branches === 'all' && side !== 'branch';
	const sibling = side === null ? '0' : side === 'service' ? 'r."serviceId"' : 'r."branchId"';
	return {
		statement: sql`
			WITH piece(grain, low, high) AS (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(${pieces})),
				branch(id) AS (${ids(cut)})
			SELECT ${sql.raw(sibling)} AS sibling, r."versionId" AS version, r.code AS code, r.scale AS scale, sum(r.n) AS n
			FROM piece ${isAll ? sql`CROSS JOIN rollup_all_reason r` : sql`CROSS JOIN branch CROSS JOIN rollup_reason r`}
			WHERE r.grain = piece.grain AND r.span BETWEEN piece.low AND piece.high
				${isAll ? sql`` : sql`AND r."branchId" = branch.id`}
				${cut.serviceId === null ? sql`` : sql`AND r."serviceId" = ${cut.serviceId}`}
				${cut.marked ? sql`` : sql`AND r.marked = 0`}
			GROUP BY 1, 2, 3, 4`,
		read
	};
}

/** From the ledger, by its index: recorded for an officer and standing so, or settled on the officer since. */
function ledger(cut: Cut, officers: readonly number[]): Question<Row[]> {
	const chosen = sql`r.day BETWEEN ${cut.from} AND ${cut.to}
		${cut.branches === 'all' ? sql`` : sql`AND r."branchId" IN (${ids(cut)})`}
		${cut.serviceId === null ? sql`` : sql`AND r."serviceId" = ${cut.serviceId}`}
		${cut.marked ? sql`` : sql`AND coalesce(s.marked, 0) = 0`}`;
	return {
		statement: sql`
			WITH officer(id) AS (SELECT value FROM json_each(${JSON.stringify(officers)})),
				own(sibling, reasons, version, scale) AS (
					SELECT officer.id, r.reasons, r."questionnaireId", r.scale
					FROM officer CROSS JOIN ratings r LEFT JOIN standings s ON s.position = r.position
					WHERE r."officerId" = officer.id AND coalesce(s.struck, 0) = 0 AND coalesce(s.settled, 0) = 0 AND ${chosen}
					UNION ALL
					SELECT officer.id, r.reasons, r."questionnaireId", r.scale
					FROM officer CROSS JOIN standings s CROSS JOIN ratings r
					WHERE s."officerId" = officer.id AND s.settled = 1 AND s.struck = 0 AND r.position = s.position AND ${chosen})
			SELECT sibling, version, reason.value AS code, scale, count(*) AS n
			FROM own CROSS JOIN json_each(own.reasons) reason GROUP BY 1, 2, 3, 4`,
		read
	};
}

function read(rows: readonly Record<string, unknown>[]): Row[] {
	return rows.map((row) => ({
		sibling: Number(row.sibling),
		versionId: Number(row.version),
		code: String(row.code),
		scale: Number(row.scale),
		n: Number(row.n)
	}));
}

async function versionsOf(db: Db, wanted: ReadonlySet<number>): Promise<Versions> {
	const rows = await db.read.all<{ id: number; content: string }>(sql`
		SELECT id, content FROM questionnaire_versions
		WHERE id IN (SELECT value FROM json_each(${JSON.stringify([...wanted])}))`);
	return new Map(rows.map(({ id, content }) => [id, JSON.parse(content) as Questionnaire]));
}
