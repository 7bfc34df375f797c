// The trail: who did what to what, when. Append-only by triggers, like the ledger.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const auditNotes = sqliteTable(
	'audit_notes',
	{
		id: integer().primaryKey(),
		at: integer().notNull(),
		actorKind: text({ enum: ['person', 'device', 'system'] }).notNull(),
		actorId: text().notNull(),
		actorName: text().notNull(),
		/** Room and verb: 'org.renameBranch'. */
		act: text().notNull(),
		/** What it was done to: 'branch:3'. */
		subject: text().notNull(),
		details: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		/** Its link in the trail's chain (db/chain.ts); null in lines from before there was one. */
		link: text()
	},
	(table) => [
		index('audit_notes_subject').on(table.subject, table.at),
		index('audit_notes_actor').on(table.actorId, table.at)
	]
);
