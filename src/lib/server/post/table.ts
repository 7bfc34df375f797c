// What goes out: mails and webhook calls, waiting, sent, or given up, with what came back. The log and the queue in one.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { branches } from '../org/table';

export const webhooks = sqliteTable('webhooks', {
	id: integer().primaryKey(),
	name: text().notNull(),
	url: text().notNull(),
	/** Standard Webhooks: "whsec_" and base64. Shown once. */
	secret: text().notNull(),
	/** Of this branch and all under it; null: of all. */
	branchId: integer().references(() => branches.id),
	createdAt: integer().notNull(),
	/** From then on nothing is posted to it. */
	closedAt: integer()
});

export const deliveries = sqliteTable(
	'deliveries',
	{
		id: integer().primaryKey(),
		/** What makes it one and the same: a second one of this key is not made. */
		key: text().notNull().unique(),
		channel: text({ enum: ['mail', 'webhook'] }).notNull(),
		/** What it tells of: 'alert:12', 'digest:weekly:2026-11-16'. */
		about: text().notNull(),
		branchId: integer().references(() => branches.id),
		/** A mail address, or null for a webhook. */
		address: text(),
		webhookId: integer().references(() => webhooks.id),
		/** Mail: {subject, text, html, attachments?}; webhook: the JSON body. */
		content: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
		state: text({ enum: ['waiting', 'sent', 'failed'] }).notNull(),
		tries: integer().notNull().default(0),
		/** When it is tried next; null once sent or given up. */
		nextAt: integer(),
		/** What the other side said last, in its own words. */
		answer: text(),
		createdAt: integer().notNull(),
		sentAt: integer()
	},
	(table) => [
		index('deliveries_next')
			.on(table.nextAt)
			.where(sql`${table.nextAt} IS NOT NULL`),
		index('deliveries_about').on(table.about)
	]
);
