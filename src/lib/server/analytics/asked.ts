// What a reader asks for: a URL's parameters, made into a cut that lies inside the reader's scope. Everything outside
// the scope does not exist.
import { sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { addDays, dayOf, type Day } from '../../shared/day';
import type { DeskSpan, Period } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { SCALES, type Scale } from '../../shared/rating';
import { may, type Role } from '../../shared/role';
import { narrow, holds, widen, type Scope } from '../auth/scope';
import type { Db, Reads } from '../db/open';
import { desk, parse } from './period';
import type { Cut } from './tally';

export const DEFAULT_ZONE = 'Asia/Ho_Chi_Minh';

export type Reader = {
	scope: Scope;
	/** Whether the reader may see today's ratings; else whole past days only. */
	live: boolean;
	role: Role;
};

/** What a signed-in person may read of the figures. */
export function readerOf(person: Person | null): Reader {
	if (!person || !may(person.role, 'figures.see')) throw new Problem('not_found');
	return { scope: person.scope, live: may(person.role, 'figures.live'), role: person.role };
}

export type Asked = {
	period: Period;
	/** Today in the zone of the branches asked for. */
	today: Day;
	zone: string;
	branchId: number | null;
	serviceId: number | null;
	counterId: number | null;
	officerId: number | null;
	/** The scale asked for, or null for the one most used. */
	scale: Scale | null;
	/** Whether ratings that a plausibility rule has marked are counted. */
	marked: boolean;
	/** The whole weeks or months that figures on officers and counters are about; null: the period holds none. */
	desk: DeskSpan | null;
	/** What is asked; its days are those of `desk` where an officer or a counter is chosen (none where it is null). */
	cut: Cut;
	/** Whether a rating that arrives now belongs to it. */
	isLive: boolean;
};

/**
 * Reads period, branch, service, counter, officer, scale and marked (`without`: marked ratings are left out) from a URL's
 * parameters (empty and missing are the same), as of an instant. A branch stands for itself and all that lies under
 * it. Refuses what is no period (bad_shape), and a branch, service or officer that is not there or lies outside the
 * reader's scope, or any other word for marked (not_found).
 */
export async function asked(db: Db, reader: Reader, params: URLSearchParams, at: number): Promise<Asked> {
	const [branchId, serviceId, counterId, officerId] = [
		number(params, 'branch'),
		number(params, 'service'),
		number(params, 'counter'),
		number(params, 'officer')
	];
	const scale = number(params, 'scale') as Scale | null;
	if (scale !== null && !SCALES.includes(scale)) throw new Problem('not_found', { scale });
	const marked = isCounted(params);
	const branches = await within(db.read, reader.scope, branchId);
	if (serviceId !== null) await isThere(db.read, 'services', serviceId);
	if (counterId !== null) await isThereIn(db.read, reader.scope, counterId);
	if (officerId !== null) await isNear(db.read, reader.scope, officerId);
	const zone = await zoneOf(db.read, branches);
	const today = dayOf(at, zone);
	const period = parse(params.get('period') || null, reader.live ? today : addDays(today, -1));
	const whole = desk(period, addDays(today, -1));
	const isDesk = officerId !== null || counterId !== null;
	const days = isDesk ? (whole ?? { from: today, to: addDays(today, -1) }) : period;
	const chosen = { serviceId, counterId, officerId, marked };
	return {
		period,
		today,
		zone,
		branchId,
		...chosen,
		scale,
		desk: whole,
		cut: { from: days.from, to: days.to, branches, ...chosen },
		isLive: reader.live && !isDesk && period.from <= today && period.to >= today
	};
}

function number(params: URLSearchParams, name: string): number | null {
	const text = params.get(name);
	if (!text) return null;
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new Problem('not_found', { [name]: text.slice(0, 40) });
	return Number(text);
}

function isCounted(params: URLSearchParams): boolean {
	const text = params.get('marked');
	if (text && text !== 'without') throw new Problem('not_found', { marked: text.slice(0, 40) });
	return text !== 'without';
}

/** The branches that a choice of branch (null: none chosen) leaves of a scope; 'all' where that is every one there is. */
export async function within(db: Reads, scope: Scope, branchId: number | null): Promise<Cut['branches']> {
	if (branchId === null) return whole(db, scope);
	if (!holds(scope, branchId)) throw new Problem('not_found', { branch: branchId });
	await isThere(db, 'branches', branchId);
	return whole(db, narrow(scope, await widen(db, [branchId])));
}

/** The figures of every branch are those of the department, which the rollups hold as such: a hundred times shorter. */
async function whole(db: Reads, ids: Cut['branches']): Promise<Cut['branches']> {
	if (ids === 'all' || ids.length < 2) return ids;
	const others = await db.all(
		sql`SELECT 1 FROM branches WHERE id NOT IN (SELECT value FROM json_each(${JSON.stringify(ids)})) LIMIT 1`
	);
	return others.length === 0 ? 'all' : ids;
}

export async function isThere(
	db: Reads,
	table: 'branches' | 'services' | 'counters' | 'officers',
	id: number
): Promise<void> {
	const found = await db.all(sql`SELECT 1 FROM ${sql.identifier(table)} WHERE id = ${id}`);
	if (found.length === 0) throw new Problem('not_found', { [table]: id });
}

/** A counter lies in a scope that stands or once stood in a branch of it. */
async function isThereIn(db: Reads, scope: Scope, counterId: number): Promise<void> {
	await isThere(db, 'counters', counterId);
	if (scope === 'all') return;
	const found = await db.all(sql`
		SELECT 1 FROM counter_versions WHERE "counterId" = ${counterId}
			AND "branchId" IN (SELECT value FROM json_each(${JSON.stringify(scope)})) LIMIT 1`);
	if (found.length === 0) throw new Problem('not_found', { counter: counterId });
}

/** An officer lies in a scope who belongs or belonged to a branch of it, or was rated there. */
async function isNear(db: Reads, scope: Scope, officerId: number): Promise<void> {
	await isThere(db, 'officers', officerId);
	if (scope === 'all') return;
	const ids = JSON.stringify(scope);
	const found = await db.all(sql`
		SELECT 1 FROM officer_versions
			WHERE "officerId" = ${officerId} AND "branchId" IN (SELECT value FROM json_each(${ids}))
		UNION ALL
		SELECT 1 FROM rollup_place
			WHERE "officerId" = ${officerId} AND "branchId" IN (SELECT value FROM json_each(${ids}))
		LIMIT 1`);
	if (found.length === 0) throw new Problem('not_found', { officer: officerId });
}

/** The zone in which "today" is told: the one that most of these branches are in now. */
async function zoneOf(db: Reads, branches: Cut['branches']): Promise<string> {
	const [row] = await db.all<{ zone: string }>(sql`
		SELECT zone FROM branch_versions
		WHERE "untilDay" IS NULL ${
			branches === 'all'
				? sql``
				: sql`AND "branchId" IN (SELECT value FROM json_each(${JSON.stringify(branches)}))`
		}
		GROUP BY zone ORDER BY count(*) DESC, zone LIMIT 1`);
	return row?.zone ?? DEFAULT_ZONE;
}
