// The rule sets that come with the program: whole, exact at every edge, and put in once.
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { database } from '../../../../tests/database';
import { NOW } from '../../../../tests/town';
import { LANGUAGES } from '../../shared/language';
import { faultsOf } from '../../shared/rulecheck';
import { FIGURES, RuleSetShape, type Named, type Points, type RuleSet } from '../../shared/ruleset';
import { score } from '../../shared/scoring';
import * as trail from '../audit/trail';
import * as rulesets from './rulesets';
import { SHIPPED } from './shipped';
import { GRADING } from './decree335';
import { OFFICER, UNIT } from './decree61';

/** A sheet of given points alone that sums to exactly so many, from the first criterion on. */
function reaching(ruleSet: RuleSet, total: Points, step = 1) {
	const criteria = ruleSet.criteria.map((one) => ({
		...one,
		from: { kind: 'given' as const, step, self: false }
	}));
	let left = total;
	const appraised: Record<string, Points> = {};
	for (const { code, most } of criteria) {
		appraised[code] = Math.min(most, left);
		left -= appraised[code];
	}
	expect(left, 'more than the sheet has').toBe(0);
	const none = Object.fromEntries(FIGURES.map((figure) => [figure, null])) as Named;
	return score({ ...ruleSet, criteria }, none, { self: {}, appraised });
}

it('exactly 15 points is Xuất sắc', () => {
	const { band, total } = reaching(UNIT, 1500, 10);
	expect(total).toBe(1500);
	expect(UNIT.bands.find(({ code }) => code === band)!.words.vi).toBe('Xuất sắc');
});

describe.each(SHIPPED)('$code', ({ content }) => {
	it('has the shape of a rule set, says all of it in five languages, and could be published', () => {
		expect(v.parse(RuleSetShape, content)).toEqual(content);
		expect(faultsOf(content)).toEqual([]);
		const said = [
			...[content.name, content.source],
			...content.criteria.flatMap(({ words, explains }) => [words, explains]),
			...content.bands.map(({ words }) => words)
		].filter((words) => words !== null);
		for (const words of said)
			for (const language of LANGUAGES) expect(words[language], words.vi).not.toBe('');
	});

	it('every edge of every band is reached at the edge, not a hundredth below, and a hundredth above', () => {
		for (const [at, { code, atLeast }] of content.bands.entries()) {
			expect(reaching(content, atLeast).band).toBe(code);
			expect(reaching(content, atLeast + 1).band).toBe(code);
			if (atLeast > 0) expect(reaching(content, atLeast - 1).band).toBe(content.bands[at + 1]!.code);
		}
	});
});

it('the decrees’ numbers stand', () => {
	const edges = ({ bands }: RuleSet) => bands.map(({ atLeast }) => atLeast / 100);
	const most = ({ criteria }: RuleSet) => criteria.reduce((sum, one) => sum + one.most, 0) / 100;
	expect([UNIT.criteria.length, most(UNIT), edges(UNIT)]).toEqual([9, 18, [15, 12, 9, 6, 0]]);
	expect([OFFICER.sumOf, most(OFFICER), edges(OFFICER)]).toEqual([
		['cs1', 'cs2', 'cs3', 'cs4', 'cs7'],
		10,
		[]
	]);
	expect([most(GRADING), edges(GRADING), GRADING.cap?.share]).toEqual([100, [90, 70, 50, 0], 0.2]);
	for (const { content } of SHIPPED.filter(({ code }) => code.startsWith('nd')))
		expect(content.sureness).toBe('legal_check');
});

it('are put in once, by the system, with a line in the trail; the officer’s sheet waits for its bands', async () => {
	const db = database();
	await rulesets.ship(db, NOW);
	await rulesets.ship(db, NOW + 1);
	const rows = await rulesets.list(db.read);
	expect(
		rows.map(({ code, shipped, versions }) => [code, shipped, versions.map((one) => one.publishedAt)])
	).toEqual([
		['satisfaction', true, [NOW]],
		['nd61-unit', true, [NOW]],
		['nd61-officer', true, [null]],
		['nd335', true, [NOW]]
	]);
	const lines = await trail.trail(db.read, {});
	expect(lines.map(({ act, actorName }) => [act, actorName])).toEqual(
		Array(4).fill(['rulesets.ship', 'system'])
	);
	expect((await rulesets.inForce(db.read, '2025-12-31')).map(({ code }) => code)).toEqual([
		'satisfaction',
		'nd61-unit'
	]);
	expect((await rulesets.inForce(db.read, '2026-01-01')).map(({ code }) => code)).toContain('nd335');
});
