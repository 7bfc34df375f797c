// Judges one rating: may the ledger take it, and what does it become there.
import * as v from 'valibot';
import { dayOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { RatingShape, type Rating } from '../../shared/rating';
import { digest, type Entry } from '../ratings/record';
import { on, type Facts } from './facts';

/** What is known of the device that sent it. */
export type Sender = { id: number; counterId: number };

export type Arrival = {
	/** The server's clock as the batch came in, and the tablet's as it sent it; milliseconds. */
	receivedAt: number;
	sentAt: number;
};

/** Beyond this a clock does not drift: it is wrong, and no day can be told from it. */
const MAX_SKEW_MS = 30 * 86_400_000;
/** A tap cannot be after its arrival, but for the coarseness of two clocks. */
const AHEAD_MS = 5 * 60_000;
/** A rating may wait long on a tablet, also through a pairing anew; older than this, a clock was wrong. */
const MAX_AGE_MS = 366 * 86_400_000;

/** Whether an officer had a duty at a counter on a day, for one who belongs to another branch. */
export type HadDuty = (officerId: number, counterId: number, atMs: number) => Promise<boolean>;

/**
 * The ledger's entry for a rating as it came over the wire. Refuses (Problem): bad_shape with the field,
 * grade_out_of_scale, questionnaire_unknown, reason_unknown, service_unknown, counter_mismatch, officer_unknown,
 * officer_elsewhere, clock_off.
 */
export async function check(
	raw: unknown,
	sender: Sender,
	arrival: Arrival,
	facts: Facts,
	hadDuty: HadDuty
): Promise<Entry> {
	const read = v.safeParse(RatingShape, raw);
	if (!read.success) throw new Problem('bad_shape', { field: v.getDotPath(read.issues[0]) ?? 'rating' });
	const rating = read.output;
	checkGrades(rating, facts);
	const at = instant(rating, arrival, facts);
	const branchId = branchOf(rating, sender, at.ms, facts);
	const day = dayOf(at.ms, facts.zones.get(branchId) ?? rating.zone);
	checkService(rating, day, facts);
	await checkOfficer(rating, branchId, at.ms, day, facts, hadDuty);
	return {
		id: rating.id,
		form: rating.form,
		channel: 'tablet',
		deviceId: sender.id,
		seq: rating.seq,
		branchId,
		counterId: rating.counterId,
		serviceId: rating.serviceId,
		officerId: rating.officerId,
		questionnaireId: rating.questionnaireId,
		scale: rating.scale,
		serviceGrade: rating.serviceGrade,
		officerGrade: rating.officerGrade,
		reasons: rating.reasons,
		language: rating.language,
		tappedAt: rating.tappedAt,
		zone: rating.zone,
		skewMs: at.skewMs,
		day,
		receivedAt: arrival.receivedAt,
		tookMs: rating.tookMs,
		visitRef: null,
		digest: digest(rating),
		comment: rating.comment
	};
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

/** The instant of the tap by the server's clock, and the skew that was added. */
function instant(
	rating: Rating,
	{ receivedAt, sentAt }: Arrival,
	facts: Facts
): { ms: number; skewMs: number } {
	const skewMs = receivedAt - sentAt;
	const ms = rating.tappedAt + skewMs;
	const tooLate = ms > receivedAt + AHEAD_MS;
	const tooEarly = ms < receivedAt - MAX_AGE_MS || ms < firstInstant(rating.counterId, facts);
	if (Math.abs(skewMs) > MAX_SKEW_MS || tooLate || tooEarly)
		throw new Problem('clock_off', {
			tappedAt: new Date(rating.tappedAt).toISOString(),
			receivedAt: new Date(receivedAt).toISOString(),
			skewMs
		});
	return { ms, skewMs };
}

/** When a counter opened, with a day to spare for its zone; 0 for one that is not known (refused by name later). */
function firstInstant(counterId: number, facts: Facts): number {
	const days = (facts.counters.get(counterId) ?? []).map((version) => Date.parse(version.fromDay));
	return days.length === 0 ? 0 : Math.min(...days) - 86_400_000;
}

/** A tablet may stand at another counter of its branch since; at another branch's it must be paired anew. */
function branchOf(rating: Rating, sender: Sender, atMs: number, facts: Facts): number {
	const there = facts.counters.get(rating.counterId);
	const own = facts.counters.get(sender.counterId);
	const roughDay = new Date(atMs).toISOString().slice(0, 10);
	const version = there && on(there, roughDay);
	const ownVersion = own && on(own, roughDay);
	const zone = version && facts.zones.get(version.branchId);
	if (
		!version ||
		!zone ||
		(rating.counterId !== sender.counterId && version.branchId !== ownVersion?.branchId)
	)
		throw new Problem('counter_mismatch', { counterId: rating.counterId });
	return on(there, dayOf(atMs, zone))?.branchId ?? version.branchId;
}

function checkService(rating: Rating, day: string, facts: Facts): void {
	const closedDay = facts.services.get(rating.serviceId);
	if (closedDay === undefined || (closedDay !== null && day >= closedDay))
		throw new Problem('service_unknown', { serviceId: rating.serviceId });
}

async function checkOfficer(
	{ officerId, counterId }: Rating,
	branchId: number,
	atMs: number,
	day: string,
	facts: Facts,
	hadDuty: HadDuty
): Promise<void> {
	if (officerId === null) return;
	const versions = facts.officers.get(officerId);
	if (!versions) throw new Problem('officer_unknown', { officerId });
	if (on(versions, day)?.branchId === branchId) return;
	if (!(await hadDuty(officerId, counterId, atMs)))
		throw new Problem('officer_elsewhere', { officerId, day });
}
