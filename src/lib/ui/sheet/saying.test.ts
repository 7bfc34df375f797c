import { describe, expect, test } from 'vitest';
import type { GradeFigures, SheetContent } from '$lib/shared/appraisal';
import type { Share } from '$lib/shared/figures';
import { bandName, headline, periodName, pointsOf, shareFor, tooFewFor } from './saying';
import { floorOf, viewsOf } from './views';

const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });
const share = (n: number, part: number | null): Share => ({
	n,
	count: Math.round(n * (part ?? 0)),
	share: part,
	low: part === null ? null : part - 0.05,
	high: part === null ? null : part + 0.04
});
const told = share(164, 0.87);

function content(some: {
	n?: Share;
	unmarked?: Share;
	countMarked?: boolean;
	verdict?: SheetContent['verdict'];
	criteria?: object[];
	sumOf?: string[];
}) {
	const grades = {
		scale: 5,
		n: (some.n ?? told).n,
		satisfied: some.n ?? told,
		unmarked: some.unmarked ?? told
	} as GradeFigures;
	return {
		grades: [grades],
		verdict: some.verdict ?? 'same',
		privacy: { minCell: 5, minSample: 30 },
		ruleSet: {
			content: {
				countMarked: some.countMarked ?? true,
				minRatings: 50,
				criteria: some.criteria ?? [],
				sumOf: some.sumOf ?? []
			}
		},
		shrunken: { share: 0.88, low: 0.84, high: 0.92 },
		adjusted: null,
		peers: { n: 900, satisfied: share(900, 0.9) }
	} as unknown as SheetContent;
}

describe('the sentence that a sheet begins with', () => {
	test('names the share, its interval, how many, and how it stands to the peers', () => {
		const said = (verdict: SheetContent['verdict']) => headline(content({ verdict }), 'vi');
		for (const verdict of ['above', 'below', 'same', 'too_few'] as const) {
			expect(said(verdict)).toContain('87%');
			expect(said(verdict)).toContain('82–91%');
			expect(said(verdict)).toContain('164');
		}
		expect(new Set((['above', 'below', 'same', 'too_few'] as const).map(said)).size).toBe(4);
	});

	test('never says a share where there are too few', () => {
		const said = headline(content({ n: share(12, null) }), 'vi');
		expect(said).not.toContain('%');
		expect(said).toContain('12');
		expect(said).toContain('30');
	});

	test('of no ratings at all it says so', () => {
		expect(headline({ ...content({}), grades: [] }, 'vi')).not.toMatch(/\d/);
	});

	test('is about the share without marked ratings where the rule set leaves them out', () => {
		const both = { n: share(164, 0.87), unmarked: share(60, 0.7) };
		expect(shareFor(content({ ...both, countMarked: true }))?.share).toBe(0.87);
		expect(shareFor(content({ ...both, countMarked: false }))?.share).toBe(0.7);
		expect(headline(content({ ...both, countMarked: false }), 'vi')).toContain('70%');
	});

	test('too few for points is counted on the same ratings', () => {
		expect(tooFewFor(content({ n: share(50, 0.9) }))).toBe(false);
		expect(tooFewFor(content({ n: share(49, 0.9) }))).toBe(true);
		expect(tooFewFor(content({ n: share(80, 0.9), unmarked: share(49, 0.9), countMarked: false }))).toBe(
			true
		);
	});
});

describe('points, periods and bands in words', () => {
	test('points are written as the language writes them, an edge exactly as an edge', () => {
		expect(pointsOf(1500, 'vi')).toBe('15');
		expect(pointsOf(1499, 'vi')).toBe('14,99');
		expect(pointsOf(1450, 'en')).toBe('14.5');
	});

	test('a period is named by its kind and first day', () => {
		expect(periodName({ kind: 'month', from: '2026-09-01' })).toContain('9/2026');
		expect(periodName({ kind: 'quarter', from: '2026-10-01' })).toContain('4/2026');
		expect(periodName({ kind: 'half', from: '2026-07-01' })).not.toBe(
			periodName({ kind: 'half', from: '2026-01-01' })
		);
		expect(periodName({ kind: 'year', from: '2026-01-01' })).toContain('2026');
	});

	test('a band by its words; none is said to be none', () => {
		const rules = { bands: [{ code: 'good', words: words('Tốt'), atLeast: 0 }] } as never;
		expect(bandName('good', rules, 'ja')).toBe('Tốt');
		expect(bandName(null, rules, 'vi')).not.toBe('');
	});
});

describe('the share seen several ways', () => {
	test('says which are used for points: those that the formulas of the total name', () => {
		const used = (text: string, countMarked = true, sumOf = ['share']) => {
			const from = { kind: 'formula', text };
			const given = { kind: 'given', step: 10, self: false };
			const criteria = [
				{ code: 'share', from },
				{ code: 'other', from: given }
			];
			return viewsOf(content({ countMarked, criteria, sumOf }))
				.filter(({ used: is }) => is)
				.map(({ what }) => what);
		};
		expect(used('satisfied * 100')).toEqual(['counted']);
		expect(used('satisfied * 100', false)).toEqual(['unmarked']);
		expect(used('max(shrunken, adjusted) * 100')).toEqual(['shrunken', 'adjusted']);
		expect(used('shrunken * 100', true, ['other'])).toEqual([]);
	});

	test('a way that there is nothing to say by stays, and says so', () => {
		const adjusted = viewsOf(content({})).find(({ what }) => what === 'adjusted');
		expect(adjusted).toEqual({ what: 'adjusted', share: null, used: false });
	});

	test('all are drawn on one scale, which begins below the lowest end and never above 90 %', () => {
		expect(floorOf([share(10, 0.87), null, share(5, null)])).toBe(0.8);
		expect(floorOf([share(10, 0.99)])).toBe(0.9);
		expect(floorOf([share(10, 0.02)])).toBe(0);
	});
});
