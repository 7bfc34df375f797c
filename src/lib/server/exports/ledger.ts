// Ratings row by row, for auditors: as they lie in the ledger, in its order, with what has been said of them since.
// Never what a customer wrote.
import { sql } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import { say as sayIn, type Language, type Words } from '../../shared/language';
import type { Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as devices from '../devices/list';
import * as names from '../org/names';
import type { Pace } from './pace';
import { after } from './reach';
import type { Cell, Column, Say } from './sheet';

export type LedgerWish = {
	from: Day;
	to: Day;
	branches: Scope;
	serviceId: number | null;
	counterId: number | null;
	/** As it stands: who served, also where a person settled it. */
	officerId: number | null;
	scale: number | null;
	marked: boolean;
	language: Language;
};

const BETWEEN_TURNS = 200;

const text = (key: string): Column => ({ key, kind: 'text' });
const number = (key: string): Column => ({ key, kind: 'number' });

export const COLUMNS: readonly Column[] = [
	number('position'),
	text('id'),
	text('channel'),
	text('device'),
	text('branch'),
	text('counter'),
	text('service'),
	text('officer'),
	text('officer_claimed'),
	number('questionnaire_version'),
	number('scale'),
	number('service_grade'),
	number('officer_grade'),
	text('reason_codes'),
	text('language'),
	{ key: 'day', kind: 'day' },
	text('tapped_at'),
	number('skew_ms'),
	text('zone'),
	text('received_at'),
	number('took_ms'),
	text('marks'),
	text('marked'),
	text('struck'),
	text('settled'),
	text('digest'),
	text('link')
];

type Row = Record<string, string | number | null> & { position: number };

/**
 * The rows of a wish in the ledger's order, in pieces. The ledger is read from the last checkpoint before these days to
 * its end, because what is late comes later: none can be missed. Figures must have caught up, or marks and strikes are missing.
 */
export async function* ledger(db: Reads, pace: Pace, wish: LedgerWish, say: Say): AsyncGenerator<Cell[]> {
	const write = writer(await names.at(db), await devicesOf(db), wish.language, say);
	const from = await after(db, wish.from);
	const [end] = await db.all<{ last: number | null }>(sql`SELECT max(position) AS last FROM ratings`);
	let since = 0;
	for (let position = from; position <= (end?.last ?? 0);) {
		const rows = await pace.piece(async (size) => {
			const to = position + size - 1;
			const found = await select(db, wish, position, Math.min(to, end?.last ?? 0));
			position = to + 1;
			return found;
		});
		for (const row of rows) {
			yield write(row);
			if (++since % BETWEEN_TURNS === 0) await pace.turn();
		}
	}
}

function select(db: Reads, wish: LedgerWish, from: number, to: number): Promise<Row[]> {
	const only = (column: string, value: number | null) =>
		value === null ? sql`` : sql`AND ${sql.raw(column)} = ${value}`;
	const officer = `CASE WHEN s.settled = 1 THEN s."officerId" ELSE r."officerId" END`;
	return db.all<Row>(sql`
		SELECT r.*, coalesce(s.marked, 0) AS marked, coalesce(s.struck, 0) AS struck,
			coalesce(s.settled, 0) AS settled, ${sql.raw(officer)} AS served,
			(SELECT group_concat(rule, ' ') FROM marks m WHERE m.position = r.position) AS marks
		FROM ratings r LEFT JOIN standings s ON s.position = r.position
		WHERE r.position BETWEEN ${from} AND ${to} AND r.day BETWEEN ${wish.from} AND ${wish.to}
			${wish.branches === 'all' ? sql`` : sql`AND r."branchId" IN (SELECT value FROM json_each(${JSON.stringify(wish.branches)}))`}
			${only('r."serviceId"', wish.serviceId)} ${only('r."counterId"', wish.counterId)}
			${only('r.scale', wish.scale)} ${only(officer, wish.officerId)}
			${wish.marked ? sql`` : sql`AND coalesce(s.marked, 0) = 0`}
		ORDER BY r.position`);
}

async function devicesOf(db: Reads): Promise<Map<number, string>> {
	return new Map((await devices.list(db, '9999-12-31')).map(({ id, name }) => [id, name]));
}

function writer(called: names.Names, tablets: Map<number, string>, language: Language, say: Say) {
	const id = (value: Row[string] | undefined) => (typeof value === 'number' ? value : null);
	/** Numbers beside names, because names change and two may be alike. */
	const numbered = (value: Row[string] | undefined, name: string | undefined) =>
		id(value) === null ? null : `${value} ${name ?? ''}`.trimEnd();
	const named = (of: Map<number, { name: Words }>, value: Row[string] | undefined) => {
		const one = of.get(Number(value));
		return numbered(value, one && sayIn(one.name, language));
	};
	const officer = (value: Row[string] | undefined) =>
		numbered(value, called.officers.get(Number(value))?.fullName);
	const instant = (value: Row[string] | undefined) => new Date(Number(value)).toISOString();
	const flag = (value: Row[string] | undefined) => say(value ? 'yes' : 'no');
	return (row: Row): Cell[] => [
		row.position,
		row.id ?? null,
		say(`channel_${row.channel}`),
		numbered(row.deviceId, tablets.get(Number(row.deviceId))),
		named(called.branches, row.branchId),
		named(called.counters, row.counterId),
		named(called.services, row.serviceId),
		officer(row.served),
		officer(row.claimedOfficerId),
		id(row.questionnaireId),
		id(row.scale),
		id(row.serviceGrade),
		id(row.officerGrade),
		(JSON.parse(String(row.reasons)) as string[]).join(' '),
		row.language ?? null,
		row.day ?? null,
		instant(row.tappedAt),
		id(row.skewMs),
		row.zone ?? null,
		instant(row.receivedAt),
		id(row.tookMs),
		row.marks ?? null,
		flag(row.marked),
		flag(row.struck),
		flag(row.settled),
		row.digest ?? null,
		row.link ?? null
	];
}
