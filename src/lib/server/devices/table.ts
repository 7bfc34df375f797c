// Paired tablets, and the invitations (pairing codes) they come in by.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { LANGUAGES, type Language } from '../../shared/language';
import { people } from '../auth/table';
import { counters } from '../org/table';

export const devices = sqliteTable(
	'devices',
	{
		id: integer().primaryKey(),
		name: text().notNull(),
		counterId: integer()
			.notNull()
			.references(() => counters.id),
		/** SHA-256 of the bearer token, in hex; the token itself is only on the tablet. */
		tokenHash: text().notNull().unique(),
		languages: text({ mode: 'json' }).$type<Language[]>().notNull(),
		defaultLanguage: text({ enum: LANGUAGES }).notNull(),
		idleSeconds: integer().notNull(),
		countdownSeconds: integer().notNull(),
		pairedAt: integer().notNull(),
		retiredAt: integer(),
		/** Last word from it: when, how far its clock was off, and its browser. */
		seenAt: integer(),
		skewMs: integer(),
		userAgent: text()
	},
	(table) => [index('devices_counter').on(table.counterId)]
);

export const invitations = sqliteTable('invitations', {
	id: integer().primaryKey(),
	/** SHA-256 of the code, in hex. */
	codeHash: text().notNull().unique(),
	deviceName: text().notNull(),
	counterId: integer()
		.notNull()
		.references(() => counters.id),
	languages: text({ mode: 'json' }).$type<Language[]>().notNull(),
	defaultLanguage: text({ enum: LANGUAGES }).notNull(),
	idleSeconds: integer().notNull(),
	countdownSeconds: integer().notNull(),
	invitedBy: text()
		.notNull()
		.references(() => people.id),
	invitedAt: integer().notNull(),
	expiresAt: integer().notNull(),
	usedAt: integer(),
	deviceId: integer().references(() => devices.id)
});
