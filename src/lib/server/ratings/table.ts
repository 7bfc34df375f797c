// The ledger, append-only by triggers (drizzle/…_triggers.sql); what customers wrote, erasable on its own; the
// drawer of refused ratings; and the rollups, which are disposable and can be folded again from the ledger.
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
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
		/** SHA-256 of the rating as it was sent (canonical JSON, without the comment), in hex. */
		digest: text().notNull()
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
	/** Null once erased. */
	body: text(),
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
		/** The rating's JSON, as it came. */
		body: text().notNull(),
		/** SHA-256 of the body: the same refused rating sent again is kept once. */
		bodyHash: text().notNull()
	},
	(table) => [uniqueIndex('refused_ratings_once').on(table.deviceId, table.bodyHash)]
);

// One count for each grade of the service (s) and of the officer (o); grades above the scale stay 0.
const counts = () => ({
	n: integer().notNull(),
	s1: integer().notNull(),
	s2: integer().notNull(),
	s3: integer().notNull(),
	s4: integer().notNull(),
	s5: integer().notNull(),
	o1: integer().notNull(),
	o2: integer().notNull(),
	o3: integer().notNull(),
	o4: integer().notNull(),
	o5: integer().notNull()
});

// Each at two grains, day ('2026-11-22') and month ('2026-11'): a period is read as its whole months and the days
// at its edges, so that a department-wide year is a few thousand rows. officerId 0 stands for "nobody".
const span = () => ({
	grain: text({ enum: ['day', 'month'] }).notNull(),
	span: text().notNull(),
	scale: integer().notNull()
});

export const rollupAll = sqliteTable('rollup_all', { ...span(), ...counts() }, (table) => [
	primaryKey({ columns: [table.grain, table.span, table.scale] })
]);

export const rollupBranch = sqliteTable(
	'rollup_branch',
	{ branchId: integer().notNull(), ...span(), ...counts() },
	(table) => [primaryKey({ columns: [table.branchId, table.grain, table.span, table.scale] })]
);

export const rollupService = sqliteTable(
	'rollup_service',
	{ serviceId: integer().notNull(), ...span(), ...counts() },
	(table) => [primaryKey({ columns: [table.grain, table.span, table.serviceId, table.scale] })]
);

export const rollupBranchService = sqliteTable(
	'rollup_branch_service',
	{ branchId: integer().notNull(), serviceId: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({ columns: [table.branchId, table.grain, table.span, table.serviceId, table.scale] })
	]
);

export const rollupBranchOfficer = sqliteTable(
	'rollup_branch_officer',
	{ branchId: integer().notNull(), officerId: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({ columns: [table.branchId, table.grain, table.span, table.officerId, table.scale] })
	]
);

/** How far the roller has folded: one row, written in the same transaction as the counts. */
export const rollupProgress = sqliteTable('rollup_progress', {
	id: integer().primaryKey(),
	position: integer().notNull()
});
