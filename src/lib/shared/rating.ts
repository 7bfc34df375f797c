// A rating on the wire, from the tablet to the door: scales and grades, a batch, and the verdict on each rating.
import * as v from 'valibot';
import { LanguageShape } from './language';
import type { ProblemCode } from './problem';

export const SCALES = [5, 4, 3] as const;
export type Scale = (typeof SCALES)[number];

/** The version of a rating's own form, so that a later field does not change what an earlier one meant. */
export const RATING_FORM = 2;

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
const MAX_INSTANT = 8_640_000_000_000_000;
export const InstantShape = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_INSTANT));
// Refused by name (grade_out_of_scale) when outside its scale, so only its type is the shape's business.
const grade = v.pipe(v.number(), v.integer());

/** A SHA-256 as everything here writes it: base64url, 43 characters. */
export const HashShape = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

// Half of a surrogate pair is no character: it cannot be written as UTF-8, and the database's client ends the process
// when it reads it back. What follows a NUL it does not read back at all.
const whole = v.check((text: string) => !/\p{Surrogate}/u.test(text) && !text.includes('\0'));

export const RatingShape = v.strictObject({
	form: v.literal(RATING_FORM),
	/** Made by the tablet at the first tap (UUID, lower case: what is hashed has one spelling). */
	id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)),
	/** The device's own running number, from 1, and the chain hash of the one before (shared/seal.ts). */
	seq: id,
	prev: HashShape,
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
	/** What the customer wrote, a salt of 16 chance bytes (base64url), and the hash of both: all three or none. */
	comment: v.nullable(v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_COMMENT), whole)),
	salt: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/))),
	commentDigest: v.nullable(HashShape),
	language: LanguageShape,
	/** The tablet's clock at the first grade. */
	tappedAt: InstantShape,
	/**
	 * The server's clock less the tablet's, as last measured before the tap on a clock that has not been set since;
	 * null where that is not known: then the skew at sending stands for it.
	 */
	skewMs: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(-MAX_INSTANT), v.maxValue(MAX_INSTANT))),
	/** As the tz database names it. */
	zone: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_+/-]{1,60}$/)),
	/** From the first touch to the end, in milliseconds. */
	tookMs: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400_000))
});
export type Rating = v.InferOutput<typeof RatingShape>;

/** An ECDSA P-256 signature, r and s of 32 bytes each, base64url. */
export const SignatureShape = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{86}$/));
/** What the server gave the tablet in its last answer: a signed message is good only while its ticket is fresh. */
export const TicketShape = v.pipe(v.string(), v.maxLength(80));

export const BatchShape = v.object({
	/** The name of the tablet's key. */
	key: HashShape,
	ticket: TicketShape,
	/** The tablet's clock as it sends; against the server's clock it gives the skew. */
	sentAt: InstantShape,
	/**
	 * An unbroken run: each one's `prev` is the hash of the one before it here. Their contents are checked one by
	 * one, so that a bad rating never holds up the good ones beside it.
	 */
	ratings: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_BATCH)),
	/** Over statementText({ purpose: 'ratings', head: hash of the last rating, count, … }). */
	signature: SignatureShape
});
export type Batch = v.InferOutput<typeof BatchShape>;

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

export type BatchAnswer = {
	verdicts: Verdict[];
	serverAt: number;
	setupTag: string;
	/** For the next message. */
	ticket: string;
	/** Which life of the database answered: a restored one has another, and tablets send again what it lacks. */
	epoch: string;
};

/** Where reasons point: what a bad or a good grade was about. */
export const CAUSES = ['officer', 'waiting', 'procedure', 'system', 'premises', 'rules'] as const;
export type Cause = (typeof CAUSES)[number];
