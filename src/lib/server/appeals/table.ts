// What officers answer to ratings, and appeals with all that was said of them. Acts are appended and never changed; what
// people wrote can be erased, and nothing else.
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { APPEAL_ACTS, APPEAL_STATES, GROUNDS, type AppealRules } from '../../shared/appeal';
import { officers } from '../org/table';
import { ratings } from '../ratings/table';

/** One reply of an officer to a rating. */
export const replies = sqliteTable(
	'replies',
	{
		id: integer().primaryKey(),
		ratingId: text()
			.notNull()
			.references(() => ratings.id),
		officerId: integer()
			.notNull()
			.references(() => officers.id),
		at: integer().notNull(),
		/** Null once erased. */
		body: text(),
		erasedAt: integer()
	},
	(table) => [
		uniqueIndex('replies_once').on(table.ratingId, table.officerId),
		index('replies_officer').on(table.officerId)
	]
);

export const appeals = sqliteTable(
	'appeals',
	{
		id: integer().primaryKey(),
		ratingId: text()
			.notNull()
			.references(() => ratings.id),
		officerId: integer()
			.notNull()
			.references(() => officers.id),
		ground: text({ enum: GROUNDS }).notNull(),
		filedAt: integer().notNull(),
		/** The last instant to decide in time. */
		dueAt: integer().notNull(),
		/** Follows from the acts; kept so that lists need not read them. */
		state: text({ enum: APPEAL_STATES }).notNull().default('open'),
		/** When it was mailed that it is overdue; null: not yet. */
		overdueToldAt: integer()
	},
	(table) => [
		uniqueIndex('appeals_once').on(table.ratingId, table.officerId),
		index('appeals_officer').on(table.officerId),
		index('appeals_state').on(table.state, table.dueAt)
	]
);

/** What was said of an appeal: 1, 2, 3 … without a gap. */
export const appealActs = sqliteTable(
	'appeal_acts',
	{
		id: integer().primaryKey(),
		appealId: integer()
			.notNull()
			.references(() => appeals.id),
		at: integer().notNull(),
		act: text({ enum: APPEAL_ACTS }).notNull(),
		actorId: text().notNull(),
		actorName: text().notNull(),
		actorRole: text().notNull(),
		/** Statement, opinion or reason; null once erased. */
		body: text(),
		/** Upheld: the entry in the ledger that struck the rating. */
		entryId: integer(),
		erasedAt: integer()
	},
	(table) => [index('appeal_acts_appeal').on(table.appealId)]
);

/** Settings: the newest row holds, none is changed. */
export const appealRules = sqliteTable('appeal_rules', {
	id: integer().primaryKey(),
	at: integer().notNull(),
	rules: text({ mode: 'json' }).$type<AppealRules>().notNull()
});
