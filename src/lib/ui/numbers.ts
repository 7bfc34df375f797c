// Numbers as the reader's language writes them.
import type { Language } from '$lib/shared/language';
import type { Share } from '$lib/shared/figures';
import { LOCALES } from './when';

/** "1.482" */
export function count(n: number, language: Language): string {
	return new Intl.NumberFormat(LOCALES[language]).format(n);
}

/** "92%"; `digits` after the point. */
export function percent(share: number, language: Language, digits = 0): string {
	return new Intl.NumberFormat(LOCALES[language], {
		style: 'percent',
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	}).format(share);
}

/** How many digits after the point a share of n answers bears: one, where chance leaves a point or two of room. */
export function digitsFor(n: number): number {
	return n >= 1_000 ? 1 : 0;
}

/** A share as "92%", or null where there are too few to say. */
export function shareOf({ share, n }: Share, language: Language, digits = digitsFor(n)): string | null {
	return share === null ? null : percent(share, language, digits);
}

/** Its interval as "90–93%", or null where there are too few to say. */
export function rangeOf({ low, high, n }: Share, language: Language, digits = digitsFor(n)): string | null {
	if (low === null || high === null) return null;
	return range(low, high, language, digits);
}

export function range(low: number, high: number, language: Language, digits = 0): string {
	const number = new Intl.NumberFormat(LOCALES[language], {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits
	});
	return `${number.format(low * 100)}–${percent(high, language, digits)}`;
}

/** A difference of shares in points, without its sign: "2,4". */
export function points(by: number, language: Language): string {
	return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 1 }).format(Math.abs(by) * 100);
}
