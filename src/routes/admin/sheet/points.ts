// Points as people type them: "1,5" or "1.5", up to two digits after the point. What is left empty is not given, and
// never 0.
import { Problem } from '$lib/shared/problem';
import type { Criterion, Points } from '$lib/shared/ruleset';

export type GivenCriterion = Criterion & { from: { kind: 'given' } };

/** The criteria that people give points for: all, or those that the appraised scores themselves. */
export function givenOf(criteria: readonly Criterion[], whose: 'self' | 'appraised'): GivenCriterion[] {
	return criteria.filter(
		(one): one is GivenCriterion => one.from.kind === 'given' && (whose === 'appraised' || one.from.self)
	);
}

/** Hundredths, or null for what is no number of points. */
export function read(text: string): Points | null {
	const [, whole, part = ''] = /^(\d{1,4})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
	return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** As it stands in a field: "1.5", with the language's own mark. */
export function write(points: Points | undefined, mark: string): string {
	if (points === undefined) return '';
	return String(points / 100).replace('.', mark);
}

/**
 * The points of a form's `points.CODE` fields. Refuses bad_shape naming the field where something is no number, more
 * than the most, or between two steps.
 */
export function pointsIn(data: FormData, criteria: readonly GivenCriterion[]): Record<string, Points> {
	const given: Record<string, Points> = {};
	for (const { code, most, from } of criteria) {
		const field = `points.${code}`;
		const text = String(data.get(field) ?? '');
		if (text.trim() === '') continue;
		const points = read(text);
		if (points === null || points > most || points % from.step !== 0)
			throw new Problem('bad_shape', { field });
		given[code] = points;
	}
	return given;
}
