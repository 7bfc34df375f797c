// Shapes of single form fields, which are always strings.
import * as v from 'valibot';

/** A whole number written in digits, within bounds. */
export function number(least: number, most = Number.MAX_SAFE_INTEGER) {
	return v.pipe(
		v.string(),
		v.trim(),
		v.regex(/^\d{1,15}$/),
		v.transform(Number),
		v.minValue(least),
		v.maxValue(most)
	);
}
