// What people write beside the figures: events that explain a bend in a trend.
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { people } from '../auth/table';
import { branches } from '../org/table';

export const annotations = sqliteTable(
	'annotations',
	{
		id: integer().primaryKey(),
		/** Of this branch and all under it; null: of the whole department. */
		branchId: integer().references(() => branches.id),
		fromDay: text().notNull(),
		/** The last day; the same as the first for an event of one day. */
		toDay: text().notNull(),
		body: text().notNull(),
		writtenBy: text()
			.notNull()
			.references(() => people.id),
		at: integer().notNull(),
		removedAt: integer()
	},
	(table) => [
		index('annotations_day').on(table.fromDay),
		check('annotations_span', sql`${table.toDay} >= ${table.fromDay}`)
	]
);
