// From findings to alerts: what is open goes on, what is new is opened and told, in one transaction.
import { and, eq, gt, isNull } from 'drizzle-orm';
import { SYSTEM } from '../../shared/actor';
import * as audit from '../audit/note';
import type { Db, Reads, Writes } from '../db/open';
import { keyOf, type AlertStored, type Finding, type Ground } from './finding';
import { lines } from './lines';
import { alertRules, alerts } from './table';
import * as tell from './tell';

/** A closed alert says nothing any more after this: longer than any rule looks back. */
const REMEMBERED_MS = 32 * 86_400_000;
/** What is open is noted as still so no oftener than this, so that nothing is written every minute. */
const NOTED_EVERY_MS = 5 * 60_000;

/** Everything a look needs to know before it looks. */
export async function ground(db: Reads, at: number): Promise<Ground> {
	const rules = await db.select().from(alertRules).where(isNull(alertRules.closedAt));
	const open = await db.select().from(alerts).where(isNull(alerts.closedAt));
	const closed = await db
		.select()
		.from(alerts)
		.where(gt(alerts.closedAt, at - REMEMBERED_MS))
		.orderBy(alerts.closedAt);
	return { at, rules, lines: await lines(db), open: keyed(open), closed: keyed(closed) };
}

/** The last one of each rule and subject. */
function keyed(rows: AlertStored[]): Map<string, AlertStored> {
	return new Map(rows.map((row) => [keyOf(row.ruleId, row.subject), row]));
}

export type Voice = { letter: tell.AlertLetter; origin: string };

/** Makes alerts of findings; answers the branches where something is to be seen that was not there before. */
export async function settle(
	db: Db,
	{ at, open }: Ground,
	findings: readonly Finding[],
	voice: Voice
): Promise<number[]> {
	const changed: { row: AlertStored; finding: Finding }[] = [];
	const fresh: Finding[] = [];
	for (const finding of findings) {
		const row = open.get(keyOf(finding.rule.id, finding.subject));
		if (!row) fresh.push(finding);
		else if (at - row.seenAt >= NOTED_EVERY_MS || row.found.count !== finding.found.count)
			changed.push({ row, finding });
	}
	if (changed.length + fresh.length === 0) return [];
	await db.write(async (tx) => {
		for (const { row, finding } of changed)
			await tx
				.update(alerts)
				.set({ seenAt: at, found: finding.found })
				.where(and(eq(alerts.id, row.id), isNull(alerts.closedAt)));
		for (const finding of fresh) await begin(tx, finding, at, voice);
	});
	return [...new Set([...changed.map(({ row }) => row.branchId), ...fresh.map(({ branchId }) => branchId)])];
}

async function begin(tx: Writes, finding: Finding, at: number, voice: Voice): Promise<void> {
	const { rule, branchId, subject, found } = finding;
	const [row] = await tx
		.insert(alerts)
		.values({ ruleId: rule.id, branchId, kind: rule.kind, subject, found, openedAt: at, seenAt: at })
		.onConflictDoNothing()
		.returning({ id: alerts.id });
	if (!row) return;
	if (rule.isMailed) await tell.mail(tx, row.id, voice, at);
	await tell.post(tx, 'alert.opened', row.id, at);
	await audit.note(tx, SYSTEM, at, 'alerts.open', `alert:${row.id}`, {
		...{ ruleId: rule.id, branchId, kind: rule.kind }
	});
}
