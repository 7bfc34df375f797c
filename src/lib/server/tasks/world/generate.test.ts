import { describe, expect, test } from 'vitest';
import { monthOf, weekdayOf } from '../../../shared/day';
import { reasonsFor } from '../../../shared/questionnaire';
import { isHoliday } from './calendar';
import { generate, type Given, type GivenDay } from './generate';
import { OFFICERS, WORSE } from './officers';
import { plan } from './plan';
import { QUESTIONNAIRE } from './questionnaire';
import { SERVICES } from './services';
import * as truth from './truth';

const world = plan({ until: '2026-11-21', branches: 5, officers: 40 });
const days = [...generate(world, { seed: 7, count: 40_000 })];
const all = days.flatMap(({ day, ratings }) => ratings.map((rating) => ({ ...rating, day })));
type Dated = Given & Pick<GivenDay, 'day'>;

const branchOf = (rating: Given) => world.branches[world.counters[rating.counter]!.branch]!.code;
const officerOf = (rating: Given) => (rating.officer === null ? null : world.officers[rating.officer]!);

/** The share of grades 4 and 5 among those given, with their number. */
function share(ratings: Dated[], grade: 'serviceGrade' | 'officerGrade') {
	const given = ratings.map((rating) => rating[grade]).filter((value) => value !== null);
	const p = given.filter((value) => value >= 4).length / given.length;
	return { n: given.length, p, error: Math.sqrt((p * (1 - p)) / given.length) };
}

describe('the generator', () => {
	test('gives the same ratings for the same seed, and others for another', () => {
		const some = (seed: number) => [...generate(world, { seed, count: 2_000 })];
		expect(some(7)).toEqual(some(7));
		expect(some(8)).not.toEqual(some(7));
	});

	test('gives exactly as many as wished, each with an id of its own', () => {
		expect(all).toHaveLength(40_000);
		expect(new Set(all.map((rating) => rating.id)).size).toBe(40_000);
		for (const count of [0, 1, 997]) {
			const given = [...generate(world, { seed: 1, count })].reduce(
				(sum, day) => sum + day.ratings.length,
				0
			);
			expect(given).toBe(count);
		}
	});

	test('keeps holidays and Sundays empty, and Saturdays to the mornings of two branches', () => {
		for (const { day, ratings } of days) {
			expect(isHoliday(day), day).toBe(false);
			expect(weekdayOf(day), day).not.toBe(0);
			if (weekdayOf(day) !== 6) continue;
			for (const rating of ratings) {
				expect(['BTD-01', 'BTD-04']).toContain(branchOf(rating));
				expect(new Date(rating.at + 7 * 3_600_000).getUTCHours()).toBeLessThan(12);
			}
		}
		const shown = days.map(({ day }) => day);
		expect(shown).not.toContain('2026-02-17');
		expect(shown).not.toContain('2026-09-02');
		expect([shown[0], shown.at(-1)]).toEqual(['2025-11-22', '2026-11-21']);
	});

	test('lets each tablet count from 1 without a gap, in the order of taps and of arrival', () => {
		for (const [counter] of world.counters.entries()) {
			const own = all.filter((rating) => rating.counter === counter);
			expect(own.map((rating) => rating.seq)).toEqual(own.map((_, index) => index + 1));
			const outOfOrder = own.filter((rating, index) => {
				const before = own[index - 1];
				return before && (rating.at < before.at || rating.receivedAt <= before.receivedAt);
			});
			expect(outOfOrder).toEqual([]);
		}
		expect(all.some((rating) => rating.receivedAt - rating.at > 600_000)).toBe(true);
	});

	test('has an officer at the counter who has duty there, and offers only its services', () => {
		const wrong = all.filter((rating) => {
			const sitting = world.duties
				.filter((duty) => duty.counter === rating.counter && duty.fromDay <= rating.day)
				.filter((duty) => duty.untilDay === null || rating.day < duty.untilDay)
				.map((duty) => duty.officer);
			const rightOfficer = rating.officer === null ? sitting.length === 0 : sitting.includes(rating.officer);
			return !rightOfficer || !world.counters[rating.counter]!.services.includes(rating.service);
		});
		expect(wrong).toEqual([]);
	});

	test('gives only reasons that the tablet would have offered after these grades, each once', () => {
		const wrong = all.filter(({ serviceGrade, officerGrade, reasons }) => {
			const offered = reasonsFor(QUESTIONNAIRE, serviceGrade, officerGrade).map((reason) => reason.code);
			return reasons.some((reason) => !offered.includes(reason)) || new Set(reasons).size !== reasons.length;
		});
		expect(wrong).toEqual([]);
	});

	test('has comments on two to four in a hundred, and the five languages about as planned', () => {
		const commented = all.filter((rating) => rating.comment !== null).length / all.length;
		expect(commented).toBeGreaterThan(0.02);
		expect(commented).toBeLessThan(0.04);
		const of = (language: string) => all.filter((rating) => rating.language === language).length / all.length;
		for (const [language, about] of Object.entries({ vi: 0.62, ko: 0.14, zh: 0.1, ja: 0.09, en: 0.05 }))
			expect(Math.abs(of(language) - about), language).toBeLessThan(0.025);
	});
});

