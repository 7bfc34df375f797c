// Judges one rating: may the ledger take it, and what does it become there.
import * as v from 'valibot';
import { dayOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { RatingShape, type Rating } from '../../shared/rating';
import type { Entry } from '../ratings/record';
import { commentDigest } from '../ratings/seal';
import { on, type Facts, type StoodAt } from './facts';
import type { Sealed } from './sealed';

/** What is known of the device that sent it. */
export type Sender = { id: number; counterId: number };

export type Arrival = {
	/** The server's clock as the batch came in, and the tablet's as it sent it; milliseconds. */
	receivedAt: number;
	sentAt: number;
	/** By how much the server's clock was ahead as it was sent, where it lay in a file since; else the difference. */
	skewMs?: number;
};

/** A tap cannot be after its arrival, but for the coarseness of two clocks. */
const AHEAD_MS = 5 * 60_000;
/** A rating may wait long on a tablet, also through a pairing anew; older than this, a clock was wrong. */
const MAX_AGE_MS = 366 * 86_400_000;
/** At a change of shifts one officer leaves and another sits down, and the roster knows only the minute. */
const SHIFT_GRACE_MS = 5 * 60_000;

/**
 * The ledger's entry for a rating as it came over the wire, sealed. Refuses (Problem): bad_shape with the field,
 * comment_altered, grade_out_of_scale, questionnaire_unknown, reason_unknown, service_unknown, counter_mismatch. A
 * clock or a roster that does not fit refuses nothing: the rating counts, on the day of its arrival or for no
 * officer, and the plausibility rules mark it.
 */
export async function check(
	{ raw, seq, prev, digest }: Sealed,
	sender: Sender,
	arrival: Arrival,
	facts: Facts,
	stoodAt: StoodAt
): Promise<Entry> {
	const read = v.safeParse(RatingShape, raw);
	if (!read.success) throw new Problem('bad_shape', { field: v.getDotPath(read.issues[0]) ?? 'rating' });
	const rating = read.output;
	checkComment(rating);
	checkGrades(rating, facts);
	const at = instant(rating, arrival, facts);
	const branchId = await branchOf(rating, sender, at.ms, facts, stoodAt);
	const day = dayOf(at.ms, facts.zones.get(branchId) ?? rating.zone);
	checkService(rating, day, facts);
	return {
		id: rating.id,
		form: rating.form,
		channel: 'tablet',
		deviceId: sender.id,
		seq,
		branchId,
		counterId: rating.counterId,
		serviceId: rating.serviceId,
		...(await whoServed(rating, at.ms, facts)),
		questionnaireId: rating.questionnaireId,
		scale: rating.scale,
		serviceGrade: rating.serviceGrade,
		reasons: rating.reasons,
		language: rating.language,
		tappedAt: rating.tappedAt,
		zone: rating.zone,
		skewMs: at.skewMs,
		day,
		receivedAt: arrival.receivedAt,
		tookMs: rating.tookMs,
		visitRef: null,
		digest,
		prev,
		toldSkewMs: rating.skewMs,
		// Against its arrival it tells the tablet's clock; out of a file it tells nothing.
		sentAt: arrival.skewMs === undefined ? arrival.sentAt : null,
		commentDigest: rating.commentDigest,
		ticket: null,
		signature: null,
		comment: rating.comment,
		salt: rating.salt
	};
}

function checkComment({ comment, salt, commentDigest: told }: Rating): void {
	if (comment === null && salt === null && told === null) return;
	if (comment === null || salt === null || told === null)
		throw new Problem('bad_shape', { field: 'comment' });
	if (commentDigest(salt, comment) !== told) throw new Problem('comment_altered');
}

function checkGrades(rating: Rating, facts: Facts): void {
	const questionnaire = facts.questionnaires.get(rating.questionnaireId);
	if (!questionnaire || questionnaire.scale !== rating.scale)
		throw new Problem('questionnaire_unknown', {
			questionnaireId: rating.questionnaireId,
			scale: rating.scale
		});
	for (const [field, grade] of [
		['serviceGrade', rating.serviceGrade],
		['officerGrade', rating.officerGrade]
	] as const)
		if (grade !== null && (grade < 1 || grade > rating.scale))
			throw new Problem('grade_out_of_scale', { field, grade, scale: rating.scale });
	if (rating.officerGrade !== null && rating.officerId === null)
		throw new Problem('bad_shape', { field: 'officerId' });
	for (const reason of rating.reasons)
		if (!questionnaire.reasons.has(reason)) throw new Problem('reason_unknown', { reason });
}

/**
 * The instant of the tap by the server's clock, and the skew that was added: the one the tablet knew at the tap, else
 * the one at sending. Where neither gives an instant that can be, the arrival stands for the tap.
 */
function instant(
	{ tappedAt, skewMs: told, counterId }: Rating,
	{ receivedAt, sentAt, skewMs: sending = receivedAt - sentAt }: Arrival,
	facts: Facts
): { ms: number; skewMs: number } {
	const earliest = Math.max(receivedAt - MAX_AGE_MS, firstInstant(counterId, facts));
	for (const skewMs of [told, sending]) {
		if (skewMs === null) continue;
		const ms = tappedAt + skewMs;
		if (ms >= earliest && ms <= receivedAt + AHEAD_MS) return { ms, skewMs };
	}
	return { ms: receivedAt, skewMs: receivedAt - tappedAt };
}

/** When a counter opened, with a day to spare for its zone; 0 for one that is not known (refused by name later). */
function firstInstant(counterId: number, facts: Facts): number {
	const days = (facts.counters.get(counterId) ?? []).map((version) => Date.parse(version.fromDay));
	return days.length === 0 ? 0 : Math.min(...days) - 86_400_000;
}

/** A tablet may stand at another counter of its branch since, or have been moved from another branch's. */
async function branchOf(
	{ counterId }: Rating,
	sender: Sender,
	atMs: number,
	facts: Facts,
	stoodAt: StoodAt
): Promise<number> {
	const there = facts.counters.get(counterId);
	const own = facts.counters.get(sender.counterId);
	const roughDay = new Date(atMs).toISOString().slice(0, 10);
	const version = there && on(there, roughDay);
	const ownVersion = own && on(own, roughDay);
	const zone = version && facts.zones.get(version.branchId);
	const isOwn = counterId === sender.counterId || version?.branchId === ownVersion?.branchId;
	if (!version || !zone || !(isOwn || (await stoodAt(sender.id, counterId))))
		throw new Problem('counter_mismatch', { counterId });
	return on(there, dayOf(atMs, zone))?.branchId ?? version.branchId;
}

function checkService(rating: Rating, day: string, facts: Facts): void {
	const closedDay = facts.services.get(rating.serviceId);
	if (closedDay === undefined || (closedDay !== null && day >= closedDay))
		throw new Problem('service_unknown', { serviceId: rating.serviceId });
}

/**
 * Whom the rating counts for: the officer that the tablet named, where the roster says that they sat at this counter
 * then (one on duty: that one; the customer picked: one of those on duty there). Otherwise nobody, and the claim is
 * kept for a person to settle.
 */
async function whoServed(
	{ officerId, officerGrade, counterId }: Rating,
	atMs: number,
	facts: Facts
): Promise<Pick<Entry, 'officerId' | 'officerGrade' | 'claimedOfficerId' | 'claimedOfficerGrade'>> {
	const isKnown =
		officerId === null ||
		(await facts.duties(counterId)).some(
			(duty) =>
				duty.officerId === officerId &&
				duty.fromAt - SHIFT_GRACE_MS <= atMs &&
				(duty.untilAt === null || atMs < duty.untilAt + SHIFT_GRACE_MS)
		);
	if (isKnown) return { officerId, officerGrade, claimedOfficerId: null, claimedOfficerGrade: null };
	return {
		officerId: null,
		officerGrade: null,
		claimedOfficerId: officerId,
		claimedOfficerGrade: officerGrade
	};
}
