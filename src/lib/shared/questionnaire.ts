// What is asked at the counter: one scale, two questions, and the reasons a customer may tap after a grade.
import * as v from 'valibot';
import { WordsShape } from './language';
import { CAUSES, leaning, SCALES, type Scale } from './rating';

export const ReasonShape = v.object({
	/** Stays with the rating for good: lower case letters, digits and dashes. */
	code: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,39}$/)),
	cause: v.picklist(CAUSES),
	/** After which grades it is offered. A neutral grade is offered the bad ones: what could be better. */
	fits: v.picklist(['bad', 'good']),
	words: WordsShape
});
export type Reason = v.InferOutput<typeof ReasonShape>;

export const QuestionnaireShape = v.object({
	scale: v.picklist(SCALES),
	/** The question about the service and the one about the officer. */
	askService: WordsShape,
	askOfficer: WordsShape,
	reasons: v.pipe(
		v.array(ReasonShape),
		v.maxLength(24),
		v.check((reasons) => new Set(reasons.map((reason) => reason.code)).size === reasons.length)
	),
	askComment: v.boolean()
});
export type Questionnaire = v.InferOutput<typeof QuestionnaireShape>;

/** The reasons that fit what was tapped: good ones where both grades are good, else what could be better. */
export function reasonsFor(
	questionnaire: Pick<Questionnaire, 'reasons' | 'scale'>,
	serviceGrade: number,
	officerGrade: number | null
): Reason[] {
	const grades = officerGrade === null ? [serviceGrade] : [serviceGrade, officerGrade];
	const good = grades.every((grade) => leaning(grade, questionnaire.scale as Scale) === 'satisfied');
	return questionnaire.reasons.filter((reason) => reason.fits === (good ? 'good' : 'bad'));
}
