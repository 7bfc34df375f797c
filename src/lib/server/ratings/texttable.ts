// What of comments can be filtered and searched: made from the ledger and `comments`, disposable. The words themselves
// lie in the full-text index comment_words (a virtual table, drizzle/…_leader_rest.sql) under the same numbers.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../shared/language';

export const commentRows = sqliteTable(
	'comment_rows',
	{
		/** The rowid in `comments`: grows as they arrive. */
		id: integer().primaryKey(),
		position: integer().notNull().unique(),
		branchId: integer().notNull(),
		serviceId: integer().notNull(),
		day: text().notNull(),
		language: text({ enum: LANGUAGES }).notNull(),
		scale: integer().notNull(),
		/** About the service. */
		grade: integer().notNull()
	},
	(table) => [index('comment_rows_branch').on(table.branchId, table.id)]
);