describe('the planted truths', () => {
	test('exactly twenty officers are equal, in plan and in the expected share', () => {
		const equal = OFFICERS.filter((officer) => officer.effect === 0);
		expect(equal).toHaveLength(20);
		const names = new Set(equal.map((officer) => officer.fullName));
		const expected = truth.satisfied(truth.officerGrades(0));
		expect(expected).toBeCloseTo(0.92, 3);
		let beyond = 0;
		for (const name of names) {
			const own = share(
				all.filter((rating) => officerOf(rating)?.fullName === name),
				'officerGrade'
			);
			expect(own.n, name).toBeGreaterThan(300);
			expect(Math.abs(own.p - expected) / own.error, name).toBeLessThan(4);
			if (Math.abs(own.p - expected) / own.error > 1.96) beyond++;
		}
		// One in twenty lies outside a 95 % interval by chance; many would mean they are not equal.
		expect(beyond).toBeLessThanOrEqual(4);
		// None of them serves those who take the service out on the officer.
		const consulted = all.filter((rating) => SERVICES[rating.service]!.code === truth.HARD_DESK.service);
		for (const rating of consulted) expect(names).not.toContain(officerOf(rating)!.fullName);
	});

	test('one officer is worse, with ratings enough to say so', () => {
		const worse = share(
			all.filter((rating) => officerOf(rating)?.fullName === WORSE),
			'officerGrade'
		);
		expect(worse.n).toBeGreaterThan(400);
		expect(worse.p + 4 * worse.error).toBeLessThan(truth.satisfied(truth.officerGrades(0)));
		expect(Math.abs(worse.p - truth.satisfied(truth.officerGrades(-1.1))) / worse.error).toBeLessThan(4);
	});

	test('one branch was slow in one month: its services fell, people said why, its officers did not fall', () => {
		const here = all.filter((rating) => branchOf(rating) === truth.SLOW.branch);
		const inMonth = here.filter((rating) => monthOf(rating.day) === world.calendar.slowMonth);
		const outside = here.filter((rating) => monthOf(rating.day) !== world.calendar.slowMonth);
		const [slow, usual] = [share(inMonth, 'serviceGrade'), share(outside, 'serviceGrade')];
		expect(world.calendar.slowMonth).toBe('2026-09');
		expect(usual.p - slow.p).toBeGreaterThan(0.2);
		const officers = [share(inMonth, 'officerGrade'), share(outside, 'officerGrade')] as const;
		expect(Math.abs(officers[0].p - officers[1].p)).toBeLessThan(4 * officers[0].error);
		const waiting = (ratings: Dated[]) => {
			const unhappy = ratings.filter((rating) => rating.serviceGrade <= 2 && rating.reasons.length > 0);
			const causes = unhappy.filter((rating) => ['long-wait', 'late-result'].includes(rating.reasons[0]!));
			return causes.length / unhappy.length;
		};
		expect(waiting(inMonth)).toBeGreaterThan(0.6);
		expect(waiting(outside)).toBeLessThan(0.5);
	});

	test('the consultation desk looks worse only because of what it serves', () => {
		const atDesk = world.officers.filter((officer) => officer.desk !== undefined);
		expect(atDesk.map((officer) => officer.effect)).toEqual([0.2, 0.22]);
		const raw = share(
			all.filter((rating) => officerOf(rating)?.desk !== undefined),
			'officerGrade'
		);
		expect(raw.p + 4 * raw.error).toBeLessThan(truth.satisfied(truth.officerGrades(0)));
	});

	test('for one week nobody was on duty at one counter', () => {
		const alone = all.filter((rating) => rating.officer === null);
		expect(alone.length).toBeGreaterThan(0);
		for (const rating of alone) {
			expect(world.counters[rating.counter]!.code).toBe(truth.UNSTAFFED.counter);
			expect(rating.day >= world.calendar.unstaffedFrom && rating.day < world.calendar.unstaffedUntil).toBe(
				true
			);
			expect(rating.officerGrade).toBeNull();
		}
	});

	test('the hall is less content at its two full hours', () => {
		const hour = (rating: Given) => new Date(rating.at + 7 * 3_600_000).getUTCHours();
		const rush = share(
			all.filter((rating) => [9, 14].includes(hour(rating))),
			'serviceGrade'
		);
		const calm = share(
			all.filter((rating) => ![9, 14].includes(hour(rating))),
			'serviceGrade'
		);
		expect(calm.p - rush.p).toBeGreaterThan(4 * rush.error);
		expect(rush.n / all.length).toBeGreaterThan(0.35);
	});
});

test('a larger world keeps the demo world and its truths, and adds plain branches', () => {
	const large = plan({ until: '2026-11-21', branches: 30, officers: 300 });
	expect(large.branches).toHaveLength(30);
	expect(large.officers).toHaveLength(300);
	expect(large.officers.slice(0, 40)).toEqual(world.officers);
	expect(large.officers.filter((officer) => officer.effect === 0)).toHaveLength(20);
	expect(new Set(large.officers.map((officer) => officer.code)).size).toBe(300);
	const seated = new Set(large.duties.map((duty) => duty.officer));
	expect(seated.size).toBe(300);
	for (const counter of large.counters) expect(counter.services.length).toBeGreaterThan(0);
});

test('refuses a world smaller than the demo world and a year whose holidays it does not know', () => {
	expect(() => plan({ until: '2026-11-21', branches: 4, officers: 40 })).toThrow('bad_shape');
	expect(() => plan({ until: '2026-11-21', branches: 5, officers: 39 })).toThrow('bad_shape');
	expect(() => plan({ until: '2039-11-21', branches: 5, officers: 40 })).toThrow('bad_shape');
});
