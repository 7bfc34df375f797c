import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { AFTER, NO_FACTS, opened, QUARTER, RULES, said, sheetsOf } from '../../../../tests/drafted';
import { chance, generate, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import type { SheetContent } from '../../shared/appraisal';
import { daysBetween } from '../../shared/day';
import type { RuleSet } from '../../shared/ruleset';
import { field } from '../analytics/apart';
import { shrunken } from '../analytics/shrinkage';
import { share, wilson } from '../analytics/statistics';
import * as visits from '../ratings/visits';
import { contentOf, namedOf, outcomeOf, type Frame } from './content';
import { draftOne } from './draft';
import { Own } from './own';
import { peersOf, strata } from './peers';
import { windowsOf } from './windows';

const words = { vi: 'x', en: '', ja: '', zh: '', ko: '' };
const NOBODY = { self: {}, appraised: {} };
const SUBJECT: SheetContent['subject'] = {
	kind: 'officer',
	officerId: 1,
	code: '',
	name: '',
	post: words,
	branchId: 1,
	branch: words
};

type Many = Partial<{
	n: number;
	grade: number;
	serviceId: number;
	scale: 3 | 4 | 5;
	marked: boolean;
	window: number;
}>;

/** Somebody with so many ratings of each kind. */
function somebody(...list: Many[]): Own {
	const own = new Own();
	for (const { n = 1, grade = 5, serviceId = 1, scale = 5, marked = false, window = 0 } of list)
		for (let time = 0; time < n; time++)
			own.count({
				window,
				serviceId,
				scale,
				grade,
				marked,
				late: false,
				causes: grade < 3 ? ['officer'] : []
			});
	return own;
}

function frame(rules: Partial<RuleSet> = {}, privacy = { minCell: 5, minSample: 10 }): Frame {
	return {
		period: { id: 1, ...QUARTER, mode: 'appraisal' },
		ruleSet: { id: 1, code: 'test', version: 1, content: { ...RULES, ...rules } },
		moment: { position: 1, entryId: 0, markId: 0 },
		privacy,
		windows: windowsOf(QUARTER)
	};
}

function sheet(
	own: Own,
	others: Own[] = [],
	rules: Partial<RuleSet> = {},
	privacy?: Frame['privacy']
): SheetContent {
	const of = frame(rules, privacy);
	const members = new Map([own, ...others].map((one, at) => [at + 1, one]));
	const { countMarked, minRatings } = of.ruleSet.content;
	const peers = peersOf('all', members, { countMarked, minRatings, minSample: of.privacy.minSample });
	return contentOf(of, own, peers, { ...NO_FACTS, subject: SUBJECT });
}

describe('a sheet', () => {
	it('says nothing but how many where there are too few to say', () => {
		const few = sheet(somebody({ n: 4 }));
		expect(few.grades[0]).toMatchObject({ n: 4, counts: null, satisfied: { n: 4, count: 0, share: null } });
		expect(few).toMatchObject({
			shrunken: null,
			adjusted: null,
			verdict: 'too_few',
			causes: null,
			services: []
		});
		expect(sheet(somebody({ n: 9 })).grades[0]).toMatchObject({ satisfied: { share: null } });
		expect(sheet(somebody({ n: 9 }, { n: 1, grade: 2 })).grades[0]).toMatchObject({
			counts: [0, 1, 0, 0, 9],
			satisfied: { n: 10, count: 9, share: 0.9 },
			dissatisfied: { n: 10, count: 1, share: 0.1 }
		});
		expect(sheet(new Own())).toMatchObject({ grades: [], causes: null, verdict: 'too_few' });
	});

	it('leaves services with too few out, so that subtracting finds none', () => {
		const own = somebody({ n: 50, serviceId: 1 }, { n: 20, serviceId: 2 }, { n: 2, serviceId: 3 });
		expect(sheet(own).services.map(({ serviceId, n }) => [serviceId, n])).toEqual([[1, 50]]);
	});

	it('keeps scales apart, the most used first, and compares on that of the peers alone', () => {
		const own = somebody({ n: 30, scale: 3, grade: 3 }, { n: 12, scale: 5 });
		const content = sheet(own, [somebody({ n: 90 }), somebody({ n: 80 }, { n: 9, grade: 1 })]);
		expect(content.grades.map(({ scale, n }) => [scale, n])).toEqual([
			[3, 30],
			[5, 12]
		]);
		expect(content.peers.scale).toBe(5);
		expect(content).toMatchObject({ shrunken: null, adjusted: null, verdict: 'too_few' });
	});

	it('counts who graded others only among its ratings, and in no share', () => {
		expect(sheet(somebody({ n: 20 }, { n: 7, grade: 0 })).grades[0]).toMatchObject({
			n: 27,
			counts: [0, 0, 0, 0, 20],
			satisfied: { n: 20 }
		});
	});

	it('shows figures with and without marked ratings, and goes by those that its rule set counts', () => {
		const own = somebody({ n: 40 }, { n: 20, grade: 1, marked: true });
		const [withMarked, without] = [sheet(own), sheet(own, [], { countMarked: false })];
		for (const one of [withMarked, without])
			expect(one.grades[0]).toMatchObject({
				n: 60,
				satisfied: { n: 60, count: 40 },
				unmarked: { n: 40, count: 40 }
			});
		expect(namedOf(withMarked)).toMatchObject({
			n: { value: 60 },
			satisfied: { value: 40 / 60 },
			complaints: { value: 20 }
		});
		expect(namedOf(without)).toMatchObject({
			n: { value: 40 },
			satisfied: { value: 1 },
			dissatisfied: { value: 0 },
			mean: { value: 5 },
			complaints: { value: 0 }
		});
		expect(without.causes?.bad).toBe(0);
		expect(strata(own, 5, false)).toEqual([{ kind: 1, n: 40, count: 40 }]);
	});

	it('names the trend of up to four earlier periods of its kind, and none without ratings', () => {
		const own = somebody({ n: 30 }, { n: 20, window: 1, grade: 4 }, { n: 3, window: 3 });
		expect(sheet(own).earlier).toEqual([
			{
				from: '2025-10-01',
				to: '2025-12-31',
				n: 20,
				satisfied: expect.objectContaining({ share: 1 }) as object
			},
			{
				from: '2025-04-01',
				to: '2025-06-30',
				n: 3,
				satisfied: expect.objectContaining({ share: null, count: 0 }) as object
			}
		]);
	});
});

describe('its peers', () => {
	const staff = (sizes: readonly [good: number, bad: number][]) =>
		sizes.map(([good, bad]) => somebody({ n: good }, { n: bad, grade: 1 }));

	it('are nobody where one could work the others out', () => {
		const content = sheet(somebody({ n: 30 }), staff([[40, 5]]));
		expect(content.peers).toMatchObject({
			members: 2,
			n: 0,
			prior: null,
			standard: null,
			satisfied: { n: 0 }
		});
		expect(content).toMatchObject({ shrunken: null, adjusted: null, verdict: 'too_few' });
	});

	it('draw a share toward what they have in common, as the comparison page does', () => {
		const others = staff([
			[90, 10],
			[70, 30],
			[85, 15],
			[95, 5]
		]);
		const own = somebody({ n: 12 });
		const content = sheet(own, others);
		const all = [own, ...others].map((one, at) => ({
			id: at + 1,
			strata: strata(one, 5, true),
			isHidden: false
		}));
		const by = field(all, 10);
		const drawn = shrunken({ count: 12, n: 12 }, by.prior!);
		expect(content.shrunken!.share).toBeCloseTo(drawn.share, 8);
		expect(content.shrunken!.high).toBeLessThan(1);
		expect(content.peers.standard!.overall).toBeCloseTo(by.centre!, 8);
		expect(content.adjusted!.share).toBeCloseTo(by.peers[0]!.adjusted!.share, 8);
	});

	it('tell clearly better and worse from the same, and call no rank', () => {
		const alike = staff(Array.from({ length: 20 }, (_, at) => [90 + (at % 5), 10 - (at % 5)]));
		expect(sheet(somebody({ n: 60 }, { n: 60, grade: 1 }), alike).verdict).toBe('below');
		expect(sheet(somebody({ n: 400 }), alike).verdict).toBe('above');
		expect(sheet(somebody({ n: 88 }, { n: 12, grade: 1 }), alike).verdict).toBe('same');
		expect(sheet(somebody({ n: 20 }, { n: 3, grade: 1 }), alike, { minRatings: 50 }).verdict).toBe('too_few');
	});

	it('are the same verdicts that the comparison page gives, in many chance groups', () => {
		for (let seed = 1; seed <= 25; seed++) {
			const random = chance(seed);
			const staffed = Array.from({ length: 15 }, () => {
				const skill = random() < 0.2 ? 0.5 : 0.92;
				const own = new Own();
				for (let time = 20 + random() * 200; time > 0; time--) {
					const grade = random() < skill ? 5 : 1;
					const serviceId = 1 + Math.floor(random() * 4);
					own.count({ window: 0, serviceId, scale: 5, grade, marked: false, late: false, causes: [] });
				}
				return own;
			});
			const by = field(
				staffed.map((own, id) => ({ id, strata: strata(own, 5, true), isHidden: false })),
				10
			);
			const verdicts = staffed.map((own) => {
				const others = staffed.filter((one) => one !== own);
				return sheet(own, others).verdict;
			});
			expect(verdicts).toEqual(by.peers.map(({ verdict }) => verdict));
		}
	});

	it('are the same in whatever order the members stand', async () => {
		const db = database();
		const here = await town(db);
		await put(db, generate(here, 900, '2026-01-01', '2026-03-31'));
		const contents = [...(await said(db, here)).values()];
		expect(new Set(contents.map(({ peers }) => JSON.stringify(peers))).size).toBe(1);
		const own = somebody({ n: 30 }, { n: 4, grade: 2 });
		const others = staff([
			[50, 5],
			[20, 9]
		]);
		const rules = { countMarked: true, minRatings: 10, minSample: 10 };
		const one = new Map([
			[1, own],
			[2, others[0]!],
			[3, others[1]!]
		]);
		expect(peersOf('all', new Map([...one].reverse()), rules)).toEqual(peersOf('all', one, rules));
	});
});

describe('figures as formulas name them', () => {
	it('are shares from counts with their intervals, exact on an edge', () => {
		const content = sheet(somebody({ n: 24 }, { n: 6, grade: 1 }));
		expect(namedOf(content).satisfied).toEqual({
			value: 24 / 30,
			low: expect.closeTo(wilson(24, 30).low, 8) as number,
			high: expect.closeTo(wilson(24, 30).high, 8) as number
		});
		// 80 of 100: the edge of the band, and not a hair less.
		expect(outcomeOf(content, NOBODY)).toMatchObject({
			total: 8000,
			band: 'good',
			possible: ['good', 'rest']
		});
		const third = sheet(somebody({ n: 20 }, { n: 10, grade: 1 }));
		expect(namedOf(third).satisfied!.value).toBe(20 / 30);
	});

	it('are too few to say below the least count of the rule set, but for facts', () => {
		const content = sheet(somebody({ n: 20 }, { n: 9, grade: 1 }), [], { minRatings: 30 });
		const named = namedOf(content);
		for (const figure of ['satisfied', 'dissatisfied', 'mean', 'about_officer', 'complaints'] as const)
			expect(named[figure], figure).toBe(null);
		expect(named).toMatchObject({ n: { value: 29 }, appeals_upheld: { value: 0 } });
		expect(outcomeOf(content, NOBODY)).toMatchObject({ total: null, band: null, possible: [] });
		expect(
			namedOf(sheet(somebody({ n: 21 }, { n: 9, grade: 1 }), [], { minRatings: 30 })).satisfied!.value
		).toBe(0.7);
	});

	it('take nobody dissatisfied for nobody who named the officer', () => {
		expect(namedOf(sheet(somebody({ n: 30 })))).toMatchObject({
			about_officer: { value: 0, low: 0, high: 0 },
			complaints: { value: 0 }
		});
		expect(namedOf(sheet(somebody({ n: 30 }, { n: 5, grade: 1 }))).about_officer).toMatchObject({
			value: 1,
			high: 1
		});
	});

	it('are those of the share that is told', () => {
		expect(share(3, 30)).toMatchObject({ share: 0.1 });
		expect(namedOf(sheet(somebody({ n: 27 }, { n: 3, grade: 2 }))).dissatisfied!.value).toBe(0.1);
	});
});

describe('served cases', () => {
	it('are told only where they are known for every open day, of an officer by officer', async () => {
		const db = database();
		const here = await town(db);
		const { administrator, hr } = here.people;
		await put(db, generate(here, 600, '2026-01-01', '2026-03-31'));
		const [officers, units] = [await opened(db, here), await opened(db, here, { subject: 'unit' })];
		const days = daysBetween(QUARTER.from, QUARTER.to);
		const coverage = async (periodId: number, which: number) => {
			const found = (await sheetsOf(db, periodId)).find((one) => (one.officerId ?? one.unitId) === which)!;
			await draftOne(db, hr, found.id, AFTER);
			const [after] = (await sheetsOf(db, periodId)).filter(({ id }) => id === found.id);
			return after!.content!.coverage;
		};
		const served = (list: readonly string[], officerId: number, count = 3) =>
			db.write((tx) =>
				visits.put(
					tx,
					administrator,
					list.map((day) => ({
						branchId: here.branches.a,
						day,
						serviceId: here.services.declare,
						officerId,
						count
					})),
					'sổ',
					AFTER
				)
			);
		const { anh, binh } = here.officers;
		expect(await coverage(officers, anh)).toBe(null);
		await served(days.slice(1), anh);
		expect(await coverage(officers, anh)).toBe(null);
		expect(await coverage(units, here.branches.a)).toBe(null);
		await served(days.slice(0, 1), binh);
		const [own] = [await coverage(officers, anh)];
		expect(own).toMatchObject({ served: 3 * (days.length - 1) });
		expect(own!.share).toBeCloseTo(own!.rated / own!.served, 8);
		expect(await coverage(units, here.branches.a)).toMatchObject({ served: 3 * days.length });
		expect(await coverage(officers, here.officers.giang)).toBe(null);
		// Told for the day as a whole, nobody knows who served.
		await served(days.slice(4, 5), 0);
		expect(await coverage(officers, anh)).toBe(null);
		expect(await coverage(units, here.branches.a)).not.toBe(null);
	});
});
