// One question of the desk and its whole answer: what was asked, the figures, and what everything in them is called.
// Pages and the API ask here alike.
import { STEPS, type Called, type Choices, type Overview, type Step } from '../../shared/figures';
import type { Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import { asked, type Asked, type Reader } from './asked';
import { choices } from './choices';
import { overview } from './overview';

export type Answer = { asked: Asked; figures: Overview; called: Called; choices: Choices };

/** The figures that a URL's parameters ask for. Refuses like `asked`. */
export async function answer(
	db: Db,
	reader: Reader,
	params: URLSearchParams,
	at: number,
	language: Language
): Promise<Answer> {
	const wanted = await asked(db, reader, params, at);
	const figures = await overview(db, { ...wanted, step: stepOf(params) });
	const served = (figures.officers ?? []).map(({ id }) => id);
	return { asked: wanted, figures, ...(await choices(db, reader.scope, wanted, language, served)) };
}

function stepOf(params: URLSearchParams): Step | null {
	const text = params.get('step');
	if (!text) return null;
	const step = STEPS.find((one) => one === text);
	if (!step) throw new Problem('not_found', { step: text.slice(0, 40) });
	return step;
}
