// People and their sign-in. The four tables are better-auth's own shape under names of the house; role, language
// and officer are ours. A leader's branches stand in a table of their own.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LANGUAGES } from '../../shared/language';
import { ROLES } from '../../shared/role';
import { branches, officers } from '../org/table';

const at = (name: string) => integer(name, { mode: 'timestamp_ms' });

export const people = sqliteTable('people', {
	id: text().primaryKey(),
	name: text().notNull(),
	email: text().notNull().unique(),
	emailVerified: integer({ mode: 'boolean' }).notNull().default(false),
	image: text(),
	createdAt: at('createdAt').notNull(),
	updatedAt: at('updatedAt').notNull(),
	username: text().unique(),
	displayUsername: text(),
	role: text({ enum: ROLES }).notNull(),
	language: text({ enum: LANGUAGES }).notNull().default('vi'),
	officerId: integer().references(() => officers.id),
	/** Where digests and alerts are mailed to; null: nowhere. */
	mail: text(),
	/** Set when the account is closed; it can no longer sign in. */
	closedAt: integer()
});

export const personBranches = sqliteTable(
	'person_branches',
	{
		personId: text()
			.notNull()
			.references(() => people.id),
		branchId: integer()
			.notNull()
			.references(() => branches.id)
	},
	(table) => [primaryKey({ columns: [table.personId, table.branchId] })]
);

export const sessions = sqliteTable(
	'sessions',
	{
		id: text().primaryKey(),
		expiresAt: at('expiresAt').notNull(),
		token: text().notNull().unique(),
		createdAt: at('createdAt').notNull(),
		updatedAt: at('updatedAt').notNull(),
		ipAddress: text(),
		userAgent: text(),
		userId: text()
			.notNull()
			.references(() => people.id, { onDelete: 'cascade' })
	},
	(table) => [index('sessions_user').on(table.userId)]
);

export const accounts = sqliteTable(
	'accounts',
	{
		id: text().primaryKey(),
		accountId: text().notNull(),
		providerId: text().notNull(),
		userId: text()
			.notNull()
			.references(() => people.id, { onDelete: 'cascade' }),
		accessToken: text(),
		refreshToken: text(),
		idToken: text(),
		accessTokenExpiresAt: at('accessTokenExpiresAt'),
		refreshTokenExpiresAt: at('refreshTokenExpiresAt'),
		scope: text(),
		password: text(),
		createdAt: at('createdAt').notNull(),
		updatedAt: at('updatedAt').notNull()
	},
	(table) => [index('accounts_user').on(table.userId)]
);

export const verifications = sqliteTable('verifications', {
	id: text().primaryKey(),
	identifier: text().notNull(),
	value: text().notNull(),
	expiresAt: at('expiresAt').notNull(),
	createdAt: at('createdAt').notNull(),
	updatedAt: at('updatedAt').notNull()
});
