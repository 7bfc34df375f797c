// Rule sets and their versions. A draft may change; once published, a trigger refuses every change. A version holds from
// its day until the day before the next published one's.
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { RuleSet } from '../../shared/ruleset';

export const ruleSets = sqliteTable('rule_sets', {
	id: integer().primaryKey(),
	code: text().notNull().unique(),
	/** Came with the program (rulesets/shipped.ts). */
	shipped: integer({ mode: 'boolean' }).notNull()
});

export const ruleSetVersions = sqliteTable(
	'rule_set_versions',
	{
		id: integer().primaryKey(),
		ruleSetId: integer()
			.notNull()
			.references(() => ruleSets.id),
		version: integer().notNull(),
		content: text({ mode: 'json' }).$type<RuleSet>().notNull(),
		/** Takes effect with periods that begin on this day or later. */
		fromDay: text().notNull(),
		publishedAt: integer(),
		publishedBy: text()
	},
	(table) => [uniqueIndex('rule_set_versions_version').on(table.ruleSetId, table.version)]
);
