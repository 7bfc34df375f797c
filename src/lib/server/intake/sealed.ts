// The seals of a batch: are its ratings an unbroken run of one chain, and what is its head?
import { Problem } from '../../shared/problem';
import { chainHash, digest } from '../ratings/seal';

/** A rating as it came, with its place in its device's chain re-computed. */
export type Sealed = {
	raw: Record<string, unknown>;
	seq: number;
	prev: string;
	digest: string;
	/** What the next rating carries as `prev`. */
	hash: string;
};

const HASH = /^[A-Za-z0-9_-]{43}$/;

/**
 * The ratings of a batch with their seals. Refuses the whole batch, bad_shape with the field, where one has no place
 * in a chain or does not follow the one before it: no signature over the last could speak for it.
 */
export function unseal(ratings: readonly unknown[]): Sealed[] {
	const run: Sealed[] = [];
	let before: Sealed | undefined;
	for (const [index, raw] of ratings.entries()) {
		const { seq, prev } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
		const refused = (field: string) => new Problem('bad_shape', { field: `ratings.${index}.${field}` });
		if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1) throw refused('seq');
		if (typeof prev !== 'string' || !HASH.test(prev)) throw refused('prev');
		if (before && (seq !== before.seq + 1 || prev !== before.hash)) throw refused('prev');
		const place = { seq, prev, digest: digest(raw as object) };
		before = { raw: raw as Record<string, unknown>, ...place, hash: chainHash(place) };
		run.push(before);
	}
	return run;
}
