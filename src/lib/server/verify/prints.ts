// Sums by which two lots of counts are told apart without keeping either: for each span of a rollup and each of its
// counters Σ count × hash(bucket), three times over. Ten million ratings and as many buckets so take a few megabytes.
// The hashes hang on a secret drawn for this one run: nobody can prepare counts that cancel out.
import { hash } from 'node:crypto';

const LANES = 3;
/** n, the service's grades 1 … 5, the officer's 1 … 5. */
export const COUNTERS = 11;
const WIDTH = LANES * COUNTERS;
/** A prime; with hashes of 22 bits every product below stays a whole number. */
const PRIME = 0x7fffffff;

/** What a bucket's hash is made of, one for each of its keys. */
export type Part = Int32Array;
/** For each group its sums, and the first and last position of the ledger that it counted. */
export type Prints = { groups: string[]; numbers: Int32Array; first: number[]; last: number[] };

export class Printer {
	readonly #secret: string;
	#places = new Map<string, number>();
	#numbers = new Int32Array(WIDTH * 256);
	#first: number[] = [];
	#last: number[] = [];
	#parts = new Map<string, Map<unknown, Part>>();
	#hash = new Int32Array(LANES);

	constructor(secret: string) {
		this.#secret = secret;
	}

	/** The hashes of one key's value. */
	part(key: string, value: unknown): Part {
		let known = this.#parts.get(key);
		if (!known) this.#parts.set(key, (known = new Map()));
		let part = known.get(value);
		if (!part) {
			const bytes = hash('sha256', `${this.#secret} ${key} ${typeof value} ${String(value)}`, 'buffer');
			part = Int32Array.from({ length: LANES }, (_, lane) => bytes.readInt32LE(lane * 4));
			known.set(value, part);
		}
		return part;
	}

	/** The bucket of these keys, for `add`; it holds until the next one is named. */
	bucket(parts: readonly Part[]): void {
		for (let lane = 0; lane < LANES; lane++) {
			let mixed = 0;
			for (const part of parts) mixed ^= part[lane] ?? 0;
			// The finalizer of MurmurHash3 (A. Appleby): what the parts have in common must not show in their sum.
			mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
			mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
			this.#hash[lane] = (mixed ^ (mixed >>> 16)) >>> 10;
		}
	}

	/** The place of a group: one span of a rollup. */
	place(group: string): number {
		const known = this.#places.get(group);
		if (known !== undefined) return known;
		const place = this.#places.size;
		this.#places.set(group, place);
		this.#first.push(Infinity);
		this.#last.push(0);
		if ((place + 1) * WIDTH > this.#numbers.length) {
			const wider = new Int32Array(this.#numbers.length * 2);
			wider.set(this.#numbers);
			this.#numbers = wider;
		}
		return place;
	}

	/** Counts the bucket `by` more on one counter of a group: any whole number up to 2^31, also below 0. */
	add(place: number, counter: number, by: number): void {
		const at = place * WIDTH + counter * LANES;
		for (let lane = 0; lane < LANES; lane++)
			this.#put(at + lane, by === 1 ? (this.#hash[lane] ?? 0) : (by * (this.#hash[lane] ?? 0)) % PRIME);
	}

	#put(at: number, more: number): void {
		let sum = (this.#numbers[at] ?? 0) + more;
		if (sum >= PRIME) sum -= PRIME;
		this.#numbers[at] = sum < 0 ? sum + PRIME : sum;
	}

	/** Says that a group has counted these positions. */
	reach(place: number, first: number, last: number): void {
		this.#first[place] = Math.min(this.#first[place] ?? Infinity, first);
		this.#last[place] = Math.max(this.#last[place] ?? 0, last);
	}

	/** Adds what another has counted with the same secret. */
	take({ groups, numbers, first, last }: Prints): void {
		for (const [index, group] of groups.entries()) {
			const place = this.place(group);
			this.reach(place, first[index] ?? Infinity, last[index] ?? 0);
			for (let at = 0; at < WIDTH; at++) this.#put(place * WIDTH + at, numbers[index * WIDTH + at] ?? 0);
		}
	}

	prints(): Prints {
		const groups = [...this.#places.keys()];
		const numbers = this.#numbers.slice(0, groups.length * WIDTH);
		return { groups, numbers, first: this.#first, last: this.#last };
	}
}

/** The groups whose sums differ, a missing one being one of nothing, with the positions that the second has counted. */
export function differing(one: Prints, other: Prints): { group: string; first: number; last: number }[] {
	const [left, right] = [one, other].map(({ groups }) => new Map(groups.map((group, at) => [group, at])));
	const found = [];
	for (const group of new Set([...one.groups, ...other.groups])) {
		const [here, there] = [left?.get(group), right?.get(group)];
		const sums = (prints: Prints, at: number | undefined, index: number) =>
			at === undefined ? 0 : (prints.numbers[at * WIDTH + index] ?? 0);
		for (let index = 0; index < WIDTH; index++)
			if (sums(one, here, index) !== sums(other, there, index)) {
				const [first, last] = [other.first[there ?? -1] ?? Infinity, other.last[there ?? -1] ?? 0];
				found.push({ group, first, last });
				break;
			}
	}
	return found;
}
