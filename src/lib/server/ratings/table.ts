// The ledger, append-only by triggers (drizzle/…_triggers.sql); what customers wrote, erasable on its own; the
// drawer of refused ratings; marks and entries, and how ratings stand by them; epochs and checkpoints.
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../shared/language';
import { CHANNELS } from '../../shared/rating';
import { devices } from '../devices/table';
import { branches, counters, officers, questionnaireVersions, services } from '../org/table';

export const ratings = sqliteTable(
	'ratings',
	{
		/** The ledger's own running number: 1, 2, 3 … without a gap. */
		position: integer().primaryKey(),
		/** Made by the client (UUID). */
		id: text().notNull().unique(),
		/** The version of the record's own form (shared/rating.ts, RATING_FORM). */
		form: integer().notNull(),
		channel: text({ enum: CHANNELS }).notNull(),
		/** Null for paper and import. */
		deviceId: integer().references(() => devices.id),
		seq: integer(),
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		counterId: integer()
			.notNull()
			.references(() => counters.id),
		serviceId: integer()
			.notNull()
			.references(() => services.id),
		officerId: integer().references(() => officers.id),
		questionnaireId: integer()
			.notNull()
			.references(() => questionnaireVersions.id),
		scale: integer().notNull(),
		serviceGrade: integer().notNull(),
		officerGrade: integer(),
		reasons: text({ mode: 'json' }).$type<string[]>().notNull(),
		language: text({ enum: LANGUAGES }).notNull(),
		/** The tablet's clock at the first grade, the zone it was in, and the skew measured when it was sent. */
		tappedAt: integer().notNull(),
		zone: text().notNull(),
		skewMs: integer().notNull(),
		/** The business day in the branch's zone of the corrected instant (tappedAt + skewMs). */
		day: text().notNull(),
		receivedAt: integer().notNull(),
		tookMs: integer().notNull(),
		/** The served case, where one is known. */
		visitRef: text(),
		/** SHA-256 of what the tablet sent, without the comment's words (shared/seal.ts); of form 1 in hex. */
		digest: text().notNull(),
		/** The chain hash of the device's rating numbered one lower. Null for form 1 and for what no tablet sealed. */
		prev: text(),
		/** What the tablet said of the officer where the duty table says otherwise; such a rating counts for none. */
		claimedOfficerId: integer(),
		claimedOfficerGrade: integer(),
		/** The skew the tablet itself knew at the tap, and its clock as it sent the batch. */
		toldSkewMs: integer(),
		sentAt: integer(),
		/** SHA-256 of salt and comment (shared/seal.ts), which `comments` keeps as long as they are not erased. */
		commentDigest: text(),
		/** On the last rating of a batch that was new: the ticket and the signature over the batch's head. */
		ticket: text(),
		signature: text(),
		/** This row's link in the ledger's own chain (ratings/chain.ts). Null in rows from before the first epoch. */
		link: text()
	},
	(table) => [
		uniqueIndex('ratings_device_seq').on(table.deviceId, table.seq),
		index('ratings_officer_day').on(table.officerId, table.day),
		check('ratings_scale', sql`${table.scale} IN (3, 4, 5)`),
		check('ratings_service_grade', sql`${table.serviceGrade} BETWEEN 1 AND ${table.scale}`),
		check(
			'ratings_officer_grade',
			sql`${table.officerGrade} IS NULL OR (${table.officerId} IS NOT NULL AND ${table.officerGrade} BETWEEN 1 AND ${table.scale})`
		),
		check('ratings_position', sql`${table.position} >= 1`)
	]
);

export const comments = sqliteTable('comments', {
	ratingId: text()
		.primaryKey()
		.references(() => ratings.id),
	/** Both null once erased. */
	body: text(),
	salt: text(),
	erasedAt: integer()
});

