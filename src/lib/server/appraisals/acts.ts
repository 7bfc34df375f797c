// What people do to sheets. Each says what of the sheet it saw (`contentHash`), so that nobody decides, acknowledges or
// signs what has changed since; each is one line in the sheet's own list and one in the trail. What people wrote stands
// in the sheet's list alone, where it can be erased.
import type { Person } from '../../shared/actor';
import type { SheetAct } from '../../shared/appraisal';
import { Problem } from '../../shared/problem';
import type { Points } from '../../shared/ruleset';
import { checkGiven } from '../../shared/scoring';
import * as audit from '../audit/note';
import type { Writes } from '../db/open';
import { append } from './append';
import { outcomeOf } from './content';
import { reasonIn } from './reason';
import { context, demandAct, records, type Context } from './rights';

export { append, appendAll, type NewAct } from './append';
export { signHr } from './seals';

/** The hash of the content that the person saw; null: it was not drafted yet. */
export type Seen = { contentHash: string | null };
export type SaidPoints = Seen & {
	points: Record<string, Points>;
	/** Needed of HR who writes down what was given on paper: which paper. */
	reason?: string | null;
};
export type SaidReason = Seen & { reason: string };
export type SaidDecision = Seen & {
	/** By code; null: none. */
	band: string | null;
	/** Needed where the band is not the one proposed. */
	reason?: string | null;
};

/**
 * The officer (of a unit: its leader) gives themselves points: all of them at once, those left out are not given.
 * HR may write down what was given on paper. Refuses: as rights.ts says; reason_needed of HR; changed_meanwhile; points_unfit, also for a criterion that is not for the officer.
 */
export async function selfScore(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidPoints,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'self_scored', said, at);
	const points = pointsIn(of, said.points, true);
	if (same(points, of.so.standing.given.self)) return;
	const reason = paperOf(actor, of, 'self_scored', said);
	await append(tx, actor, sheetId, 'self_scored', { reason, details: { ...hashed(of), points } }, at);
	await audit.note(tx, actor, at, 'appraisals.selfScore', `sheet:${sheetId}`);
}

/**
 * The leader (of a unit's sheet: HR) gives points, all at once; a decision made before falls, and is made anew.
 * HR may write down what was given on paper. Refuses like `selfScore`.
 */
export async function appraise(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidPoints,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'appraised', said, at);
	const points = pointsIn(of, said.points, false);
	if (same(points, of.so.standing.given.appraised)) return;
	const reason = paperOf(actor, of, 'appraised', said);
	await append(tx, actor, sheetId, 'appraised', { reason, details: { ...hashed(of), points } }, at);
	await audit.note(tx, actor, at, 'appraisals.appraise', `sheet:${sheetId}`);
}

/**
 * A named person decides the band. What is proposed is never taken by itself: a band must be said, null only where
 * there is none to give or with a reason. Refuses as rights.ts says, and: changed_meanwhile; points_missing with
 * which; bad_shape (band) for one that is not of the rule set, or where there are too few ratings to say;
 * reason_needed where it is not the one proposed.
 */
export async function decide(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidDecision,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'decided', said, at);
	const content = contentOf(of);
	const outcome = outcomeOf(content, of.so.standing.given);
	const codes = outcome.criteria.filter(({ why }) => why === 'missing').map(({ code }) => code);
	if (codes.length > 0) throw new Problem('points_missing', { codes: codes.join(', ') });
	const { band } = said;
	const isKnown = content.ruleSet.content.bands.some(({ code }) => code === band);
	if (band !== null && (!isKnown || outcome.total === null))
		throw new Problem('bad_shape', { field: 'band' });
	const isOther = band !== outcome.band;
	const reason = isOther || said.reason?.trim() ? reasonIn(said.reason) : null;
	await append(tx, actor, sheetId, 'decided', { reason, details: { ...hashed(of), band } }, at);
	await audit.note(tx, actor, at, 'appraisals.decide', `sheet:${sheetId}`);
}

/** The officer (of a unit: its leader) has seen it and has nothing against it. Refuses as rights.ts says; changed_meanwhile. */
export async function acknowledge(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: Seen,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'acknowledged', said, at);
	await append(tx, actor, sheetId, 'acknowledged', { details: hashed(of) }, at);
	await audit.note(tx, actor, at, 'appraisals.acknowledge', `sheet:${sheetId}`);
}

/** The officer (of a unit: its leader) contests it. Refuses as rights.ts says; changed_meanwhile; reason_needed. */
export async function contest(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidReason,
	at: number
): Promise<void> {
	await reasoned(tx, actor, sheetId, 'contested', said, at);
	await audit.note(tx, actor, at, 'appraisals.contest', `sheet:${sheetId}`);
}

