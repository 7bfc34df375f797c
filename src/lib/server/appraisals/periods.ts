// Appraisal periods: whole calendar months, in which what is appraised, by which rule set and whether it counts. Once
// announced, everyone concerned sees it, and days, mode and rule set are fixed (a trigger holds it too).
import { and, count, eq, notInArray } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { GROUPINGS, MODES, PERIOD_KINDS, SUBJECTS, type AppraisalKind } from '../../shared/appraisal';
import { demand } from '../../shared/can';
import { isDay, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as rulesets from '../rulesets/rulesets';
import { reasonIn } from './reason';
import { periods, sheets } from './table';

export { list, one, overAt, type Period } from './sight';
export type PeriodRow = typeof periods.$inferSelect;
const MONTHS: Record<AppraisalKind, number> = { month: 1, quarter: 3, half: 6, year: 12 };

export const PeriodShape = v.object({
	kind: v.picklist(PERIOD_KINDS),
	/** The first day: the first of a month; of a quarter, half or year where it is one. */
	start: v.pipe(
		v.string(),
		v.check((day: string) => isDay(day))
	),
	subject: v.picklist(SUBJECTS),
	mode: v.picklist(MODES),
	ruleSetVersionId: v.pipe(v.number(), v.integer()),
	grouping: v.picklist(GROUPINGS),
	/** Days in which an officer may acknowledge or contest. */
	ackDays: v.pipe(v.number(), v.integer(), v.minValue(3), v.maxValue(60))
});
export type NewPeriod = v.InferOutput<typeof PeriodShape>;

/** The first and the last day of a period of a kind. Refuses bad_shape (start) where none begins on that day. */
export function spanOf(kind: AppraisalKind, start: Day): { fromDay: Day; toDay: Day } {
	const [year = 0, month = 0] = start.split('-').map(Number);
	if (!isDay(start) || !start.endsWith('-01') || (month - 1) % MONTHS[kind] !== 0)
		throw new Problem('bad_shape', { field: 'start' });
	// Day 0 of the month after the last one: that last month's last day.
	const toDay = new Date(Date.UTC(year, month - 1 + MONTHS[kind], 0)).toISOString().slice(0, 10);
	return { fromDay: start, toDay };
}

/**
 * Makes a period that nobody but HR and auditors sees yet, and answers its id. Refuses: not_allowed; v.ValiError;
 * bad_shape (start); rule_set_unfit; already_exists (the same days by the same rule set).
 */
export async function create(tx: Writes, actor: Actor, wanted: NewPeriod, at: number): Promise<number> {
	demand(actor, 'appraisals.run');
	const said = await checked(tx, wanted);
	const [row] = await tx
		.insert(periods)
		.values({ ...said, createdAt: at })
		.returning({ id: periods.id });
	if (!row) throw new Error('no id for a new period');
	await audit.note(tx, actor, at, 'appraisals.createPeriod', `period:${row.id}`, said);
	return row.id;
}

/**
 * Says a period otherwise, before it is announced; those in it are taken out where they are others by its days. Refuses
 * like `create`, and: not_found; period_announced.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	periodId: number,
	wanted: NewPeriod,
	at: number
): Promise<void> {
	demand(actor, 'appraisals.run');
	const was = await unannounced(tx, periodId);
	const said = await checked(tx, wanted, periodId);
	// Who is in it, and under which leader, follows from its days.
	if (was.subject !== said.subject || was.fromDay !== said.fromDay || was.toDay !== said.toDay)
		await tx.delete(sheets).where(eq(sheets.periodId, periodId));
	await tx.update(periods).set(said).where(eq(periods.id, periodId));
	await audit.note(tx, actor, at, 'appraisals.changePeriod', `period:${periodId}`, said);
}

/** Takes a period away that was never announced. Refuses: not_allowed; not_found; period_announced. */
export async function remove(tx: Writes, actor: Actor, periodId: number, at: number): Promise<void> {
	demand(actor, 'appraisals.run');
	const { kind, fromDay, toDay, subject } = await unannounced(tx, periodId);
	await tx.delete(sheets).where(eq(sheets.periodId, periodId));
	await tx.delete(periods).where(eq(periods.id, periodId));
	await audit.note(tx, actor, at, 'appraisals.removePeriod', `period:${periodId}`, {
		kind,
		fromDay,
		toDay,
		subject
	});
}

/**
 * Announces a period to everyone concerned; before it begins, while it runs or after it. Harmless when repeated.
 * Refuses: not_allowed; not_found; period_empty; rule_set_unfit where another version came into force meanwhile.
 */
export async function announce(tx: Writes, actor: Actor, periodId: number, at: number): Promise<void> {
	demand(actor, 'appraisals.run');
	const period = await row(tx, periodId);
	if (period.openedAt !== null) return;
	const [members] = await tx.select({ n: count() }).from(sheets).where(eq(sheets.periodId, periodId));
	if (!members || members.n === 0) throw new Problem('period_empty');
	await checkRuleSet(tx, period);
	await tx.update(periods).set({ openedAt: at }).where(eq(periods.id, periodId));
	await audit.note(tx, actor, at, 'appraisals.announcePeriod', `period:${periodId}`, {
		mode: period.mode,
		sheets: members.n
	});
}

/**
 * Closes a period: it can be exported, and nothing is done to its sheets any more. Refuses: not_allowed; not_found;
 * period_not_announced; period_unfinished with how many sheets are neither signed nor excused.
 */
export async function close(tx: Writes, actor: Actor, periodId: number, at: number): Promise<void> {
	demand(actor, 'appraisals.run');
	const period = await row(tx, periodId);
	if (period.openedAt === null) throw new Problem('period_not_announced');
	if (period.closedAt !== null) return;
	const [open] = await tx
		.select({ n: count() })
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), notInArray(sheets.state, ['signed', 'excused'])));
	if (open && open.n > 0) throw new Problem('period_unfinished', { count: open.n });
	await tx.update(periods).set({ closedAt: at }).where(eq(periods.id, periodId));
	await audit.note(tx, actor, at, 'appraisals.closePeriod', `period:${periodId}`);
}

