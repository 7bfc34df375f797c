// The demo world on paper, before anything is written: who is where in the year, by position in these lists. Pure:
// the same wish gives the same plan. The first five branches and forty officers are always the demo world's own; a
// larger world adds plain ones after them.
import type { Day } from '../../../shared/day';
import type { Language, Words } from '../../../shared/language';
import { Problem } from '../../../shared/problem';
import { BRANCHES, RENAMED, type BranchSeed, type CounterSeed } from './branches';
import { FIRST_DAY, FIRST_UNTIL, LAST_UNTIL, yearsUntil, yearUntil } from './calendar';
import * as chances from './chance';
import { MOVER, nameOf, OFFICERS, POSTS } from './officers';
import { ALL, SERVICES } from './services';
import { dutiesOf, type Duty } from './duties';
import { calendar, type Calendar } from './truth';

export type Wish = {
	/** The last day of ratings, and over how many years they are spread; the truths lie in the last of them. */
	until: Day;
	years?: number;
	services?: number;
	branches: number;
	officers: number;
};

export type Plan = {
	days: Day[];
	calendar: Calendar;
	branches: { code: string; name: Words; opensSaturday: boolean; languages: Record<Language, number> }[];
	rename: { branch: number; name: Words };
	officers: { code: string; fullName: string; post: Words; branch: number; effect: number; desk?: string }[];
	move: { officer: number; to: number };
	/** How many of ALL there are; those of a counter are positions in it. */
	services: number;
	counters: (Omit<CounterSeed, 'services'> & { branch: number; services: number[] })[];
	duties: Duty[];
};

export const SMALLEST = { branches: BRANCHES.length, officers: OFFICERS.length, services: SERVICES.length };

/** Refuses (bad_shape) a world smaller than the demo world, and a year whose holidays are not written down. */
export function plan(wish: Wish): Plan {
	if (wish.branches < SMALLEST.branches) throw new Problem('bad_shape', { field: 'branches', least: 5 });
	if (wish.officers < SMALLEST.officers) throw new Problem('bad_shape', { field: 'officers', least: 40 });
	if (wish.until < FIRST_UNTIL || wish.until > LAST_UNTIL)
		throw new Problem('bad_shape', { field: 'until', first: FIRST_UNTIL, last: LAST_UNTIL });
	const seeds = branchesOf(wish);
	const { services = SMALLEST.services } = wish;
	if (services < SMALLEST.services || services > ALL.length)
		throw new Problem('bad_shape', { field: 'services', least: SMALLEST.services, most: ALL.length });
	const days = yearsUntil(wish.until, wish.years ?? 1);
	if (days[0]! < FIRST_DAY) throw new Problem('bad_shape', { field: 'years', first: FIRST_DAY });
	const events = calendar(yearUntil(wish.until));
	const counters = seeds.flatMap((seed, branch) =>
		seed.counters.map((counter) => ({ ...counter, branch, services: counter.services.map(serviceAt) }))
	);
	const officers = officersOf(wish, seeds);
	const move = {
		officer: officers.findIndex((officer) => officer.fullName === MOVER.fullName),
		to: seeds.findIndex((seed) => seed.code === MOVER.to)
	};
	const rename = { branch: seeds.findIndex((seed) => seed.code === RENAMED.branch), name: RENAMED.name };
	const branches = seeds.map(({ code, name, opensSaturday, languages }) => ({
		code,
		name,
		opensSaturday,
		languages
	}));
	const paper = { days, calendar: events, services, branches, rename, officers, move, counters };
	return { ...paper, duties: dutiesOf(paper) };
}

function serviceAt(code: string): number {
	return ALL.findIndex((service) => service.code === code);
}

function branchesOf({ branches, officers, services = SMALLEST.services }: Wish): BranchSeed[] {
	const extra = branches - SMALLEST.branches;
	const each = spread(officers - SMALLEST.officers, extra);
	return [
		...BRANCHES,
		...Array.from({ length: extra }, (_, index): BranchSeed => {
			const number = SMALLEST.branches + index + 1;
			return {
				code: `BTD-${String(number).padStart(2, '0')}`,
				name: {
					vi: `Hải quan Đội nghiệp vụ số ${number}`,
					en: `Customs Operations Team ${number}`,
					ja: `税関業務第${number}班`,
					zh: `海关第${number}业务队`,
					ko: `세관 업무 제${number}팀`
				},
				opensSaturday: number % 3 === 0,
				officers: each[index]!,
				languages: { vi: 62, en: 5, ja: 9, zh: 10, ko: 14 },
				counters: Array.from({ length: Math.max(1, Math.round(each[index]! * 0.375)) }, (_, place) =>
					plainCounter(number, place + 1, services)
				)
			};
		})
	];
}

function plainCounter(branch: number, place: number, services: number): CounterSeed {
	// Three services in turn; consultation on value stays with those the truths name.
	const offered = [0, 1, 2].map((step) => ALL[(branch + place * 3 + step * 5) % services]!.code);
	const others = offered.filter((code) => code !== 'TV-TG');
	return {
		code: `D${branch}-Q${place}`,
		name: {
			vi: `Quầy ${place}`,
			en: `Counter ${place}`,
			ja: `${place}番窓口`,
			zh: `${place}号窗口`,
			ko: `${place}번 창구`
		},
		services: others,
		officerMode: 'duty',
		seats: 1,
		weight: 1
	};
}

function officersOf({ officers }: Wish, seeds: BranchSeed[]): Plan['officers'] {
	const own = OFFICERS.map(({ post, branch, ...rest }) => ({
		...rest,
		post: POSTS[post],
		branch: seeds.findIndex((seed) => seed.code === branch)
	}));
	const plainBranches = seeds.slice(SMALLEST.branches);
	const homes =
		plainBranches.length > 0
			? plainBranches.flatMap((seed, index) =>
					Array.from({ length: seed.officers }, () => SMALLEST.branches + index)
				)
			: Array.from({ length: officers - own.length }, (_, index) => index % SMALLEST.branches);
	// Of their own seed, so that who is good does not hang on the seed of the ratings.
	const chance = chances.make(335);
	const plain = homes.map((branch, index) => {
		const effect = chance.normal() * 0.25;
		// Only the twenty are at 0.
		return { fullName: nameOf(index), post: POSTS.inspector, branch, effect: effect === 0 ? 0.01 : effect };
	});
	return [...own, ...plain].map((officer, index) => ({ ...officer, code: `BTD${String(1001 + index)}` }));
}

/** `count` things over `places`, as even as can be. */
function spread(count: number, places: number): number[] {
	return Array.from(
		{ length: places },
		(_, index) => Math.floor((count * (index + 1)) / places) - Math.floor((count * index) / places)
	);
}
