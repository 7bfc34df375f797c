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

// Each at two grains, day ('2026-11-22') and month ('2026-11'): a period is read as its whole months and the days
// at its edges, so that a department-wide year is a few thousand rows. officerId 0 stands for "nobody". Struck
// ratings are in none; those marked by a plausibility rule are counted apart (marked 1), so that every figure can be
// read with and without them.
const span = () => ({
	grain: text({ enum: ['day', 'month'] }).notNull(),
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

export const rollupBranchOfficer = sqliteTable(
	'rollup_branch_officer',
	{ branchId: integer().notNull(), officerId: integer().notNull(), ...span(), ...counts() },
	(table) => [
		primaryKey({
			columns: [table.branchId, table.grain, table.span, table.officerId, table.scale, table.marked]
		})
	]
);

/** How far the roller has folded ratings, marks and entries: one row, written in the transaction of the counts. */
export const rollupProgress = sqliteTable('rollup_progress', {
	id: integer().primaryKey(),
	position: integer().notNull(),
	markId: integer().notNull().default(0),
	entryId: integer().notNull().default(0),
	/** How far the plausibility rules have looked. */
	lookedPosition: integer().notNull().default(0)
});
