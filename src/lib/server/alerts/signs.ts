// Findings on single things: a tablet that is dark, a worst grade with a comment. One rule answers for each: that of
// the thing's own branch, else that of the nearest branch above.
import { sql } from 'drizzle-orm';
import { addDays, dayOf, type Day } from '../../shared/day';
import { CAME, mondayOf } from '../analytics/release';
import { silent } from '../devices/silent';
import type { Db, Reads } from '../db/open';
import * as texts from '../ratings/texts';
import { keyOf, nearest, ofKind, type Finding, type Ground } from './finding';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * Tablets that are dark for as much opening time as their rule says. One whose alert was closed is told again only when
 * it was heard since: it cannot have got worse.
 */
export async function dark(db: Reads, ground: Ground): Promise<Finding[]> {
	const rules = ofKind(ground, 'tablet_dark');
	if (rules.length === 0) return [];
	const ruleFor = nearest(ground, 'tablet_dark');
	const least = Math.min(...rules.map(({ numbers }) => numbers.minutes ?? 0));
	const settled = known(ground);
	const found = await silent(db, least * MINUTE_MS, ground.at, (id, heardAt) => {
		const one = settled.get(`device:${id}`);
		return one !== undefined && heardAt <= one.since;
	});
	const fresh = found.flatMap(({ deviceId, branchId, heardAt, silentMs }) => {
		const rule = ruleFor(branchId);
		const limit = rule?.numbers.minutes ?? Infinity;
		if (!rule || silentMs < limit * MINUTE_MS) return [];
		const minutes = Math.floor(silentMs / MINUTE_MS);
		return [{ rule, branchId, subject: `device:${deviceId}`, found: { minutes, heardAt, limit } }];
	});
	return [...fresh, ...(await stillDark(db, ground))];
}

/**
 * What need not be looked at again: a tablet with an open alert that was not heard since it was opened is dark still,
 * one whose alert was closed is no news.
 */
function known({ open, closed }: Ground): Map<string, { since: number }> {
	const settled = new Map<string, { since: number }>();
	for (const row of closed.values())
		if (row.kind === 'tablet_dark') settled.set(row.subject, { since: row.closedAt! });
	for (const row of open.values())
		if (row.kind === 'tablet_dark') settled.set(row.subject, { since: row.openedAt });
	return settled;
}

async function stillDark(db: Reads, ground: Ground): Promise<Finding[]> {
	const rules = new Map(ground.rules.map((rule) => [rule.id, rule]));
	const open = [...ground.open.values()].filter(({ kind }) => kind === 'tablet_dark');
	if (open.length === 0) return [];
	const ids = open.map(({ subject }) => Number(subject.slice('device:'.length)));
	const rows = await db.all<{ id: number; heardAt: number }>(sql`
		SELECT id, coalesce("forkedAt", "seenAt", "pairedAt") AS "heardAt" FROM devices
		WHERE "retiredAt" IS NULL AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`);
	const heard = new Map(rows.map((row) => [`device:${row.id}`, row.heardAt]));
	return open.flatMap(({ ruleId, branchId, subject, openedAt, found }) => {
		const rule = rules.get(ruleId);
		const heardAt = heard.get(subject);
		return rule && heardAt !== undefined && heardAt <= openedAt ? [{ rule, branchId, subject, found }] : [];
	});
}

/** From which comment on there may be news (0 at the start of a process), and from which once these are settled. */
export type Mark = { id: number; next: number };

export function newMark(): Mark {
	return { id: 0, next: 0 };
}

/** After a standstill comments of so many days are looked at: some wait a week to be told. Older ones are no news. */
const NEWS_DAYS = 10;
const MOST_LOOKED_AT = 20_000;

/**
 * Worst grades with a comment, by branch and service, that no alert has counted yet. Told on the full hour only, and
 * by the day: neither a mail nor a screen gives away at what minute a customer stood there. Where fewer than `minCell`
 * rated that service there that day it is told by its week, once that is over, as comments are (analytics/release.ts).
 * `mark.next` is where the next look may begin.
 */
export async function worst(db: Db, ground: Ground, mark: Mark, minCell: number): Promise<Finding[]> {
	if (ofKind(ground, 'worst_comment').length === 0) return [];
	await texts.catchUp(db);
	if (mark.id === 0) mark.id = await firstOf(db.read, addDays(dayOf(ground.at, 'UTC'), -NEWS_DAYS));
	const rows = await db.read.all<Said>(sql`
		SELECT c.id AS id, c."branchId" AS "branchId", c."serviceId" AS "serviceId", c.day AS day,
			r."receivedAt" AS "receivedAt", ${CAME} AS came
		FROM comment_rows c CROSS JOIN ratings r CROSS JOIN comments w LEFT JOIN standings s ON s.position = c.position
		WHERE c.id >= ${mark.id} AND c.grade = 1 AND r.position = c.position
			AND r."receivedAt" < ${ground.at - (ground.at % HOUR_MS)}
			AND w.rowid = c.id AND w.body IS NOT NULL AND coalesce(s.struck, 0) = 0
		ORDER BY c.id`);
	const told = rows.map((row) => ({ ...row, when: whenOf(row, ground, minCell) }));
	const waiting = told.find(({ when }) => when === null);
	mark.next = Math.max(mark.id, waiting?.id ?? (rows.at(-1)?.id ?? 0) + 1);
	return count(told, ground);
}

type Said = Record<'id' | 'branchId' | 'serviceId' | 'receivedAt' | 'came', number> & { day: Day };
type When = { day: Day } | { week: Day };

/** By what a comment may be told now: its day, its week, or not yet. */
function whenOf({ branchId, day, came }: Said, { at, lines }: Ground, minCell: number): When | null {
	if (came >= minCell) return { day };
	const week = mondayOf(day);
	return dayOf(at, lines.zoneOf(branchId)) > addDays(week, 6) ? { week } : null;
}

/** One finding for each branch and service, with how many there are since its alert was opened. */
function count(told: readonly (Said & { when: When | null })[], ground: Ground): Finding[] {
	const ruleFor = nearest(ground, 'worst_comment');
	const grouped = new Map<string, Finding>();
	for (const { id, branchId, serviceId, receivedAt, when } of told) {
		const rule = ruleFor(branchId);
		if (!when || !rule || receivedAt < rule.createdAt) continue;
		const subject = `branch:${branchId} service:${serviceId}`;
		const key = keyOf(rule.id, subject);
		const before = ground.open.get(key);
		const lastId = (before ?? ground.closed.get(key))?.found.lastId;
		if (id <= Number(lastId ?? 0)) continue;
		const sum = Number((grouped.get(key) ?? before)?.found.count ?? 0) + 1;
		grouped.set(key, { rule, branchId, subject, found: { ...when, count: sum, lastId: id } });
	}
	return [...grouped.values()];
}

/** The first comment of a day or later among the last ones; the one that comes next where there is none. */
async function firstOf(db: Reads, day: string): Promise<number> {
	const [row] = await db.all<{ id: number }>(sql`
		WITH last(id) AS (SELECT coalesce(max(id), 0) FROM comment_rows)
		SELECT coalesce((SELECT min(t.id) FROM comment_rows t WHERE t.id > last.id - ${MOST_LOOKED_AT} AND t.day >= ${day}),
			last.id + 1) AS id FROM last`);
	return row?.id ?? 1;
}
