// Whom an alert is told: by mail the leaders who were given the branch itself (where nobody was, those of the next one
// above), by webhook whoever is told of the branch or of one above it. All of it queued in the transaction of the act.
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { Alert } from '../../shared/alert';
import type { Language } from '../../shared/language';
import type { Letter } from '../../shared/letter';
import { people, personBranches } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import { queue, type Event } from '../post/deliveries';
import * as webhooks from '../post/webhooks';
import { called } from './called';
import { lines } from './lines';
import { alertRules, alerts } from './table';

/** Writes the mail that tells of an alert; `origin` is where this house is found. Given from outside (house.ts). */
export type AlertLetter = (alert: Alert, language: Language, origin: string) => Letter;
export type AlertEvent = 'alert.opened' | 'alert.acknowledged' | 'alert.closed' | 'alert.reopened';

/** Queues the mails that tell of a new alert. */
export async function mail(
	tx: Writes,
	alertId: number,
	{ letter, origin }: { letter: AlertLetter; origin: string },
	at: number
): Promise<void> {
	const { alert, row } = await told(tx, alertId, at);
	for (const { id, address, language } of await readers(tx, (await lines(tx)).above(row.branchId)))
		await queue(
			tx,
			{
				...{ key: `alert:${alertId}:mail:${id}`, about: `alert:${alertId}`, branchId: row.branchId },
				...{ channel: 'mail', address, content: letter(alert, language, origin) }
			},
			at
		);
}

/** Queues the calls that tell what became of an alert. */
export async function post(tx: Writes, type: AlertEvent, alertId: number, at: number): Promise<void> {
	const { alert, row, rule } = await told(tx, alertId, at);
	const content: Event = { type, timestamp: iso(at), data: dataOf(alert, row, rule) };
	for (const webhookId of await webhooks.toldOf(tx, (await lines(tx)).above(row.branchId)))
		await queue(
			tx,
			{
				// Acknowledged or closed again after a closing was taken back is something new.
				...{ key: `alert:${alertId}:${type}:${at}:webhook:${webhookId}`, about: `alert:${alertId}` },
				...{ branchId: row.branchId, channel: 'webhook', webhookId, content }
			},
			at
		);
}

type Row = typeof alerts.$inferSelect;

/** What a webhook is told: which, where and how much; neither who nor what was written. docs/api.md */
function dataOf(alert: Alert, row: Row, rule: typeof alertRules.$inferSelect): Record<string, unknown> {
	const { id, kind, state, branch, service, device, found, openedAt } = alert;
	return {
		...{ id, kind, state, found },
		branch: { id: branch.id, code: branch.code, name: branch.name.vi },
		service: service && { id: service.id, code: service.code, name: service.name.vi },
		device,
		rule: { id: rule.id, numbers: rule.numbers },
		openedAt: iso(openedAt),
		acknowledgedAt: row.acknowledgedAt === null ? null : iso(row.acknowledgedAt),
		closedAt: row.closedAt === null ? null : iso(row.closedAt),
		path: `/admin/alerts?alert=${id}`
	};
}

const iso = (at: number) => new Date(at).toISOString();

async function told(tx: Reads, alertId: number, at: number) {
	const [found] = await tx
		.select({ row: alerts, rule: alertRules })
		.from(alerts)
		.innerJoin(alertRules, eq(alertRules.id, alerts.ruleId))
		.where(eq(alerts.id, alertId));
	if (!found) throw new Error(`no alert ${alertId}`);
	const [alert] = await called(tx, [found.row], at);
	return { ...found, alert: alert! };
}

/** The leaders of the first branch of a line that has any who can be mailed. */
export async function readers(tx: Reads, line: readonly number[]) {
	const rows = await tx
		.select({
			id: people.id,
			address: people.mail,
			language: people.language,
			branchId: personBranches.branchId
		})
		.from(personBranches)
		.innerJoin(people, eq(people.id, personBranches.personId))
		.where(
			and(
				inArray(personBranches.branchId, [...line]),
				...[eq(people.role, 'leader'), isNull(people.closedAt), isNotNull(people.mail)]
			)
		);
	for (const branchId of line) {
		const own = rows.filter((row) => row.branchId === branchId);
		if (own.length > 0) return own.map(({ id, address, language }) => ({ id, address: address!, language }));
	}
	return [];
}
