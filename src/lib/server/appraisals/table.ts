// Appraisal periods, a sheet for each member, what was done to it (append-only), and the seals of signed sheets
// (append-only; a seal's body can be erased with a person's data, its hash stays).
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { GROUPINGS, MODES, PERIOD_KINDS, SHEET_ACTS, SHEET_STATES, SUBJECTS } from '../../shared/appraisal';
import type { ActDetails, Peers, SheetContent } from '../../shared/appraisal';
import { branches, officers } from '../org/table';
import { ruleSetVersions } from '../rulesets/table';

export const periods = sqliteTable(
	'periods',
	{
		id: integer().primaryKey(),
		kind: text({ enum: PERIOD_KINDS }).notNull(),
		/** Whole calendar months, both ends included. */
		fromDay: text().notNull(),
		toDay: text().notNull(),
		subject: text({ enum: SUBJECTS }).notNull(),
		mode: text({ enum: MODES }).notNull(),
		ruleSetVersionId: integer()
			.notNull()
			.references(() => ruleSetVersions.id),
		grouping: text({ enum: GROUPINGS }).notNull(),
		/** Days in which an officer may acknowledge or contest; after them HR may go on without. */
		ackDays: integer().notNull(),
		createdAt: integer().notNull(),
		/** From then on everyone concerned sees it, with mode and rule set, and these three are fixed. */
		openedAt: integer(),
		closedAt: integer()
	},
	(table) => [
		uniqueIndex('periods_once').on(table.subject, table.fromDay, table.toDay, table.ruleSetVersionId),
		check('periods_span', sql`${table.toDay} > ${table.fromDay}`)
	]
);

export const sheets = sqliteTable(
	'sheets',
	{
		id: integer().primaryKey(),
		periodId: integer()
			.notNull()
			.references(() => periods.id),
		/** Exactly one of the two. */
		officerId: integer().references(() => officers.id),
		unitId: integer().references(() => branches.id),
		/** Whose leader decides: the officer's branch on the period's last day, or the unit itself. */
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		/** The peer group's name; free text of HR. */
		peerGroup: text().notNull(),
		/** The draft as it stands, made anew by drafting; null: not drafted. Of a signed sheet the seal holds. */
		content: text({ mode: 'json' }).$type<SheetContent>(),
		contentHash: text(),
		draftedAt: integer(),
		/** Follows from the acts; kept so that lists need not read them. */
		state: text({ enum: SHEET_STATES }).notNull().default('waiting')
	},
	(table) => [
		uniqueIndex('sheets_officer').on(table.periodId, table.officerId),
		uniqueIndex('sheets_unit').on(table.periodId, table.unitId),
		index('sheets_state').on(table.periodId, table.state),
		index('sheets_whose').on(table.officerId),
		check('sheets_subject', sql`(${table.officerId} IS NULL) <> (${table.unitId} IS NULL)`)
	]
);

/** What the members of a peer group have in common, as last drafted: one sheet can be drafted again by it. */
export const peerGroups = sqliteTable(
	'peer_groups',
	{
		id: integer().primaryKey(),
		periodId: integer()
			.notNull()
			.references(() => periods.id),
		name: text().notNull(),
		content: text({ mode: 'json' }).$type<Peers>().notNull()
	},
	(table) => [uniqueIndex('peer_groups_once').on(table.periodId, table.name)]
);

/** What was done to sheets: 1, 2, 3 … without a gap. */
export const sheetActs = sqliteTable(
	'sheet_acts',
	{
		id: integer().primaryKey(),
		sheetId: integer()
			.notNull()
			.references(() => sheets.id),
		at: integer().notNull(),
		act: text({ enum: SHEET_ACTS }).notNull(),
		actorId: text().notNull(),
		actorName: text().notNull(),
		actorRole: text().notNull(),
		reason: text(),
		details: text({ mode: 'json' }).$type<ActDetails>().notNull()
	},
	(table) => [index('sheet_acts_sheet').on(table.sheetId)]
);

/** Signed sheets, frozen: the newest of a sheet holds, earlier ones were reopened. */
export const seals = sqliteTable(
	'seals',
	{
		id: integer().primaryKey(),
		sheetId: integer()
			.notNull()
			.references(() => sheets.id),
		sealedAt: integer().notNull(),
		/** Canonical JSON of a Sealed (shared/appraisal.ts); null once erased. */
		body: text(),
		/** SHA-256 of the body, base64url. */
		hash: text().notNull().unique(),
		checkpoint: integer().notNull(),
		erasedAt: integer()
	},
	(table) => [index('seals_sheet').on(table.sheetId)]
);

/** Drafting all sheets of a period: how far it is. One at a time; one that a stop cut short is begun again. */
export const draftRuns = sqliteTable('draft_runs', {
	id: integer().primaryKey(),
	periodId: integer()
		.notNull()
		.references(() => periods.id),
	startedAt: integer().notNull(),
	startedBy: text().notNull(),
	done: integer().notNull(),
	total: integer().notNull(),
	finishedAt: integer(),
	/** What went wrong, for the log's reader; null: nothing. */
	failed: text()
});
