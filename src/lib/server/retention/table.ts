// How long personal data is kept, what must not be erased meanwhile, and whose identity was erased.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Retention } from '../../shared/retention';
import { officers } from '../org/table';

/** The newest row holds, none is changed. */
export const retentionRules = sqliteTable('retention_rules', {
	id: integer().primaryKey(),
	at: integer().notNull(),
	rules: text({ mode: 'json' }).$type<Retention>().notNull()
});

/** While a hold is on an officer, nothing of theirs is erased. */
export const legalHolds = sqliteTable('legal_holds', {
	id: integer().primaryKey(),
	officerId: integer()
		.notNull()
		.references(() => officers.id),
	reason: text().notNull(),
	setAt: integer().notNull(),
	setBy: text().notNull(),
	liftedAt: integer(),
	liftedBy: text(),
	liftedReason: text()
});

export const erasedOfficers = sqliteTable('erased_officers', {
	officerId: integer()
		.primaryKey()
		.references(() => officers.id),
	at: integer().notNull(),
	/** Asked for by a person, or by the rule. */
	by: text().notNull()
});
