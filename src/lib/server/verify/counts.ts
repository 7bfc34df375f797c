// Counts what the rollups count, from rows of the ledger as they pass by the verifier and from the rollups as they lie
// there: both as sums (prints.ts) of the same buckets.
import { addDays, isDay, monthOf, weekdayOf } from '../../shared/day';
import { EACH, type Rollup } from '../ratings/bucket';
import { FOLDS, type Grain } from '../ratings/folds';
import { offsets } from '../ratings/zones';
import { Printer, type Part, type Prints } from './prints';
import { AT, type Row } from './texts';

/** A rating as it is counted. */
export type Counted = {
	position: number;
	branchId: unknown;
	counterId: unknown;
	serviceId: unknown;
	officerId: unknown;
	versionId: unknown;
	day: unknown;
	zone: unknown;
	/** The corrected instant of the tap, and when it arrived. */
	at: number;
	receivedAt: unknown;
	scale: unknown;
	marked: 0 | 1;
	serviceGrade: unknown;
	officerGrade: unknown;
	/** JSON. */
	reasons: unknown;
};

/** What all ratings of a day have in common. */
type Today = {
	spans: Record<Grain, string>;
	weekday: number;
	places: number[];
	first: number;
	last: number;
};

export const groupOf = (table: string, grain: string, span: string): string => `${table}|${grain}|${span}`;

export class Counting {
	#printer: Printer;
	#days = new Map<unknown, Today>();
	#clocks: Clocks;
	#chosen = new Map<unknown, string[]>();

	/** The keys of all counters and services together. */
	#together: Record<string, Part>;

	/** `zones`: those in use, whose clocks the rollups follow. */
	constructor(secret: string, zones: readonly string[]) {
		this.#printer = new Printer(secret);
		this.#clocks = new Clocks(zones);
		const part = (key: string) => this.#printer.part(key, 0);
		this.#together = { counterId: part('counterId'), serviceId: part('serviceId') };
	}

	/** Adds a row as it was recorded: not marked, not struck, the officer as the ledger has it. */
	row(row: Row): void {
		this.add({
			position: row[AT.position] as number,
			branchId: row[AT.branchId],
			counterId: row[AT.counterId],
			serviceId: row[AT.serviceId],
			officerId: row[AT.officerId],
			versionId: row[AT.questionnaireId],
			day: row[AT.day],
			zone: row[AT.zone],
			at: Number(row[AT.tappedAt]) + Number(row[AT.skewMs]),
			receivedAt: row[AT.receivedAt],
			scale: row[AT.scale],
			marked: 0,
			serviceGrade: row[AT.serviceGrade],
			officerGrade: row[AT.officerGrade],
			reasons: row[AT.reasons]
		});
	}

	/** Counts a rating, or with −1 takes it out again. */
	add(one: Counted, by: 1 | -1 = 1): void {
		const printer = this.#printer;
		const today = this.#today(one.day);
		today.first = Math.min(today.first, one.position);
		today.last = Math.max(today.last, one.position);
		const keys: Record<string, Part> = {
			branchId: printer.part('branchId', one.branchId),
			counterId: printer.part('counterId', one.counterId),
			serviceId: printer.part('serviceId', one.serviceId),
			officerId: printer.part('officerId', one.officerId ?? 0),
			versionId: printer.part('versionId', one.versionId),
			slot: printer.part('slot', today.weekday * 24 + this.#clocks.hour(one)),
			kind: printer.part('kind', `${String(one.scale)} ${one.marked}`)
		};
		const [service, officer] = [gradeOf(one.serviceGrade), gradeOf(one.officerGrade)];
		const chosen = this.#reasonsOf(one.reasons);
		const isLate = this.#clocks.isLate(one);
		let table = '';
		for (const [index, { rollup, grain, from }] of EACH.entries()) {
			if (grain === 'late' && !isLate) continue;
			const place = today.places[index] ?? 0;
			if (FOLDS[from].counts === 'reasons')
				for (const code of chosen) {
					printer.bucket(partsOf(rollup, { ...keys, code: printer.part('code', code) }));
					printer.add(place, 0, by);
				}
			else {
				// Most grains of a table are of the same bucket.
				if (grain === 'officer') printer.bucket(partsOf(rollup, { ...keys, ...this.#together }));
				else if (rollup.table !== table) printer.bucket(partsOf(rollup, keys));
				printer.add(place, 0, by);
				if (service !== null) printer.add(place, service, by);
				if (officer !== null) printer.add(place, 5 + officer, by);
			}
			table = FOLDS[from].counts === 'reasons' ? '' : rollup.table;
		}
	}

	/** Adds what another has counted. */
	take(prints: Prints): void {
		this.#printer.take(prints);
	}

	prints(): Prints {
		for (const { places, first, last } of this.#days.values())
			for (const place of places) this.#printer.reach(place, first, last);
		return this.#printer.prints();
	}

	#today(day: unknown): Today {
		let today = this.#days.get(day);
		if (!today) {
			const text = String(day);
			const weekday = isDay(text) ? weekdayOf(text) : 0;
			const week = isDay(text) ? addDays(text, -((weekday + 6) % 7)) : '';
			const spans = { day: text, week, month: monthOf(text), late: text, officer: monthOf(text) };
			const places = EACH.map(({ rollup, grain }) =>
				this.#printer.place(groupOf(rollup.table, grain, spans[grain]))
			);
			today = { spans, weekday, places, first: Infinity, last: 0 };
			this.#days.set(day, today);
		}
		return today;
	}

	#reasonsOf(json: unknown): string[] {
		if (json === '[]') return [];
		let codes = this.#chosen.get(json);
		if (!codes) {
			codes = parsed(json);
			if (this.#chosen.size > 5_000) this.#chosen.clear();
			this.#chosen.set(json, codes);
		}
		return codes;
	}
}

/** The keys of a bucket's hash. */
export function partsOf({ keys }: Rollup, parts: Readonly<Record<string, Part>>): Part[] {
	return [...keys, 'kind'].map((key) => parts[key] as Part);
}

function parsed(json: unknown): string[] {
	try {
		const codes = JSON.parse(String(json)) as unknown;
		return Array.isArray(codes) ? codes.map(String) : [];
	} catch {
		return [];
	}
}

/** A grade that has a counter; anything else an altered row may hold is counted nowhere, like in the rollups. */
export function gradeOf(value: unknown): number | null {
	return typeof value === 'number' && value >= 1 && value <= 5 && Number.isInteger(value) ? value : null;
}

/** The hours that the clocks of zones show; those of a zone that no branch is in are told in UTC, as the rollups do. */
class Clocks {
	#zones: ReadonlyMap<unknown, [from: string, offsetMs: number][]>;

	constructor(zones: readonly string[]) {
		this.#zones = new Map(zones.map((zone) => [zone, offsets(zone)]));
	}

	hour(one: Counted): number {
		return Math.trunc((one.at + this.#offsetMs(one)) / 3_600_000) % 24;
	}

	/** Whether it came after its day was over, and not just at once. */
	isLate(one: Counted): boolean {
		const receivedAt = Number(one.receivedAt);
		if (receivedAt - one.at < 600_000) return false;
		return receivedAt >= Date.parse(String(one.day)) + 86_400_000 - this.#offsetMs(one);
	}

	#offsetMs({ zone, day }: Counted): number {
		const known = this.#zones.get(zone);
		return (known?.length === 1 ? known[0] : known?.findLast(([from]) => from <= String(day)))?.[1] ?? 0;
	}
}
