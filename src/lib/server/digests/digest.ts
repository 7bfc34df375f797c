// A rapid report, computed: what the overview, the trend, the reasons and the alerts say of some days, for one reader.
// Everything comes from the rooms of figures, so scope, small numbers and struck ratings are theirs to keep. Nothing
// here is about a single officer.
import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { addDays, weekdayOf, type Day } from '../../shared/day';
import type { Digest, DigestKind } from '../../shared/digest';
import { say, type Language } from '../../shared/language';
import type { Asked, Reader } from '../analytics/asked';
import { closures } from '../analytics/closures';
import { shown as showsComments } from '../analytics/comments';
import { course } from '../analytics/course';
import { ground, place, type Ground } from '../analytics/desk';
import { cell, seenBy } from '../analytics/hidden';
import { overview } from '../analytics/overview';
import { length } from '../analytics/period';
import { ask } from '../analytics/question';
import { reasons } from '../analytics/reasons';
import { change, summary } from '../analytics/summary';
import { tallies, type Cut } from '../analytics/tally';
import type { Db } from '../db/open';
import * as branches from '../org/branches';
import * as texts from '../ratings/texts';
import { watching } from './watching';

const WEEKS = 13;
const MOST_REASONS = 5;

/** The days that a digest due on a day is about: the day before, or the week (Monday to Sunday) before. */
export function daysOf(kind: DigestKind, day: Day): { from: Day; to: Day } {
	const yesterday = addDays(day, -1);
	if (kind === 'daily') return { from: yesterday, to: yesterday };
	const sunday = addDays(yesterday, -weekdayOf(yesterday));
	return { from: addDays(sunday, -6), to: sunday };
}

export type Computed = { digest: Digest; given: Ground };

/**
 * The rapid report that a URL's parameters (period, branch, marked) ask for, of an instant and in a language. `kind`
 * says of which mail it is. A single day is compared with the seven days before it instead of the one, which may have
 * been a Sunday. Refuses like `ground`; services, counters and officers are not asked after here and left out.
 */
export async function digest(
	db: Db,
	reader: Reader,
	params: URLSearchParams,
	{ kind, at, language }: { kind: DigestKind | null; at: number; language: Language }
): Promise<Computed> {
	const kept = new URLSearchParams([...params].filter(([name]) => ASKED.includes(name)));
	const given = await ground(db, reader, kept, at);
	const { asked, rules } = given;
	const { scope } = reader;
	// Reads do not wait for anything, so others would have to until all of them are done: after each part they go first.
	const part = async <T>(work: Promise<T>): Promise<T> => {
		const done = await work;
		await turn();
		return done;
	};
	const whole = await part(overview(db, { ...asked, step: 'month', scope, rules }));
	const { kind: _, step: _step, trend: _trend, officers: _officers, ...figures } = whole;
	const isDay = asked.period.from === asked.period.to;
	const { called, choices } = await part(place(db, reader, { ...given, officersShown: false }, language));
	const closed = (await part(closures(db.read, asked.cut, language))).filter(({ isWhole }) => isWhole);
	const made: Digest = {
		...{ kind, at, zone: asked.zone, period: asked.period, branchId: asked.branchId, marked: asked.marked },
		...(await part(placed(db, asked, choices.branches, language))),
		isClosed: closed.length > 0 && closed.length === length(asked.cut),
		figures: { ...figures, ...(isDay ? await part(beforeDay(db, reader, given, whole)) : {}) },
		weeks: await part(weeks(db, reader, given)),
		reasons: await part(why(db, reader, given, language)),
		...(await part(watching(db, asked.cut.branches, at, language))),
		comments: showsComments(reader.role, rules) ? await part(written(db, asked.cut)) : null,
		called: { branches: called.branches, services: called.services },
		rules: { minCell: rules.minCell, minSample: rules.minSample }
	};
	return { given, digest: made };
}

const ASKED = ['period', 'branch', 'marked'];

/** Whom it is about, and who stands above that. */
async function placed(
	db: Db,
	{ branchId, period }: Asked,
	seen: readonly { id: number; name: string; depth: number }[],
	language: Language
): Promise<Pick<Digest, 'about' | 'above'>> {
	const all = await branches.all(db.read, period.to);
	const tops = seen.filter(({ depth }) => depth === 0).map(({ id }) => id);
	const ids = branchId === null ? tops : [branchId];
	const own = all.filter(({ id }) => ids.includes(id));
	const parents = new Set(own.map(({ parentId }) => parentId));
	const [parent = null] = parents.size === 1 ? parents : [];
	const above = all.find(({ id }) => id === parent);
	return {
		about: own.map(({ name }) => say(name, language)),
		above: above ? say(above.name, language) : null
	};
}

/** A day against the seven before it, so that a Monday is not compared with a Sunday alone. */
async function beforeDay(
	db: Db,
	{ scope }: Reader,
	{ asked, rules }: Ground,
	whole: { summary: Digest['figures']['summary'] }
): Promise<Pick<Digest['figures'], 'before' | 'change'>> {
	const days = { from: addDays(asked.cut.from, -7), to: addDays(asked.cut.from, -1) };
	const then = { ...asked.cut, ...days };
	const seen = await seenBy(db.read, scope);
	const [counted, isHidden] = await ask(db, tallies(then, 'nothing'), cell(then, seen, rules.minCell));
	const { scale, service, officer } = whole.summary;
	const past = summary(counted, scale, rules, isHidden(scale));
	return {
		before: { ...days, n: past.n, hidden: past.hidden },
		change: {
			service: change(service.satisfied, past.service.satisfied, rules.minSample),
			officer: change(officer.satisfied, past.officer.satisfied, rules.minSample)
		}
	};
}

/** The last whole weeks that end with or before the period. */
async function weeks(db: Db, { scope }: Reader, { asked, rules }: Ground): Promise<Digest['weeks']> {
	const sunday = addDays(asked.period.to, -weekdayOf(asked.period.to));
	const cut = { ...asked.cut, from: addDays(sunday, 1 - 7 * WEEKS), to: sunday };
	const wish = { desk: null, cut, scale: asked.scale, step: 'week' as const, about: 'service' as const };
	const { points, centre } = await course(db, { ...wish, scope, rules });
	return { points, centre };
}

async function why(
	db: Db,
	{ scope }: Reader,
	{ asked, rules }: Ground,
	language: Language
): Promise<Digest['reasons']> {
	const found = await reasons(db, asked, scope, rules);
	if (found.kind === 'none' || found.bad.hidden) return { n: 0, list: [] };
	const list = found.bad.lines.flatMap(({ words, cause, n, share }) =>
		words === null || cause === null ? [] : [{ words: say(words, language), cause, n, share }]
	);
	return { n: found.bad.n, list: list.slice(0, MOST_REASONS) };
}

/** How many comments there are of these days, without those that were erased or whose rating was struck. */
async function written(db: Db, { branches: ids, from, to }: Cut): Promise<number> {
	await texts.catchUp(db);
	const [row] = await db.read.all<{ n: number }>(sql`
		SELECT count(*) AS n FROM comment_rows c CROSS JOIN comments k LEFT JOIN standings s ON s.position = c.position
		WHERE k.rowid = c.id AND k.body IS NOT NULL AND coalesce(s.struck, 0) = 0 AND c.day BETWEEN ${from} AND ${to}
			${ids === 'all' ? sql`` : sql`AND c."branchId" IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`}`);
	return row?.n ?? 0;
}
