// An appeal as those see it who decide, are asked or watch: the rating, who was on duty, what was pressed on the same
// tablet just before and after, the marks, and all that was said. A leader and HR are told neither the instant nor the
// neighbours nor what the customer wrote, as where ratings are reviewed; nobody is told how to reach the customer.
import { and, eq, gte, lte } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import type { Cause } from '../../shared/rating';
import { may } from '../../shared/role';
import { holds } from '../auth/scope';
import type { Db, Reads } from '../db/open';
import * as duty from '../org/duty';
import * as names from '../org/names';
import { questionnaireVersions } from '../org/table';
import { reviewed, type Reviewed } from '../ratings/reviewed';
import { comments, ratings } from '../ratings/table';
import * as upkeep from '../ratings/upkeep';
import * as acts from './acts';
import { isConcerned, one, type Appeal } from './appeals';
import * as replies from './replies';

/** How far around the rating the roster is shown, and how many neighbours on either side. */
export const AROUND_MS = 2 * 3_600_000;
export const NEIGHBOURS = 4;

export type Reason = { code: string; words: Words; fits: 'bad' | 'good'; cause: Cause };
export type Neighbour = {
	/** Before (negative) or after the rating. */
	seconds: number;
	serviceGrade: number;
	officerGrade: number | null;
	officerId: number | null;
	scale: number;
	struck: boolean;
	marked: boolean;
	/** The rating itself, at 0 seconds. */
	isIt: boolean;
};
export type OnDuty = { officerId: number; fromAt: number; untilAt: number | null; isThere: boolean };

export type View = {
	appeal: Omit<Appeal, 'ratingId' | 'overdueToldAt'> & { isOverdue: boolean };
	rating: Omit<Reviewed, 'entries'>;
	reasons: Reason[];
	/** 'kept': there, and not for this reader. */
	comment: { body: string } | 'none' | 'erased' | 'kept';
	reply: { at: number; body: string | null } | null;
	acts: Pick<acts.Act, 'id' | 'at' | 'act' | 'actorName' | 'actorRole' | 'body'>[];
	/** Null for a reader who is not told. */
	roster: OnDuty[] | null;
	neighbours: Neighbour[] | null;
	called: { branch: Words; counter: Words; service: Words; officers: Record<number, string> };
	mayDecide: boolean;
	/** A reviewer who has a part in it: another one must decide. */
	isConcerned: boolean;
	mayOpine: boolean;
};

/** An appeal for a reader. Refuses not_found: none, or outside their branches. */
export async function view(db: Db, person: Person, appealId: number, at: number): Promise<View> {
	if (!may(person.role, 'appeals.see')) throw new Problem('not_found');
	await upkeep.catchUp(db);
	const appeal = await one(db.read, appealId);
	const [row] = await db.read.select().from(ratings).where(eq(ratings.id, appeal.ratingId));
	if (!row || !holds(person.scope, row.branchId)) throw new Problem('not_found', { appeal: appealId });
	const isExact = may(person.role, 'appeals.decide') || person.role === 'auditor';
	const { entries: _entries, ...rating } = (await reviewed(db.read, [row.position], isExact)).get(
		row.position
	)!;
	const concerned = may(person.role, 'appeals.decide') && (await isConcerned(db.read, person, appeal));
	const isOpen = appeal.state === 'open';
	const roster = isExact ? await rosterOf(db.read, row) : null;
	const neighbours = isExact ? await neighboursOf(db.read, row) : null;
	const officerIds = [appeal.officerId, rating.officerId, rating.claimedOfficerId].concat(
		(roster ?? []).map(({ officerId }) => officerId),
		(neighbours ?? []).map(({ officerId }) => officerId)
	);
	const { ratingId, overdueToldAt: _told, ...known } = appeal;
	return {
		appeal: { ...known, isOverdue: isOpen && appeal.dueAt < at },
		rating,
		reasons: await reasonsOf(db.read, row.questionnaireId, row.reasons),
		comment: await commentOf(db.read, ratingId, isExact),
		reply: (await replies.of(db.read, appeal.officerId, [ratingId])).get(ratingId) ?? null,
		acts: (await acts.of(db.read, appealId)).map(({ id, at: when, act, actorName, actorRole, body }) => ({
			...{ id, at: when, act, actorName, actorRole, body }
		})),
		roster,
		neighbours,
		called: await called(db.read, row, officerIds),
		mayDecide: may(person.role, 'appeals.decide') && isOpen && !concerned,
		isConcerned: concerned,
		mayOpine: may(person.role, 'appeals.opine') && isOpen
	};
}

type RatingRow = typeof ratings.$inferSelect;

/** Who sat at the counter around the instant. */
async function rosterOf(db: Reads, { counterId, tappedAt, skewMs }: RatingRow): Promise<OnDuty[]> {
	const at = tappedAt + skewMs;
	const around = { counterIds: [counterId], fromAt: at - AROUND_MS, untilAt: at + AROUND_MS };
	return (await duty.list(db, around)).map(({ officerId, fromAt, untilAt }) => ({
		...{ officerId, fromAt, untilAt },
		isThere: fromAt <= at && (untilAt === null || untilAt > at)
	}));
}

/** What was given on the same tablet just before and after, by its own numbers. Of paper and imports there is none. */
async function neighboursOf(
	db: Reads,
	{ position, deviceId, seq, tappedAt, skewMs }: RatingRow
): Promise<Neighbour[]> {
	if (deviceId === null || seq === null) return [];
	const rows = await db
		.select()
		.from(ratings)
		.where(
			and(
				...[eq(ratings.deviceId, deviceId), gte(ratings.seq, seq - NEIGHBOURS)],
				lte(ratings.seq, seq + NEIGHBOURS)
			)
		)
		.orderBy(ratings.seq);
	const known = await reviewed(
		db,
		rows.map((row) => row.position),
		true
	);
	return rows.map((row) => {
		const { officerId, officerGrade, struck, marked } = known.get(row.position)!;
		const { serviceGrade, scale } = row;
		return {
			seconds: Math.round((row.tappedAt + row.skewMs - tappedAt - skewMs) / 1000),
			...{ serviceGrade, scale, officerId, officerGrade, struck, marked },
			isIt: row.position === position
		};
	});
}

/** The reasons tapped, in the words of the questionnaire that the customer saw. */
export async function reasonsOf(db: Reads, versionId: number, codes: readonly string[]): Promise<Reason[]> {
	const [version] = await db
		.select({ content: questionnaireVersions.content })
		.from(questionnaireVersions)
		.where(eq(questionnaireVersions.id, versionId));
	return (version?.content.reasons ?? []).filter(({ code }) => codes.includes(code));
}

async function commentOf(db: Reads, ratingId: string, isTold: boolean): Promise<View['comment']> {
	const [row] = await db.select().from(comments).where(eq(comments.ratingId, ratingId));
	if (!row) return 'none';
	if (row.body === null) return 'erased';
	return isTold ? { body: row.body } : 'kept';
}

async function called(
	db: Reads,
	{ branchId, counterId, serviceId, day }: RatingRow,
	officerIds: readonly (number | null)[]
): Promise<View['called']> {
	const { branches, counters, services, officers } = await names.on(db, day);
	return {
		branch: branches.get(branchId)!.name,
		counter: counters.get(counterId)!.name,
		service: services.get(serviceId)!.name,
		officers: Object.fromEntries(
			[...new Set(officerIds)].flatMap((id) =>
				id === null ? [] : [[id, officers.get(id)?.fullName ?? ''] as const]
			)
		)
	};
}