/** HR answers what is contested. Refuses as rights.ts says; changed_meanwhile; reason_needed. */
export async function answer(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidReason,
	at: number
): Promise<void> {
	await reasoned(tx, actor, sheetId, 'answered', said, at);
	await audit.note(tx, actor, at, 'appraisals.answer', `sheet:${sheetId}`);
}

/**
 * The leader signs: once the officer has acknowledged, or HR has answered, or the officer's days have passed. Refuses
 * as rights.ts says; changed_meanwhile.
 */
export async function signLeader(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: Seen,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'signed_leader', said, at);
	await append(tx, actor, sheetId, 'signed_leader', { details: hashed(of) }, at);
	await audit.note(tx, actor, at, 'appraisals.signLeader', `sheet:${sheetId}`);
}

/** HR leaves a sheet out of the period. Refuses as rights.ts says; changed_meanwhile; reason_needed. */
export async function excuse(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidReason,
	at: number
): Promise<void> {
	await reasoned(tx, actor, sheetId, 'excused', said, at);
	await audit.note(tx, actor, at, 'appraisals.excuse', `sheet:${sheetId}`);
}

/** HR takes an excused sheet in again; it begins at its draft. Refuses as rights.ts says; changed_meanwhile. */
export async function include(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: Seen,
	at: number
): Promise<void> {
	const of = await ready(tx, actor, sheetId, 'included', said, at);
	await append(tx, actor, sheetId, 'included', { details: hashed(of) }, at);
	await audit.note(tx, actor, at, 'appraisals.include', `sheet:${sheetId}`);
}

/**
 * HR reopens a signed sheet: it begins at its draft, and its seal stays as history. Refuses as rights.ts says;
 * changed_meanwhile; reason_needed.
 */
export async function reopen(
	tx: Writes,
	actor: Person,
	sheetId: number,
	said: SaidReason,
	at: number
): Promise<void> {
	const sealId = await reasoned(tx, actor, sheetId, 'reopened', said, at);
	await audit.note(tx, actor, at, 'appraisals.reopen', `sheet:${sheetId}`, { sealId });
}

/** The sheet, where this person may do this act to it now and has seen it as it is. */
async function ready(
	tx: Writes,
	actor: Person,
	sheetId: number,
	act: SheetAct,
	seen: Seen,
	at: number
): Promise<Context> {
	const of = await context(tx, sheetId);
	demandAct(actor, of, act, at);
	if (seen.contentHash !== of.sheet.contentHash) throw new Problem('changed_meanwhile', { sheet: sheetId });
	return of;
}

/** Which paper HR writes points down from; null of those whose points they are. Refuses reason_needed. */
function paperOf(actor: Person, of: Context, act: SheetAct, said: SaidPoints): string | null {
	return records(actor, of, act) ? reasonIn(said.reason) : null;
}

/** Does an act that needs a reason; answers the seal that was the newest before. */
async function reasoned(
	tx: Writes,
	actor: Person,
	sheetId: number,
	act: SheetAct,
	said: SaidReason,
	at: number
): Promise<number | null> {
	const of = await ready(tx, actor, sheetId, act, said, at);
	await append(tx, actor, sheetId, act, { reason: reasonIn(said.reason), details: hashed(of) }, at);
	return of.so.standing.signedHr?.sealId ?? null;
}

/** Points of criteria that people give, `self`: of those that the appraised give themselves. Refuses points_unfit. */
function pointsIn(of: Context, points: Record<string, Points>, self: boolean): Record<string, Points> {
	const { criteria } = contentOf(of).ruleSet.content;
	for (const [code, given] of Object.entries(points)) {
		const criterion = criteria.find((one) => one.code === code);
		if (!criterion || (self && !(criterion.from.kind === 'given' && criterion.from.self)))
			throw new Problem('points_unfit', { field: code, most: 0, step: 0 });
		checkGiven(criterion, given);
	}
	return points;
}

function contentOf({ sheet }: Context) {
	if (!sheet.content) throw new Problem('sheet_not_there_yet', { sheet: sheet.id, state: sheet.state });
	return sheet.content;
}

function hashed({ sheet }: Context): { contentHash?: string } {
	return sheet.contentHash === null ? {} : { contentHash: sheet.contentHash };
}

function same(a: Record<string, Points>, b: Record<string, Points>): boolean {
	const codes = Object.keys({ ...a, ...b });
	return codes.every((code) => a[code] === b[code]);
}
