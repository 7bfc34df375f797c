// A questionnaire while it is being written: read from the form's fields, right or wrong, and its reasons rearranged.
// Used on both sides, so that the page works without JavaScript as it does with it.
import { LANGUAGES, type Words } from '$lib/shared/language';
import type { Questionnaire } from '$lib/shared/questionnaire';
import { CAUSES, SCALES } from '$lib/shared/rating';

export type Draft = Questionnaire;
type Reason = Draft['reasons'][number];

const EMPTY: Words = { vi: '', en: '', ja: '', zh: '', ko: '' };

/** What the fields say. Nothing is refused here: what does not fit its shape is refused when it is saved. */
export function read(fields: Iterable<readonly [string, FormDataEntryValue]>): Draft {
	const said = new Map([...fields].map(([name, value]) => [name, typeof value === 'string' ? value : '']));
	const words = (name: string): Words => ({
		...EMPTY,
		...Object.fromEntries(LANGUAGES.map((language) => [language, said.get(`${name}.${language}`) ?? '']))
	});
	const reasons: Reason[] = [];
	for (let place = 0; said.has(`reasons.${place}.code`); place++)
		reasons.push({
			code: (said.get(`reasons.${place}.code`) ?? '').trim(),
			cause: CAUSES.find((cause) => cause === said.get(`reasons.${place}.cause`)) ?? 'officer',
			fits: said.get(`reasons.${place}.fits`) === 'good' ? 'good' : 'bad',
			words: words(`reasons.${place}.words`)
		});
	return {
		scale: SCALES.find((scale) => String(scale) === said.get('scale')) ?? 5,
		askService: words('askService'),
		askOfficer: words('askOfficer'),
		reasons,
		askComment: said.has('askComment')
	};
}

/** Adds a reason ("add:bad", "add:good"), or moves or removes the one at a place ("up:2", "down:2", "remove:2"). */
export function arrange<R extends Pick<Reason, 'fits'>>(
	reasons: readonly R[],
	act: string,
	fresh: (fits: Reason['fits']) => R
): R[] {
	const [verb = '', object = ''] = act.split(':');
	if (verb === 'add') return [...reasons, fresh(object === 'good' ? 'good' : 'bad')];
	const place = /^\d+$/.test(object) ? Number(object) : -1;
	const one = reasons[place];
	if (!one || !['remove', 'up', 'down'].includes(verb)) return [...reasons];
	const rest = reasons.filter((_, index) => index !== place);
	if (verb === 'remove') return rest;
	// The neighbour is the next of the same kind: each kind is shown as a list of its own.
	const step = verb === 'up' ? -1 : 1;
	let to = place + step;
	while (reasons[to] && reasons[to]!.fits !== one.fits) to += step;
	return reasons[to] ? [...rest.slice(0, to), one, ...rest.slice(to)] : [...reasons];
}

export function fresh(fits: Reason['fits']): Reason {
	return { code: '', cause: 'officer', fits, words: { ...EMPTY } };
}
