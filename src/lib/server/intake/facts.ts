// What intake must know of the set-up to judge a rating, read once and kept until the audit trail says that
// something has changed.
import { eq, isNotNull, sql } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import type { Scale } from '../../shared/rating';
import { last } from '../audit/trail';
import type { Reads } from '../db/open';
import { branchVersions, counterVersions, duties, questionnaireVersions, services } from '../org/table';

type Span<T> = T & { fromDay: Day; untilDay: Day | null };

export type Facts = {
	/** The audit line up to which these hold; also the tag of every tablet's set-up. */
	tag: number;
	counters: Map<number, Span<{ branchId: number }>[]>;
	zones: Map<number, string>;
	/** Service → the first day on which it is no more, or null. */
	services: Map<number, Day | null>;
	questionnaires: Map<number, { scale: Scale; reasons: Set<string> }>;
	/** Who sat at a counter and when; asked once for each counter. */
	duties: (counterId: number) => Promise<DutySpan[]>;
};

/** From one instant until another (null: still), milliseconds. */
export type DutySpan = { officerId: number; fromAt: number; untilAt: number | null };

/** A reader of the facts that asks the database again only when the trail has grown. */
export function reader(db: Reads): () => Promise<Facts> {
	let known: Facts | undefined;
	return async () => {
		const tag = await last(db);
		if (known?.tag !== tag) known = await read(db, tag);
		return known;
	};
}

async function read(db: Reads, tag: number): Promise<Facts> {
	const facts: Facts = {
		tag,
		counters: new Map(),
		zones: new Map(),
		services: new Map(),
		questionnaires: new Map(),
		duties: remembered((counterId) =>
			db
				.select({ officerId: duties.officerId, fromAt: duties.fromAt, untilAt: duties.untilAt })
				.from(duties)
				.where(eq(duties.counterId, counterId))
		)
	};
	for (const row of await db.select().from(counterVersions)) push(facts.counters, row.counterId, row);
	for (const row of await db.select().from(branchVersions))
		if (row.untilDay === null) facts.zones.set(row.branchId, row.zone);
	for (const row of await db.select().from(services)) facts.services.set(row.id, row.closedDay);
	const published = await db
		.select()
		.from(questionnaireVersions)
		.where(isNotNull(questionnaireVersions.publishedAt));
	for (const { id, content } of published)
		facts.questionnaires.set(id, {
			scale: content.scale,
			reasons: new Set(content.reasons.map((reason) => reason.code))
		});
	return facts;
}

/** Whether a device stood at a counter at some time, for one that has been moved since. */
export type StoodAt = (deviceId: number, counterId: number) => Promise<boolean>;

/** By the audit trail, where every pairing and every move left a line. */
export function stood(db: Reads): StoodAt {
	return async (deviceId, counterId) => {
		const [row] = await db.all<{ found: number }>(
			sql`SELECT EXISTS (SELECT 1 FROM audit_notes WHERE subject = ${`device:${deviceId}`}
				AND act IN ('devices.pair', 'devices.change') AND details ->> 'counterId' = ${counterId}) AS found`
		);
		return row?.found === 1;
	};
}

/** Asks once for each key. An answer that failed is asked for again. */
function remembered<T>(ask: (key: number) => PromiseLike<T>): (key: number) => Promise<T> {
	const known = new Map<number, Promise<T>>();
	return (key) => {
		let answer = known.get(key);
		if (!answer) {
			// Awaited here, once: a question of drizzle's is asked again by everybody who awaits it.
			answer = (async () => await ask(key))();
			known.set(key, answer);
			answer.catch(() => known.delete(key));
		}
		return answer;
	};
}

function push<T>(map: Map<number, T[]>, key: number, value: T): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}

/** The version that held on a day; before the first there was none, so the first stands for it. */
export function on<T extends { fromDay: Day; untilDay: Day | null }>(versions: T[], day: Day): T | undefined {
	let first: T | undefined;
	for (const version of versions) {
		if (version.fromDay <= day && (version.untilDay === null || day < version.untilDay)) return version;
		if (!first || version.fromDay < first.fromDay) first = version;
	}
	return first && day < first.fromDay ? first : undefined;
}
