// Served cases, where they are known from a queue system or a count by hand: the denominator of coverage.
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { branches, services } from '../org/table';

export const visitCounts = sqliteTable(
	'visit_counts',
	{
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		/** The business day in the branch's zone. */
		day: text().notNull(),
		serviceId: integer()
			.notNull()
			.references(() => services.id),
		/** 0 where it is not known who served. */
		officerId: integer().notNull().default(0),
		count: integer().notNull(),
		/** Where the number comes from, as whoever brought it says. */
		source: text().notNull(),
		at: integer().notNull()
	},
	(table) => [
		primaryKey({ columns: [table.branchId, table.day, table.serviceId, table.officerId] }),
		check('visit_counts_count', sql`${table.count} >= 0`)
	]
);
