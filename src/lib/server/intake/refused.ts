// The drawer as people look at it: refused ratings, newest first, with what can be read of each.
import { and, count, desc, eq, isNotNull, isNull, lt, ne, sql } from 'drizzle-orm';
import * as v from 'valibot';
import { isLanguage, type Language } from '../../shared/language';
import { SCALES, type Scale } from '../../shared/rating';
import { people } from '../auth/table';
import type { Reads } from '../db/open';
import { devices } from '../devices/table';
import { ratings, refusedRatings } from '../ratings/table';

/** What can be read of a rating, however it came: a field that is not what it should be is null. */
export type Content = {
	id: string | null;
	counterId: number | null;
	serviceId: number | null;
	officerId: number | null;
	scale: Scale | null;
	serviceGrade: number | null;
	officerGrade: number | null;
	reasons: string[];
	language: Language | null;
	/** The tablet's clock. */
	tappedAt: number | null;
};

export type Refused = Content & {
	refusedId: number;
	device: { id: number; name: string };
	receivedAt: number;
	code: string;
	details: Record<string, unknown>;
	/** Its number in its tablet's chain; null where that place is another's. */
	seq: number | null;
	comment: string | null;
	commentErasedAt: number | null;
	/** Whether the ledger has a rating with this id, from another way. */
	isRecorded: boolean;
	/** As it came, for what cannot be read otherwise; at most BODY characters. */
	body: string;
	settled: { at: number; as: 'taken_in' | 'set_aside'; by: string | null; reason: string | null } | null;
};

export const BODY = 2_000;

// Place-holders of a chain sealed anew: there is nothing to look at.
const SHOWN = ne(refusedRatings.code, 'resealed');

/** A page of the drawer, those that wait for a decision or those that were decided; `before`: an earlier page's last. */
export async function page(
	db: Reads,
	{ settled, before, limit }: { settled: boolean; before: number | null; limit: number }
): Promise<{ refused: Refused[]; next: number | null }> {
	const rows = await db
		.select({ row: refusedRatings, device: devices.name, by: people.name, recorded: ratings.position })
		.from(refusedRatings)
		.innerJoin(devices, eq(devices.id, refusedRatings.deviceId))
		.leftJoin(people, eq(people.id, refusedRatings.settledBy))
		.leftJoin(ratings, eq(ratings.id, sql`${refusedRatings.body} ->> '$.id'`))
		.where(
			and(
				SHOWN,
				settled ? isNotNull(refusedRatings.settledAt) : isNull(refusedRatings.settledAt),
				before === null ? undefined : lt(refusedRatings.id, before)
			)
		)
		.orderBy(desc(refusedRatings.id))
		.limit(limit + 1);
	return {
		refused: rows.slice(0, limit).map(({ row, device, by, recorded }) => ({
			...contentOf(row.body),
			refusedId: row.id,
			device: { id: row.deviceId, name: device },
			receivedAt: row.receivedAt,
			code: row.code,
			details: row.details,
			seq: row.seq,
			comment: row.comment,
			commentErasedAt: row.erasedAt,
			isRecorded: recorded !== null,
			body: row.body.slice(0, BODY),
			settled:
				row.settledAt === null || row.settledAs === null
					? null
					: { at: row.settledAt, as: row.settledAs, by, reason: row.settledReason }
		})),
		next: rows.length > limit ? (rows[limit - 1]?.row.id ?? null) : null
	};
}

/** How many wait for a decision, and how many were decided. */
export async function counted(db: Reads): Promise<{ open: number; settled: number }> {
	const [row] = await db
		.select({ all: count(), open: sql<number>`count(*) FILTER (WHERE ${refusedRatings.settledAt} IS NULL)` })
		.from(refusedRatings)
		.where(SHOWN);
	return { open: row?.open ?? 0, settled: (row?.all ?? 0) - (row?.open ?? 0) };
}

const number = v.fallback(v.nullable(v.pipe(v.number(), v.safeInteger())), null);
const ContentShape = v.object({
	id: v.fallback(v.nullable(v.pipe(v.string(), v.maxLength(64))), null),
	...{ counterId: number, serviceId: number, officerId: number },
	scale: v.fallback(v.nullable(v.picklist(SCALES)), null),
	...{ serviceGrade: number, officerGrade: number, tappedAt: number },
	reasons: v.fallback(v.array(v.string()), []),
	language: v.fallback(v.nullable(v.custom<Language>(isLanguage)), null)
});

function contentOf(body: string): Content {
	const nothing = { id: null, counterId: null, serviceId: null, officerId: null, scale: null };
	const grades = { serviceGrade: null, officerGrade: null, tappedAt: null, reasons: [], language: null };
	try {
		const raw = { ...nothing, ...grades, ...(JSON.parse(body) as object) };
		return v.parse(ContentShape, raw);
	} catch {
		return { ...nothing, ...grades };
	}
}
