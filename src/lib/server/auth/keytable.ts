// Keys for programs and wall screens. A key sees what its owner sees, narrowed to its branches, and nothing once the
// owner's account is closed. Only the key's hash is kept.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { people } from './table';

export const KEY_USES = ['figures', 'board', 'appraisals'] as const;
export type KeyUse = (typeof KEY_USES)[number];

export const apiKeys = sqliteTable(
	'api_keys',
	{
		id: integer().primaryKey(),
		name: text().notNull(),
		/** 'figures': the read-only API. 'board': the live board of a wall screen. 'appraisals': closed appraisal periods. None opens another's. */
		use: text({ enum: KEY_USES }).notNull(),
		/** SHA-256 of the key, base64url. */
		hash: text().notNull().unique(),
		/** Its first letters, by which people tell keys apart. */
		hint: text().notNull(),
		/** Branches with all under them; null: all that the owner sees. */
		branchIds: text({ mode: 'json' }).$type<number[]>(),
		ownerId: text()
			.notNull()
			.references(() => people.id),
		createdAt: integer().notNull(),
		/** From then on it opens nothing; null: no end. */
		expiresAt: integer(),
		lastUsedAt: integer(),
		revokedAt: integer()
	},
	(table) => [index('api_keys_owner').on(table.ownerId)]
);
