// Who sees which periods and sheets, and when a period is over. HR and auditors see all, leaders the sheets of their
// branches, officers their own; a period that is not announced is HR's and the auditors' alone.
import { and, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { addDays, instantOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import type { RuleSet } from '../../shared/ruleset';
import type { Reads } from '../db/open';
import * as privacy from '../org/privacy';
import * as rulesets from '../rulesets/rulesets';
import { periods, sheets } from './table';

type PeriodRow = typeof periods.$inferSelect;
export type Period = PeriodRow & {
	ruleSet: { versionId: number; id: number; code: string; version: number; content: RuleSet };
	/** Sheets that this reader may see. */
	sheets: number;
	/** From when on it is decided and signed: its last day has ended, and officers may see their figures of it. */
	overAt: number;
};

/**
 * The periods that a person may see, newest first: HR and auditors all, others announced ones with sheets that they
 * may see (a leader's of their branches, an officer's own).
 */
export async function list(db: Reads, person: Person): Promise<Period[]> {
	const all = await db.select().from(periods).orderBy(desc(periods.fromDay), desc(periods.id));
	return told(db, person, all);
}

/** One of them. Refuses not_found. */
export async function one(db: Reads, person: Person, periodId: number): Promise<Period> {
	const [period] = await told(db, person, await db.select().from(periods).where(eq(periods.id, periodId)));
	if (!period) throw new Problem('not_found', { period: periodId });
	return period;
}

/** Which sheets of announced periods, or of any, a person may see, as SQL; null: none. */
export function sight(person: Person) {
	if (may(person.role, 'own.see')) return eq(sheets.officerId, person.officerId ?? 0);
	if (!may(person.role, 'appraisals.see')) return null;
	return person.scope === 'all'
		? sql`1`
		: sql`${sheets.branchId} IN (SELECT value FROM json_each(${JSON.stringify(person.scope)}))`;
}

/** Whether a person sees periods that are not announced yet, and empty ones. */
export function seesAll(person: Person): boolean {
	return may(person.role, 'appraisals.run') || may(person.role, 'appraisals.export');
}

/** When a period is over for its sheets: its last day, to its end, and the days that officers wait for their figures. */
export async function overAt(db: Reads, { toDay }: Pick<PeriodRow, 'toDay'>): Promise<number> {
	const { officerDelayDays } = await privacy.current(db);
	const zones = await db.all<{ zone: string }>(
		sql`SELECT DISTINCT zone FROM branch_versions WHERE "untilDay" IS NULL`
	);
	const day = addDays(toDay, 1 + officerDelayDays);
	return Math.max(...(zones.length > 0 ? zones : [{ zone: 'UTC' }]).map(({ zone }) => instantOf(day, zone)));
}

async function told(db: Reads, person: Person, rows: readonly PeriodRow[]): Promise<Period[]> {
	const seen = sight(person);
	if (!seen || rows.length === 0) return [];
	const counts = await db
		.select({ id: sheets.periodId, n: count() })
		.from(sheets)
		.where(
			and(
				inArray(
					sheets.periodId,
					rows.map(({ id }) => id)
				),
				seen
			)
		)
		.groupBy(sheets.periodId);
	const n = new Map(counts.map((one) => [one.id, one.n]));
	const visible: Period[] = [];
	for (const period of rows) {
		if (!seesAll(person) && (period.openedAt === null || !n.has(period.id))) continue;
		const {
			id: versionId,
			ruleSetId: id,
			code,
			version,
			content
		} = await rulesets.version(db, period.ruleSetVersionId);
		visible.push({
			...period,
			ruleSet: { versionId, id, code, version, content },
			sheets: n.get(period.id) ?? 0,
			overAt: await overAt(db, period)
		});
	}
	return visible;
}
