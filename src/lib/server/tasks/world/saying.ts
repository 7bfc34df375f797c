// What a customer of the demo world adds to the grades: reasons that fit, now and then a comment, and how long it
// all took.
import type { Language } from '../../../shared/language';
import { leaning, type Cause } from '../../../shared/rating';
import { type Chance, draw, totals } from './chance';
import { sentences } from './comments/comments';
import { QUESTIONNAIRE } from './questionnaire';
import { ALL } from './services';
import * as truth from './truth';

const CAUSES: Cause[] = ['officer', 'waiting', 'procedure', 'system', 'premises', 'rules'];

const weigh = (weights: Partial<Record<Cause, number>>) => totals(CAUSES.map((cause) => weights[cause] ?? 1));
/** Complaints about the service are seldom about the officer, unless the service says so. */
const complaints = ALL.map(({ causes }) => weigh({ officer: 0.5, ...causes }));
const officerComplaints = weigh({ system: 0, premises: 0, rules: 0, ...truth.OFFICER_CAUSES });
const praise = weigh(truth.GOOD_CAUSES);

const codes = (fits: 'bad' | 'good') =>
	CAUSES.map((cause) =>
		QUESTIONNAIRE.reasons.filter((one) => one.cause === cause && one.fits === fits).map((one) => one.code)
	);
const CODES = { bad: codes('bad'), good: codes('good') };

export type Grades = {
	serviceGrade: number;
	officerGrade: number | null;
	service: number;
	/** In the slow month of the slow branch. */
	slow: boolean;
	language: Language;
};

export function saying(
	chance: Chance,
	grades: Grades
): { reasons: string[]; comment: string | null; tookMs: number } {
	const lower = Math.min(grades.serviceGrade, grades.officerGrade ?? 5);
	const leans = leaning(lower, 5);
	const fits = leans === 'satisfied' ? 'good' : 'bad';
	const cause = causeOf(chance, grades, fits);
	const reasons: string[] = [];
	if (chance.next() < truth.REASONS_GIVEN[leans]) {
		reasons.push(oneOf(chance, CODES[fits][cause]!));
		// Some tap a second and a third.
		while (reasons.length < 3 && chance.next() < 0.25) {
			const more = oneOf(chance, CODES[fits][causeOf(chance, grades, fits)]!);
			if (!reasons.includes(more)) reasons.push(more);
		}
	}
	// Who found the service very good and the officer not leaves it at the grades.
	const torn = fits === 'bad' && grades.serviceGrade === 5;
	const said = chance.next() < truth.COMMENT_GIVEN[leans] && !torn;
	const comment = said
		? oneOf(chance, sentences(grades.language, CAUSES[cause]!, fits, ALL[grades.service]!.code))
		: null;
	return { reasons, comment, tookMs: took(chance, reasons.length, comment) };
}

/** What it is about (a position in CAUSES): the worse of the two grades says whose complaint it is. */
function causeOf(
	chance: Chance,
	{ serviceGrade, officerGrade, service, slow }: Grades,
	fits: 'bad' | 'good'
): number {
	const throwIn = chance.next();
	if (fits === 'good') return draw(praise, throwIn);
	const ofOfficer = officerGrade !== null && officerGrade < serviceGrade;
	if (ofOfficer) return draw(officerComplaints, throwIn);
	if (slow && chance.next() < truth.SLOW.waitingShare) return CAUSES.indexOf('waiting');
	return draw(complaints[service]!, throwIn);
}

/** Two taps take some seconds, reasons a few more, and writing as long as there are letters. */
function took(chance: Chance, reasons: number, comment: string | null): number {
	const taps = 5_500 * Math.exp(chance.normal() * 0.45);
	const letters = comment ? comment.length * (180 + chance.below(220)) : 0;
	return Math.round(1_800 + taps + reasons * (1_200 + chance.below(2_500)) + letters);
}

function oneOf<T>(chance: Chance, list: readonly T[]): T {
	return list[chance.below(list.length)]!;
}
