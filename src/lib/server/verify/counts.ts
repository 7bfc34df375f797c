// Counts what the rollups count, from rows of the ledger as they pass by the verifier. Two splits suffice, by service
// and by officer; every other rollup is a sum of one of them.
import { AT, type Row } from './texts';

/** For each bucket (its key as text) eleven counters: n, the service's grades 1 … 5, the officer's 1 … 5. */
export type Counts = { keys: string[]; numbers: Int32Array };

export const WIDTH = 11;

/** A rating as it is counted. */
export type Counted = {
	branchId: unknown;
	serviceId: unknown;
	officerId: unknown;
	day: unknown;
	scale: unknown;
	marked: 0 | 1;
	serviceGrade: number | null;
	officerGrade: number | null;
};

export class Tally {
	#places = new Map<string, number>();
	#numbers = new Int32Array(WIDTH * 1_024);

	add(key: string, serviceGrade: number | null, officerGrade: number | null, by: 1 | -1 = 1): void {
		const at = this.#placeOf(key);
		const numbers = this.#numbers;
		numbers[at] = (numbers[at] ?? 0) + by;
		if (serviceGrade !== null) numbers[at + serviceGrade] = (numbers[at + serviceGrade] ?? 0) + by;
		if (officerGrade !== null) numbers[at + 5 + officerGrade] = (numbers[at + 5 + officerGrade] ?? 0) + by;
	}

	/** Adds the counters of another tally's bucket. */
	sum(key: string, numbers: Int32Array, from: number): void {
		const at = this.#placeOf(key);
		for (let index = 0; index < WIDTH; index++)
			this.#numbers[at + index] = (this.#numbers[at + index] ?? 0) + (numbers[from + index] ?? 0);
	}

	counts(): Counts {
		return { keys: [...this.#places.keys()], numbers: this.#numbers.slice(0, this.#places.size * WIDTH) };
	}

	#placeOf(key: string): number {
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		const at = this.#places.size * WIDTH;
		this.#places.set(key, at);
		if (at + WIDTH > this.#numbers.length) {
			const wider = new Int32Array(this.#numbers.length * 2);
			wider.set(this.#numbers);
			this.#numbers = wider;
		}
		return at;
	}
}

/** The two splits: by branch and service, by branch and officer, each with day, scale and mark. */
export class Splits {
	readonly byService = new Tally();
	readonly byOfficer = new Tally();

	add(one: Counted, by: 1 | -1 = 1): void {
		const rest = `${String(one.day)}|${String(one.scale)}|${one.marked}`;
		const { serviceGrade, officerGrade } = one;
		this.byService.add(
			`${String(one.branchId)}|${String(one.serviceId)}|${rest}`,
			serviceGrade,
			officerGrade,
			by
		);
		this.byOfficer.add(
			`${String(one.branchId)}|${String(one.officerId ?? 0)}|${rest}`,
			serviceGrade,
			officerGrade,
			by
		);
	}

	/** Adds a row as it was recorded: not marked, not struck, the officer as the ledger has it. */
	row(row: Row): void {
		const rest = `${row[AT.day]}|${row[AT.scale]}|0`;
		const serviceGrade = gradeOf(row[AT.serviceGrade]);
		const officerGrade = gradeOf(row[AT.officerGrade]);
		this.byService.add(`${row[AT.branchId]}|${row[AT.serviceId]}|${rest}`, serviceGrade, officerGrade);
		this.byOfficer.add(`${row[AT.branchId]}|${row[AT.officerId] ?? 0}|${rest}`, serviceGrade, officerGrade);
	}
}

/** A grade that has a counter; anything else an altered row may hold is counted nowhere, like in the rollups. */
export function gradeOf(value: unknown): number | null {
	return typeof value === 'number' && value >= 1 && value <= 5 && Number.isInteger(value) ? value : null;
}
