// What a person makes of a rating that is in doubt: who served, where the duty table and the tablet disagree or
// nobody was on duty; and that a mark, looked at, is no ground for doubt.
import { and, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Scope } from '../auth/scope';
import type { Reads, Writes } from '../db/open';
import { history, holds, OFFICER } from '../org/kind';
import { duties } from '../org/table';
import * as entries from './entries';
import { find, reasonOf, type Subject } from './subject';
import { marks, type MarkRule } from './table';

/** Marks that say it is unknown who served: saying who answers them. */
const UNKNOWN: MarkRule[] = ['officer_unclear', 'nobody_on_duty'];

/**
 * Says who served (null: nobody can be named), and answers the entry's number. Where an officer is named, the marks
 * officer_unclear and nobody_on_duty are cleared with it; else only the first. To say again what was said last
 * changes nothing. Refuses: not_allowed; bad_shape (reason; officerId where the ledger names an officer beyond
 * doubt); not_found; officer_unknown for one who neither was on duty at that counter at that instant nor belonged to
 * the branch on that day.
 */
export async function settleOfficer(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	said: { ratingId: string; officerId: number | null; reason: string },
	at: number
): Promise<number> {
	demand(actor, 'review.propose');
	const reason = reasonOf(said.reason);
	const { officerId } = said;
	const subject = await find(tx, actor, scope, said.ratingId, at);
	const doubts = await doubtsOf(tx, subject.position);
	if (subject.officerId !== null && doubts.length === 0)
		throw new Problem('bad_shape', { field: 'officerId' });
	if (officerId !== null && !(await candidates(tx, subject)).some((one) => one.officerId === officerId))
		throw new Problem('officer_unknown', { officerId });
	const { settled, cleared } = entries.stateOf(await entries.of(tx, subject.id));
	if (settled && settled.officerId === officerId) return settled.entryId;
	const ratingId = subject.id;
	const id = await entries.add(tx, actor, { act: 'officer_settled', ratingId, reason, officerId }, at);
	const answered = doubts.filter((rule) => rule === 'officer_unclear' || officerId !== null);
	for (const rule of answered.filter((rule) => !cleared.has(rule)))
		await entries.add(tx, actor, { act: 'mark_cleared', ratingId, reason, rule }, at);
	await audit.note(tx, actor, at, 'ratings.settleOfficer', `rating:${ratingId}`, { entry: id, officerId });
	return id;
}

/**
 * Clears a rule's mark on a rating, and answers the entry's number. Refuses: not_allowed; bad_shape (reason);
 * not_found, also where that rule has not marked it; answered_already.
 */
export async function clearMark(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	said: { ratingId: string; rule: string; reason: string },
	at: number
): Promise<number> {
	demand(actor, 'review.propose');
	const reason = reasonOf(said.reason);
	const { id: ratingId, position } = await find(tx, actor, scope, said.ratingId, at);
	const rule = said.rule as MarkRule;
	const [mark] = await tx
		.select({ id: marks.id })
		.from(marks)
		.where(and(eq(marks.position, position), eq(marks.rule, rule)));
	if (!mark) throw new Problem('not_found', { mark: rule });
	const { cleared } = entries.stateOf(await entries.of(tx, ratingId));
	if (cleared.has(rule)) throw new Problem('answered_already', { mark: rule });
	const id = await entries.add(tx, actor, { act: 'mark_cleared', ratingId, reason, rule }, at);
	await audit.note(tx, actor, at, 'ratings.clearMark', `rating:${ratingId}`, { entry: id, rule });
	return id;
}

/**
 * Who may have served: the officers on duty at that counter at the corrected instant, then those who belonged to the
 * branch on that day; each once, by id.
 */
export async function candidates(
	db: Reads,
	{ counterId, branchId, tappedAt, skewMs, day }: Subject
): Promise<{ officerId: number; onDuty: boolean }[]> {
	const instant = tappedAt + skewMs;
	const onDuty = await db
		.select({ officerId: duties.officerId })
		.from(duties)
		.where(
			and(
				eq(duties.counterId, counterId),
				lte(duties.fromAt, instant),
				or(isNull(duties.untilAt), gt(duties.untilAt, instant))
			)
		);
	const first = [...new Set(onDuty.map((row) => row.officerId))].sort((a, b) => a - b);
	const staff = (await history(db, OFFICER))
		.filter((row) => row.branchId === branchId && holds(row, day) && !first.includes(row.id))
		.map((row) => row.id)
		.sort((a, b) => a - b);
	return [
		...first.map((officerId) => ({ officerId, onDuty: true })),
		...staff.map((officerId) => ({ officerId, onDuty: false }))
	];
}

async function doubtsOf(db: Reads, position: number): Promise<MarkRule[]> {
	const rows = await db
		.select({ rule: marks.rule })
		.from(marks)
		.where(and(eq(marks.position, position), inArray(marks.rule, UNKNOWN)));
	return rows.map((row) => row.rule);
}
