// Many plausible ratings straight into the ledger, seeded, for tests that check figures against it.
import { createHash } from 'node:crypto';
import { dayOf, daysBetween, instantOf, type Day } from '../src/lib/shared/day';
import { LANGUAGES } from '../src/lib/shared/language';
import type { Scale } from '../src/lib/shared/rating';
import { record, type Entry } from '../src/lib/server/ratings/record';
import type { Db } from '../src/lib/server/db/open';
import { ZONE, type Town } from './town';

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** One rating as the ledger keeps it; what is not said is plain. `number` makes the id. */
export function entry(town: Town, number: number, said: Partial<Entry> = {}): Entry {
	const tappedAt = said.tappedAt ?? instantOf(said.day ?? '2026-03-02', ZONE, 9);
	const id = createHash('sha256').update(`rating ${number}`).digest('hex');
	return {
		id: `${id.slice(0, 8)}-${id.slice(8, 12)}-4${id.slice(13, 16)}-8${id.slice(17, 20)}-${id.slice(20, 32)}`,
		form: 1,
		channel: 'import',
		deviceId: null,
		seq: null,
		branchId: town.branches.a,
		counterId: town.counters.a1,
		serviceId: town.services.declare,
		officerId: town.officers.anh,
		questionnaireId: town.questionnaire.versionId,
		scale: 5,
		serviceGrade: 5,
		officerGrade: 5,
		reasons: [],
		language: 'vi',
		tappedAt,
		zone: ZONE,
		skewMs: 0,
		day: dayOf(tappedAt, ZONE),
		receivedAt: tappedAt + 1_000,
		tookMs: 6_000,
		visitRef: null,
		digest: id,
		comment: null,
		salt: null,
		...said
	};
}

/** Records entries in their order. */
export function put(db: Db, entries: readonly Entry[]): Promise<number> {
	return db.write((tx) => record(tx, entries));
}

const CHOSEN = [[], ['quick'], [], ['rude', 'long-wait'], [], [], ['courteous']];

/**
 * `count` ratings at both branches, spread over the days, in no order of days (some tablets are late), with every
 * service and officer, some graded nobody, and a few on scales of three and four.
 */
export function generate(town: Town, count: number, from: Day, to: Day, seed = 1): Entry[] {
	const random = chance(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const days = daysBetween(from, to);
	const { anh, binh, chau, dung, giang, ha } = town.officers;
	const places = [
		{ branchId: town.branches.a, counterId: town.counters.a1, officers: [anh, binh, chau, dung] },
		{ branchId: town.branches.b, counterId: town.counters.b1, officers: [giang, ha, anh] }
	];
	return Array.from({ length: count }, (_, number) => {
		const { officers, ...place } = pick(places);
		const scale: Scale = random() < 0.9 ? 5 : random() < 0.5 ? 4 : 3;
		const grade = () => Math.max(1, scale - Math.floor(random() * random() * scale));
		const day = pick(days);
		const officerId = random() < 0.9 ? pick(officers) : null;
		return entry(town, number, {
			...place,
			day,
			tappedAt: instantOf(day, ZONE, 7 + Math.floor(random() * 10), Math.floor(random() * 60)),
			serviceId: pick(Object.values(town.services)),
			officerId,
			scale,
			serviceGrade: grade(),
			officerGrade: officerId !== null && random() < 0.8 ? grade() : null,
			reasons: CHOSEN[number % CHOSEN.length] ?? [],
			language: pick(LANGUAGES),
			comment: random() < 0.2 ? `Góp ý ${number}` : null
		});
	});
}
