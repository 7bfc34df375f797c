// The ground every screen of the desk and every answer of the API stands on: what a URL's parameters ask for, inside the
// reader's scope and under the privacy rules, and what everything in the answer is called.
import type { Called, Choices, Overview, Step } from '../../shared/figures';
import { STEPS } from '../../shared/figures';
import type { Language } from '../../shared/language';
import type { Privacy } from '../../shared/privacy';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import * as privacy from '../org/privacy';
import { asked, type Asked, type Reader } from './asked';
import { choices, type Place } from './choices';
import { overview } from './overview';

export type Ground = {
	asked: Asked;
	rules: Privacy;
	/** Whether figures of single officers may be shown to this reader. */
	officersShown: boolean;
};

/** What is asked, and under which rules. Refuses like `asked`; an officer asked for who may not be shown: not_found. */
export async function ground(db: Db, reader: Reader, params: URLSearchParams, at: number): Promise<Ground> {
	const rules = await privacy.current(db.read);
	const officersShown = reader.role !== 'leader' || rules.leadersSeeOfficers;
	const wanted = await asked(db, reader, params, at);
	if (wanted.officerId !== null && !officersShown)
		throw new Problem('not_found', { officer: wanted.officerId });
	return { asked: wanted, rules, officersShown };
}

/** Names and choices for an answer on this ground; `served`: officers in it who may belong elsewhere. */
export function place(
	db: Db,
	reader: Reader,
	{ asked: wanted, officersShown }: Ground,
	language: Language,
	served: readonly number[] = []
): Promise<Place> {
	return choices(db, reader.scope, wanted, language, { served, officers: officersShown });
}

export type Answer = Ground & { figures: Overview; called: Called; choices: Choices };

/** The overview that a URL's parameters ask for. Refuses like `ground`, and an unknown step: not_found. */
export async function answer(
	db: Db,
	reader: Reader,
	params: URLSearchParams,
	at: number,
	language: Language
): Promise<Answer> {
	const given = await ground(db, reader, params, at);
	const figures = await overview(db, {
		...given.asked,
		step: stepOf(params),
		scope: reader.scope,
		rules: given.rules,
		officersShown: given.officersShown
	});
	const served = (figures.officers ?? []).map(({ id }) => id);
	return { ...given, figures, ...(await place(db, reader, given, language, served)) };
}

/** The step of a trend that is asked for; null: the one that suits. Refuses an unknown one: not_found. */
export function stepOf(params: URLSearchParams): Step | null {
	const text = params.get('step');
	if (!text) return null;
	const step = STEPS.find((one) => one === text);
	if (!step) throw new Problem('not_found', { step: text.slice(0, 40) });
	return step;
}
