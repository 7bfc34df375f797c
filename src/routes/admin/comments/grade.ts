// A grade in an address: "5-1" is grade 1 of the scale of five.
import { Problem } from '$lib/shared/problem';
import { gradesOf, SCALES, type Scale } from '$lib/shared/rating';

/** Null for null. Refuses what is no grade: not_found. */
export function readGrade(text: string | null): { scale: Scale; grade: number } | null {
	if (text === null) return null;
	const found = everyGrade().find(({ value }) => value === text);
	if (!found) throw new Problem('not_found', { grade: text.slice(0, 10) });
	return found;
}

/** Every grade of every scale, best first, the scale of five before the others. */
export function everyGrade(): { value: string; scale: Scale; grade: number }[] {
	return SCALES.flatMap((scale) =>
		gradesOf(scale)
			.reverse()
			.map((grade) => ({ value: `${scale}-${grade}`, scale, grade }))
	);
}
