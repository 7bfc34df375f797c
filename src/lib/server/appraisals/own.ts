// What is counted of one subject of an appraisal: narrow sums of its ratings, from which everything on its sheet is
// computed. Pure.
import { CAUSES, leaning, type Cause, type Scale } from '../../shared/rating';

/** A rating as it counts for a subject. Window 0: the period itself. Grade 0: the subject was not graded. */
export type Rated = {
	window: number;
	serviceId: number;
	scale: Scale;
	grade: number;
	marked: boolean;
	late: boolean;
	/** The causes that its reasons name. */
	causes: readonly Cause[];
};

/** How many gave each grade, worst first; before them how many graded others only. */
export type Grades = number[];

export type Causes = {
	bad: number;
	officer: number;
	elsewhere: number;
	unnamed: number;
	by: Record<Cause, number>;
};

type Kind = { window: number; serviceId: number; scale: Scale; marked: boolean };

export class Own {
	/** By window, service, scale and mark, as `keyOf` packs them; of earlier windows services are told by 0. */
	#grades = new Map<number, Grades>();
	/** Of the period, by scale and mark. */
	#causes = new Map<number, Causes>();
	standing = { marked: 0, struck: 0, settled: 0, late: 0 };

	/** Counts a rating, or with -1 takes it back. */
	count(rated: Rated, sign: 1 | -1 = 1): void {
		const key = keyOf(rated);
		let grades = this.#grades.get(key);
		if (!grades) this.#grades.set(key, (grades = Array.from({ length: rated.scale + 1 }, () => 0)));
		grades[rated.grade] = (grades[rated.grade] ?? 0) + sign;
		if (rated.window > 0) return;
		if (rated.late) this.standing.late += sign;
		if (rated.marked) this.standing.marked += sign;
		if (rated.grade > 0 && leaning(rated.grade, rated.scale) === 'dissatisfied') this.#blame(rated, sign);
	}

	#blame({ scale, marked, causes }: Rated, sign: 1 | -1): void {
		const key = scale * 2 + Number(marked);
		let sums = this.#causes.get(key);
		if (!sums) this.#causes.set(key, (sums = none()));
		sums.bad += sign;
		sums[causes.includes('officer') ? 'officer' : causes.length > 0 ? 'elsewhere' : 'unnamed'] += sign;
		for (const cause of new Set(causes)) sums.by[cause] += sign;
	}

	/** Every kind of rating of a window with how they graded, in a fixed order, whatever order they came in. */
	kinds(window: number): (Kind & { grades: Grades })[] {
		return [...this.#grades]
			.filter(([key, grades]) => Math.floor(key / WINDOW) === window && grades.some((n) => n !== 0))
			.sort(([one], [other]) => one - other)
			.map(([key, grades]) => ({ ...kindOf(key), grades }));
	}

	/** The grades of a window on a scale: all, or without those that are marked. */
	grades(window: number, scale: Scale, withMarked: boolean): Grades {
		const sums = Array.from({ length: scale + 1 }, () => 0);
		for (const one of this.kinds(window))
			if (one.scale === scale && (withMarked || !one.marked))
				one.grades.forEach((n, at) => (sums[at] = (sums[at] ?? 0) + n));
		return sums;
	}

	/** How many ratings of the period used a scale. */
	used(scale: Scale): number {
		let sum = 0;
		for (const [key, grades] of this.#grades)
			if (key < WINDOW && Math.floor(key / 2) % 8 === scale) for (const n of grades) sum += n;
		return sum;
	}

	causes(scale: Scale, withMarked: boolean): Causes {
		const sums = none();
		for (const marked of withMarked ? [0, 1] : [0]) {
			const of = this.#causes.get(scale * 2 + marked);
			if (!of) continue;
			for (const name of ['bad', 'officer', 'elsewhere', 'unnamed'] as const) sums[name] += of[name];
			for (const cause of CAUSES) sums.by[cause] += of.by[cause];
		}
		return sums;
	}
}

function none(): Causes {
	const by = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Record<Cause, number>;
	return { bad: 0, officer: 0, elsewhere: 0, unnamed: 0, by };
}

const WINDOW = 2 ** 46;

function keyOf({ window, serviceId, scale, marked }: Kind): number {
	return window * WINDOW + (window === 0 ? serviceId : 0) * 16 + scale * 2 + Number(marked);
}

function kindOf(key: number): Kind {
	const [window, rest] = [Math.floor(key / WINDOW), key % WINDOW];
	const scale = (Math.floor(rest / 2) % 8) as Scale;
	return { window, serviceId: Math.floor(rest / 16), scale, marked: rest % 2 === 1 };
}

/** All ratings of some grades, and those of them that graded the subject. */
export function sumOf(grades: Grades): { n: number; graded: number } {
	const n = grades.reduce((sum, one) => sum + one, 0);
	return { n, graded: n - (grades[0] ?? 0) };
}

/** How many of some grades lean which way. */
export function leaningOf(grades: Grades, scale: Scale, way: 'satisfied' | 'dissatisfied'): number {
	return grades.reduce((sum, n, at) => sum + (at > 0 && leaning(at, scale) === way ? n : 0), 0);
}
