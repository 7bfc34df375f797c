// A rating as it is while the customer may still change it, and what of a visit goes into it.
import type { Language } from '../shared/language';
import { MAX_COMMENT, RATING_FORM, type Rating } from '../shared/rating';
import type { Visit } from './machine';

/** It has no place in the tablet's chain yet, and does not travel. */
export type Draft = Omit<Rating, 'seq' | 'prev' | 'salt' | 'commentDigest'>;

/** Null before the first grade: until then nobody has said anything. */
export function draftOf(visit: Visit, language: Language): Draft | null {
	if (visit.serviceGrade === null || visit.serviceId === null || visit.tappedAt === null) return null;
	return {
		form: RATING_FORM,
		id: visit.id,
		counterId: visit.setup.counter.id,
		serviceId: visit.serviceId,
		officerId: visit.officerId,
		questionnaireId: visit.setup.questionnaire.id,
		scale: visit.setup.questionnaire.scale,
		serviceGrade: visit.serviceGrade,
		officerGrade: visit.officerGrade,
		reasons: [...visit.reasons],
		comment: visit.comment,
		language,
		tappedAt: visit.tappedAt,
		skewMs: visit.skewMs,
		zone: visit.setup.branch.zone,
		// A clock set back in the middle of a visit must not make a rating that no door would take.
		tookMs: Math.min(Math.max(visit.answeredAt - visit.touchedAt, 0), 86_400_000)
	};
}

/** A comment as it is kept; null where nothing was written. */
export function tidied(text: string): string | null {
	// A cut through the middle of a character would leave half of it.
	const comment = text
		.trim()
		.slice(0, MAX_COMMENT)
		.replace(/[\uD800-\uDBFF]$/, '')
		.trim();
	return comment || null;
}
