// The rollups: disposable, folded from the ledger and folded again whenever somebody doubts them. Read by their names in
// bucket.ts and in analytics.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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

// Most at two grains, day ('2026-11-22') and month ('2026-11'): a period is read as its whole months and the days
// at its edges, so that a department-wide year is a few thousand rows. Where one person could be told from a day's or
// an hour's figures the finer grain is the week (its Monday's day): what is not kept cannot be asked. officerId 0
// stands for "nobody". Struck ratings are in none; those marked by a plausibility rule are counted apart (marked 1),
// so that every figure can be read with and without them.
const span = () => ({
	grain: text({ enum: ['day', 'week', 'month', 'late', 'officer'] }).notNull(),
	span: text().notNull(),
	scale: integer().notNull(),
	marked: integer().notNull()
});

export const rollupAll = sqliteTable('rollup_all', { ...span(), ...counts() }, (table) => [
	primaryKey({ columns: [table.grain, table.span, table.scale, table.marked] })
]);

export const rollupBranch = sqliteTable(
	'rollup_branch',
	{ branchId: integer().notNull(), ...span(), ...counts() },
	(table) => [primaryKey({ columns: [table.branchId, table.grain, table.span, table.scale, table.marked] })]
);

export const rollupService = sqliteTable(
	'rollup_service',
	{ serviceId: integer().notNull(), ...span(), ...counts() },
	(table) => [primaryKey({ columns: [table.grain, table.span, table.serviceId, table.scale, table.marked] })]
);

export const rollupBranchService = sqliteTable(
	'rollup_branch_service',
	{ branchId: integer().notNull(), serviceId: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({
			columns: [table.branchId, table.grain, table.span, table.serviceId, table.scale, table.marked]
		})
	]
);

/**
 * Who served what where: week and month. The one rollup that knows officers and counters. At the grain 'officer' the
 * months of officers alone, counter and service 0.
 */
export const rollupDesk = sqliteTable(
	'rollup_desk',
	{
		branchId: integer().notNull(),
		counterId: integer().notNull(),
		officerId: integer().notNull(),
		serviceId: integer().notNull(),
		...span(),
		...counts()
	},
	(table) => [
		primaryKey({
			columns: [
				table.branchId,
				table.grain,
				table.span,
				table.counterId,
				table.officerId,
				table.serviceId,
				table.scale,
				table.marked
			]
		})
	]
);

/** The branches in which an officer was ever counted, so that one officer's rows are found without an index. */
export const rollupPlace = sqliteTable(
	'rollup_place',
	{ officerId: integer().notNull(), branchId: integer().notNull() },
	(table) => [primaryKey({ columns: [table.officerId, table.branchId] })]
);

/** By the hour of the week in the branch's zone: `slot` = weekday (Sunday 0) × 24 + hour. Week and month. */
export const rollupHour = sqliteTable(
	'rollup_hour',
	{ branchId: integer().notNull(), slot: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({ columns: [table.branchId, table.grain, table.span, table.slot, table.scale, table.marked] })
	]
);

export const rollupServiceHour = sqliteTable(
	'rollup_service_hour',
	{ serviceId: integer().notNull(), slot: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({ columns: [table.grain, table.span, table.serviceId, table.slot, table.scale, table.marked] })
	]
);

/** How many ratings chose a reason; its words, its cause and what it fits stand in the questionnaire's version. */
const reason = () => ({
	serviceId: integer().notNull(),
	versionId: integer().notNull(),
	code: text().notNull(),
	...span(),
	n: integer().notNull()
});

export const rollupReason = sqliteTable(
	'rollup_reason',
	{ branchId: integer().notNull(), ...reason() },
	(table) => [
		primaryKey({
			columns: [
				table.branchId,
				table.grain,
				table.span,
				table.serviceId,
				table.versionId,
				table.code,
				table.scale,
				table.marked
			]
		})
	]
);

export const rollupAllReason = sqliteTable('rollup_all_reason', reason(), (table) => [
	primaryKey({
		columns: [
			table.grain,
			table.span,
			table.serviceId,
			table.versionId,
			table.code,
			table.scale,
			table.marked
		]
	})
]);

/** How far a zone's clocks are before UTC, from a day until the next row's: SQL cannot know it (zones.ts). */
export const rollupZones = sqliteTable(
	'rollup_zones',
	{ zone: text().notNull(), fromDay: text().notNull(), offsetMs: integer().notNull() },
	(table) => [primaryKey({ columns: [table.zone, table.fromDay] })]
);

/** How far the roller has folded ratings, marks and entries: one row, written in the transaction of the counts. */
export const rollupProgress = sqliteTable('rollup_progress', {
	id: integer().primaryKey(),
	position: integer().notNull(),
	markId: integer().notNull().default(0),
	entryId: integer().notNull().default(0),
	/** How far the plausibility rules have looked. */
	lookedPosition: integer().notNull().default(0),
	/** The last comment (rowid) that can be searched for. */
	commentId: integer().notNull().default(0)
});
