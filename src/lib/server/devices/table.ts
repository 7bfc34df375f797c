// Paired tablets, and the invitations (pairing codes) they come in by.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Word } from '../../shared/hello';
import { LANGUAGES, type Language } from '../../shared/language';
import type { Pin } from '../../shared/setup';
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
		/** The name of its key (shared/seal.ts), and the key's public half; null for one paired before keys. */
		keyId: text().notNull().unique(),
		publicKey: text(),
		languages: text({ mode: 'json' }).$type<Language[]>().notNull(),
		defaultLanguage: text({ enum: LANGUAGES }).notNull(),
		idleSeconds: integer().notNull(),
		countdownSeconds: integer().notNull(),
		brightness: integer().notNull().default(100),
		pin: text({ mode: 'json' }).$type<Pin>(),
		pairedAt: integer().notNull(),
		retiredAt: integer(),
		/** The tablet that took its place. */
		replacedById: integer(),
		/** When two tablets were seen to go by its key; from then on it is turned away. */
		forkedAt: integer(),
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
	brightness: integer().notNull().default(100),
	pin: text({ mode: 'json' }).$type<Pin>(),
	/** The tablet whose place this one takes: that one is retired as this one comes in. */
	replacesId: integer().references(() => devices.id),
	invitedBy: text()
		.notNull()
		.references(() => people.id),
	invitedAt: integer().notNull(),
	expiresAt: integer().notNull(),
	usedAt: integer(),
	deviceId: integer().references(() => devices.id)
});

/** The last word of each tablet. */
export const deviceWords = sqliteTable('device_words', {
	deviceId: integer()
		.primaryKey()
		.references(() => devices.id),
	at: integer().notNull(),
	skewMs: integer().notNull(),
	word: text({ mode: 'json' }).$type<Word>().notNull()
});

/** In which quarters of an hour of a day, by its branch's clock, a tablet was heard: 96 characters, 0 or 1. */
export const deviceDays = sqliteTable(
	'device_days',
	{
		deviceId: integer()
			.notNull()
			.references(() => devices.id),
		day: text().notNull(),
		heard: text().notNull()
	},
	(table) => [primaryKey({ columns: [table.deviceId, table.day] })]
);