/** Ratings that could not be recorded, whole, for people to look at. */
export const refusedRatings = sqliteTable(
	'refused_ratings',
	{
		id: integer().primaryKey(),
		deviceId: integer()
			.notNull()
			.references(() => devices.id),
		receivedAt: integer().notNull(),
		code: text().notNull(),
		details: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		/** The rating's JSON as it came, but for comment and salt, which stand beside it and can be erased. */
		body: text().notNull(),
		/** SHA-256 of the body: the same refused rating sent again is kept once. */
		bodyHash: text().notNull(),
		comment: text(),
		salt: text(),
		erasedAt: integer(),
		/** Its place in the device's chain, and the signature where it was the last of its batch. */
		seq: integer(),
		prev: text(),
		digest: text(),
		sentAt: integer(),
		ticket: text(),
		signature: text(),
		/** What a person made of it: taken into the ledger under `ratingId`, or set aside for good. */
		settledAt: integer(),
		settledAs: text({ enum: ['taken_in', 'set_aside'] }),
		settledBy: text(),
		settledReason: text()
	},
	(table) => [
		uniqueIndex('refused_ratings_once').on(table.deviceId, table.bodyHash),
		index('refused_ratings_seq').on(table.deviceId, table.seq)
	]
);

export const ENTRY_ACTS = [
	'strike_proposed',
	'strike_confirmed',
	'strike_declined',
	'lift_proposed',
	'lift_confirmed',
	'lift_declined',
	'officer_settled',
	'mark_cleared',
	'comment_erased'
] as const;

/** What people have said about ratings since: append-only and chained like the ledger. A rating itself never changes. */
export const ratingEntries = sqliteTable(
	'rating_entries',
	{
		/** 1, 2, 3 … without a gap. */
		id: integer().primaryKey(),
		at: integer().notNull(),
		act: text({ enum: ENTRY_ACTS }).notNull(),
		ratingId: text()
			.notNull()
			.references(() => ratings.id),
		/** The proposal that a confirmation or a refusal answers. */
		answersId: integer(),
		/** For officer_settled: who served, or null for nobody. For mark_cleared: the rule. */
		officerId: integer().references(() => officers.id),
		rule: text(),
		/** 'two_persons', or 'appeal' with the appeal in `appealId`. */
		ground: text({ enum: ['two_persons', 'appeal'] }).notNull(),
		appealId: integer(),
		reason: text().notNull(),
		actorKind: text({ enum: ['person', 'system'] }).notNull(),
		actorId: text().notNull(),
		actorName: text().notNull(),
		link: text().notNull()
	},
	(table) => [index('rating_entries_rating').on(table.ratingId)]
);

export const MARK_RULES = [
	'too_soon',
	'burst',
	'same_run',
	'outside_hours',
	'nobody_on_duty',
	'officer_unclear',
	'clock'
] as const;
export type MarkRule = (typeof MARK_RULES)[number];

/** What the plausibility rules have marked, with the numbers that made them; append-only. */
export const marks = sqliteTable(
	'marks',
	{
		id: integer().primaryKey(),
		position: integer()
			.notNull()
			.references(() => ratings.position),
		rule: text({ enum: MARK_RULES }).notNull(),
		numbers: text({ mode: 'json' }).$type<Record<string, number | string>>().notNull(),
		at: integer().notNull()
	},
	(table) => [uniqueIndex('marks_once').on(table.position, table.rule)]
);

/**
 * How ratings stand that do not stand as they were recorded: made of marks and entries, disposable like the rollups.
 * A rating without a row here counts as it was recorded and is not marked.
 */
export const standings = sqliteTable(
	'standings',
	{
		position: integer().primaryKey(),
		struck: integer().notNull(),
		/** 1 while any mark on it has not been cleared. */
		marked: integer().notNull(),
		/** 1 where a person has said who served: then these two hold instead of the ledger's. */
		settled: integer().notNull(),
		officerId: integer(),
		officerGrade: integer()
	},
	(table) => [index('standings_officer').on(table.officerId)]
);

/** The lives of this database: founded, adopted from before the chain, restored from a backup. */
export const epochs = sqliteTable('epochs', {
	number: integer().primaryKey(),
	/** Chance; tablets compare it. */
	id: text().notNull().unique(),
	startedAt: integer().notNull(),
	reason: text({ enum: ['founded', 'adopted', 'restored'] }).notNull(),
	/** The ledger's last position and link as the epoch began. */
	position: integer().notNull(),
	link: text().notNull(),
	details: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull()
});

/** Signed statements of how far the ledger has come, each naming the hash of the one before (ratings/checkpoint.ts). */
export const checkpoints = sqliteTable('checkpoints', {
	number: integer().primaryKey(),
	at: integer().notNull(),
	/** Canonical JSON; `hash` is its SHA-256, `signature` Ed25519 by `publicKey` (SPKI, DER), all base64url. */
	statement: text().notNull(),
	hash: text().notNull(),
	signature: text().notNull(),
	publicKey: text().notNull()
});
