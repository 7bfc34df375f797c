// When somebody is to be told, and what they were told: rules of branches, and alerts that are open until closed.
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { ALERT_KINDS } from '../../shared/alert';
import { people } from '../auth/table';
import { branches } from '../org/table';

export const alertRules = sqliteTable(
	'alert_rules',
	{
		id: integer().primaryKey(),
		/** Of this branch with all under it. */
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		kind: text({ enum: ALERT_KINDS }).notNull(),
		/** Window, limit and least count, by kind (shared/alert.ts). */
		numbers: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
		/** Whether leaders are mailed as well. */
		isMailed: integer({ mode: 'boolean' }).notNull(),
		createdAt: integer().notNull(),
		closedAt: integer()
	},
	(table) => [index('alert_rules_branch').on(table.branchId)]
);

export const alerts = sqliteTable(
	'alerts',
	{
		id: integer().primaryKey(),
		ruleId: integer()
			.notNull()
			.references(() => alertRules.id),
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		kind: text({ enum: ALERT_KINDS }).notNull(),
		/** What it is about beside the branch: 'device:7', 'service:3', or ''. */
		subject: text().notNull(),
		/** What was found, by kind. Never a grade's author, an officer or a comment's words. */
		found: text({ mode: 'json' }).$type<Record<string, number | string>>().notNull(),
		openedAt: integer().notNull(),
		/** When the reason was last seen to hold. */
		seenAt: integer().notNull(),
		acknowledgedAt: integer(),
		acknowledgedBy: text().references(() => people.id),
		closedAt: integer(),
		closedBy: text().references(() => people.id),
		note: text()
	},
	(table) => [
		// Not repeated while open.
		uniqueIndex('alerts_open')
			.on(table.ruleId, table.subject)
			.where(sql`${table.closedAt} IS NULL`),
		index('alerts_branch').on(table.branchId, table.openedAt)
	]
);
