// A rating on the wire, from the tablet to the door: scales and grades, a batch, and the verdict on each rating.
import * as v from 'valibot';
import { LanguageShape } from './language';
import type { ProblemCode } from './problem';

export const SCALES = [5, 4, 3] as const;
export type Scale = (typeof SCALES)[number];

/** The version of a rating's own form, so that a later field does not change what an earlier one meant. */
export const RATING_FORM = 1;

export const CHANNELS = ['tablet', 'phone', 'paper', 'import'] as const;
export type Channel = (typeof CHANNELS)[number];

export const MAX_COMMENT = 500;
export const MAX_REASONS = 12;
export const MAX_BATCH = 100;

/**
 * Where a grade lies on its scale. Five faces and three have a middle; four have none, on purpose; three faces
 * follow the one-stop counters' form, where two are positive and one negative: 3 and 2 satisfied, 1 not.
 */
export function leaning(grade: number, scale: Scale): 'dissatisfied' | 'neutral' | 'satisfied' {
	if (scale === 3) return grade >= 2 ? 'satisfied' : 'dissatisfied';
	if (scale === 4) return grade >= 3 ? 'satisfied' : 'dissatisfied';
	return grade >= 4 ? 'satisfied' : grade <= 2 ? 'dissatisfied' : 'neutral';
}

/** Which of the five drawn faces and colours stands for a grade (1 worst … 5 best). */
export function faceOf(grade: number, scale: Scale): 1 | 2 | 3 | 4 | 5 {
	const faces = { 5: [1, 2, 3, 4, 5], 4: [1, 2, 4, 5], 3: [2, 4, 5] } as const;
	return faces[scale][grade - 1] ?? 3;
}

/** Grades of a scale from worst to best: 1 … scale. */
export function gradesOf(scale: Scale): number[] {
	return Array.from({ length: scale }, (_, index) => index + 1);
}

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const instantMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8_640_000_000_000_000));
// Refused by name (grade_out_of_scale) when outside its scale, so only its type is the shape's business.
const grade = v.pipe(v.number(), v.integer());

export const RatingShape = v.strictObject({
	form: v.literal(RATING_FORM),
	/** Made by the tablet at the first tap (UUID). */
	id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
	/** The device's own running number, from 1. */
	seq: id,
	counterId: id,
	serviceId: id,
	/** Null where nobody was on duty. */
	officerId: v.nullable(id),
	/** The published version of the questionnaire that was on the screen. */
	questionnaireId: id,
	scale: v.picklist(SCALES),
	serviceGrade: grade,
	/** Null where the customer did not grade the officer. */
	officerGrade: v.nullable(grade),
	/** Codes of the reasons tapped, about the service or the officer alike. */
	reasons: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(40))), v.maxLength(MAX_REASONS)),
	comment: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_COMMENT))),
	language: LanguageShape,
	/** The tablet's clock at the first grade. */
	tappedAt: instantMs,
	zone: v.pipe(v.string(), v.minLength(1), v.maxLength(60)),
	/** From the first touch to the end, in milliseconds. */
	tookMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400_000))
});
export type Rating = v.InferOutput<typeof RatingShape>;

export const BatchShape = v.object({
	/** The tablet's clock as it sends; against the server's clock it gives the skew. */
	sentAt: instantMs,
	/** Each is checked on its own, so that one bad rating never holds up the good ones beside it. */
	ratings: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_BATCH))
});

export type Verdict = {
	/** The rating's place in the batch, from 0. */
	index: number;
	/** Its id, where one could be read. */
	id: string | null;
	verdict: 'accepted' | 'duplicate' | 'refused';
	/** Why it was refused, as a code and as a sentence in the device's language. */
	code?: ProblemCode;
	message?: string;
};

export type BatchAnswer = { verdicts: Verdict[]; serverAt: number; setupTag: string };

/** Where reasons point: what a bad or a good grade was about. */
export const CAUSES = ['officer', 'waiting', 'procedure', 'system', 'premises', 'rules'] as const;
export type Cause = (typeof CAUSES)[number];
