// Chance from a seed: the same seed gives the same throws, on every machine. sfc32, a small generator that passes
// the usual batteries (PractRand) and is quick enough for millions of ratings.

export type Chance = {
	/** Evenly spread over 0 ≤ x < 1. */
	next: () => number;
	/** 32 random bits, as an unsigned number. */
	bits: () => number;
	/** Evenly one of 0 … below − 1. */
	below: (below: number) => number;
	/** Around 0 with standard deviation 1. */
	normal: () => number;
};

export function make(seed: number): Chance {
	let a = 0x9e3779b9 ^ seed;
	let b = 0x243f6a88;
	let c = 0xb7e15162;
	let counter = 1;
	function bits(): number {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return sum >>> 0;
	}
	for (let warm = 0; warm < 20; warm++) bits();
	const next = () => bits() / 4_294_967_296;
	return {
		next,
		bits,
		below: (below) => Math.floor(next() * below),
		// Box–Muller; the second value is thrown away for the sake of a plain state.
		normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
	};
}

/** Weights as running totals ending at 1, for `draw`. */
export function totals(weights: readonly number[]): number[] {
	const sum = weights.reduce((all, weight) => all + weight, 0);
	let run = 0;
	return weights.map((weight) => (run += weight) / sum);
}

/** The index that an even throw (0 ≤ x < 1) falls on in running totals. */
export function draw(running: readonly number[], x: number): number {
	let index = 0;
	while (index < running.length - 1 && x >= running[index]!) index++;
	return index;
}

/** A UUID (version 4 in form) from a seed's chance. */
export function uuid(chance: Chance): string {
	const hex = (value: number) => value.toString(16).padStart(8, '0');
	const one = hex(chance.bits());
	const two = hex(chance.bits());
	const three = hex(chance.bits());
	const four = hex(chance.bits());
	const variant = '89ab'[chance.below(4)];
	return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${variant}${three.slice(1, 4)}-${three.slice(4)}${four}`;
}