/** Opens a closed period again. Refuses: not_allowed; not_found; reason_needed. */
export async function reopenPeriod(
	tx: Writes,
	actor: Actor,
	periodId: number,
	said: { reason: string },
	at: number
): Promise<void> {
	demand(actor, 'appraisals.run');
	const reason = reasonIn(said.reason);
	const period = await row(tx, periodId);
	if (period.closedAt === null) return;
	await tx.update(periods).set({ closedAt: null }).where(eq(periods.id, periodId));
	await audit.note(tx, actor, at, 'appraisals.reopenPeriod', `period:${periodId}`, { reason });
}

/** A period as it lies in its table. Refuses not_found. */
export async function row(db: Reads, periodId: number): Promise<PeriodRow> {
	const [period] = await db.select().from(periods).where(eq(periods.id, periodId));
	if (!period) throw new Problem('not_found', { period: periodId });
	return period;
}

async function unannounced(tx: Writes, periodId: number): Promise<PeriodRow> {
	const period = await row(tx, periodId);
	if (period.openedAt !== null) throw new Problem('period_announced');
	return period;
}

async function checked(tx: Writes, wanted: NewPeriod, own?: number) {
	const { start, ...said } = v.parse(PeriodShape, wanted);
	const period = { ...said, ...spanOf(said.kind, start) };
	await checkRuleSet(tx, period);
	const [same] = await tx
		.select({ id: periods.id })
		.from(periods)
		.where(
			and(
				eq(periods.subject, period.subject),
				eq(periods.fromDay, period.fromDay),
				eq(periods.toDay, period.toDay),
				eq(periods.ruleSetVersionId, period.ruleSetVersionId)
			)
		);
	if (same && same.id !== own) throw new Problem('already_exists', { field: 'start' });
	return period;
}

/** The version must be published, the one that holds on the first day, and made for such sheets. */
async function checkRuleSet(
	db: Reads,
	{ ruleSetVersionId, fromDay, subject }: Pick<PeriodRow, 'ruleSetVersionId' | 'fromDay' | 'subject'>
): Promise<void> {
	const version = (await rulesets.inForce(db, fromDay)).find(({ id }) => id === ruleSetVersionId);
	if (version?.content.subject !== subject)
		throw new Problem('rule_set_unfit', { field: 'ruleSetVersionId' });
}
