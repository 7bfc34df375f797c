// Groups of officers that HR has entered to see whether they are graded differently, and whether the monitor is on.
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { officers } from '../org/table';

/** The newest row holds; without one it is off. */
export const fairnessSettings = sqliteTable('fairness_settings', {
	id: integer().primaryKey(),
	at: integer().notNull(),
	isOn: integer({ mode: 'boolean' }).notNull()
});

export const fairnessLabels = sqliteTable(
	'fairness_labels',
	{
		/** What is told apart, in HR's words: 'age group'. */
		dimension: text().notNull(),
		officerId: integer()
			.notNull()
			.references(() => officers.id),
		label: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.dimension, table.officerId] })]
);
