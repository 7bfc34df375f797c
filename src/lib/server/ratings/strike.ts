// A rating is struck, never deleted: one person proposes it, another confirms, or an appeal decides; a strike is
// lifted in the same way. Each is an entry of its own, and the figures follow when the roller has folded it.
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Scope } from '../auth/scope';
import type { Writes } from '../db/open';
import * as entries from './entries';
import type { RatingEntry } from './entries';
import { find, reasonOf } from './subject';

export { clearMark, settleOfficer } from './settle';

export type Proposal = { ratingId: string; reason: string };
export type Answer = { reason: string };
type Kind = 'strike' | 'lift';

/**
 * Proposes that a rating be struck, and answers the entry's number. Refuses: not_allowed; bad_shape (reason);
 * not_found outside the scope, and for HR a rating of today; struck_already, also where a proposal is waiting.
 */
export function propose(tx: Writes, actor: Actor, scope: Scope, proposal: Proposal, at: number) {
	return put(tx, actor, scope, 'strike', proposal, at);
}

/**
 * Strikes a rating as another person has proposed. Refuses: not_allowed; bad_shape (reason); not_found;
 * answered_already; second_person_needed for the proposer.
 */
export function confirm(tx: Writes, actor: Actor, scope: Scope, entryId: number, answer: Answer, at: number) {
	return reply(tx, actor, scope, 'strike', 'confirmed', entryId, answer, at);
}

/** Turns a proposed strike down; the proposer may withdraw their own so. Refuses like `confirm`. */
export function decline(tx: Writes, actor: Actor, scope: Scope, entryId: number, answer: Answer, at: number) {
	return reply(tx, actor, scope, 'strike', 'declined', entryId, answer, at);
}

/**
 * Proposes that a strike be lifted. Refuses like `propose`, and: not_struck; appeal_final for one that an appeal
 * decided, which those whom it went against may not undo between themselves.
 */
export function proposeLift(tx: Writes, actor: Actor, scope: Scope, proposal: Proposal, at: number) {
	return put(tx, actor, scope, 'lift', proposal, at);
}

/** Lifts a strike as another person has proposed; the rating counts again. Refuses like `confirm`. */
export function confirmLift(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	entryId: number,
	answer: Answer,
	at: number
) {
	return reply(tx, actor, scope, 'lift', 'confirmed', entryId, answer, at);
}

/** Turns a proposed lifting down. Refuses like `decline`. */
export function declineLift(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	entryId: number,
	answer: Answer,
	at: number
) {
	return reply(tx, actor, scope, 'lift', 'declined', entryId, answer, at);
}

/**
 * Strikes a rating, or lifts its strike, by the decision of an appeal: one entry, which answers a waiting proposal
 * too. Answers its number. Refuses: not_allowed; bad_shape (reason); not_found; struck_already; not_struck.
 */
export async function byAppeal(
	tx: Writes,
	actor: Actor,
	decision: { ratingId: string; appealId: number; reason: string; lifts?: boolean },
	at: number
): Promise<number> {
	demand(actor, 'appeals.decide');
	const reason = reasonOf(decision.reason);
	const { ratingId, appealId } = decision;
	await find(tx, actor, 'all', ratingId, at);
	const { struck, open } = entries.stateOf(await entries.of(tx, ratingId));
	const kind: Kind = decision.lifts ? 'lift' : 'strike';
	checkStanding(kind, struck);
	const said = { act: `${kind}_confirmed`, ratingId, reason, appealId, answersId: open?.id ?? null } as const;
	const id = await entries.add(tx, actor, said, at);
	await audit.note(tx, actor, at, `ratings.${kind}ByAppeal`, `rating:${ratingId}`, { entry: id, appealId });
	return id;
}

async function put(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	kind: Kind,
	proposal: Proposal,
	at: number
): Promise<number> {
	demand(actor, 'review.propose');
	const reason = reasonOf(proposal.reason);
	const { id: ratingId } = await find(tx, actor, scope, proposal.ratingId, at);
	const said = await entries.of(tx, ratingId);
	const { struck, open } = entries.stateOf(said);
	checkStanding(kind, struck);
	if (kind === 'lift') checkNotByAppeal(said);
	if (open) throw new Problem('struck_already', { rating: ratingId });
	const id = await entries.add(tx, actor, { act: `${kind}_proposed`, ratingId, reason }, at);
	await audit.note(tx, actor, at, `ratings.${kind}Proposed`, `rating:${ratingId}`, { entry: id });
	return id;
}

async function reply(
	tx: Writes,
	actor: Actor,
	scope: Scope,
	kind: Kind,
	verdict: 'confirmed' | 'declined',
	entryId: number,
	answer: Answer,
	at: number
): Promise<number> {
	demand(actor, verdict === 'confirmed' ? 'review.confirm' : 'review.propose');
	const reason = reasonOf(answer.reason);
	const proposal = await entries.one(tx, entryId);
	if (proposal?.act !== `${kind}_proposed`) throw new Problem('not_found', { entry: entryId });
	const { ratingId } = proposal;
	await find(tx, actor, scope, ratingId, at);
	checkPerson(actor, proposal, verdict);
	const { open } = entries.stateOf(await entries.of(tx, ratingId));
	if (open?.id !== entryId) throw new Problem('answered_already', { entry: entryId });
	const id = await entries.add(
		tx,
		actor,
		{ act: `${kind}_${verdict}`, ratingId, reason, answersId: entryId },
		at
	);
	await audit.note(
		tx,
		actor,
		at,
		`ratings.${kind}${verdict === 'confirmed' ? 'Confirmed' : 'Declined'}`,
		`rating:${ratingId}`,
		{
			entry: id,
			answers: entryId
		}
	);
	return id;
}

/** Nobody confirms what they have proposed; to withdraw it is their right, to decline another's takes the other act. */
function checkPerson(actor: Actor, proposal: RatingEntry, verdict: 'confirmed' | 'declined'): void {
	const isOwn = actor.kind === proposal.actorKind && String(actor.id) === proposal.actorId;
	if (isOwn && verdict === 'confirmed') throw new Problem('second_person_needed', { entry: proposal.id });
	if (!isOwn) demand(actor, 'review.confirm');
}

function checkNotByAppeal(said: readonly RatingEntry[]): void {
	const strike = said.findLast(({ act }) => act === 'strike_confirmed');
	if (strike?.ground === 'appeal') throw new Problem('appeal_final', { appeal: strike.appealId });
}

function checkStanding(kind: Kind, struck: boolean): void {
	if (kind === 'strike' && struck) throw new Problem('struck_already');
	if (kind === 'lift' && !struck) throw new Problem('not_struck');
}
