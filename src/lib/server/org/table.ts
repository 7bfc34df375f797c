// Branches, services, officers, counters, who sits where, and what is asked. A thing is an identity that never
// changes and versions of it, each valid from one day to the day before `untilDay` (null: still). A rating keeps
// identities; what they were called on its day is read from the version that held then.
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Hours } from '../../shared/hours';
import type { Words } from '../../shared/language';
import type { Privacy } from '../../shared/privacy';
import type { Questionnaire } from '../../shared/questionnaire';

const words = (name: string) => text(name, { mode: 'json' }).$type<Words>().notNull();

export const branches = sqliteTable('branches', {
	id: integer().primaryKey(),
	/** Closed or merged: the first day on which it is no more, and the branch that took over. */
	closedDay: text(),
	successorId: integer()
});

export const branchVersions = sqliteTable(
	'branch_versions',
	{
		id: integer().primaryKey(),
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		fromDay: text().notNull(),
		untilDay: text(),
		code: text().notNull(),
		name: words('name'),
		parentId: integer().references(() => branches.id),
		zone: text().notNull(),
		/** Opening hours of a week; null where nothing is told: then it counts as open all the time. */
		hours: text({ mode: 'json' }).$type<Hours>()
	},
	(table) => [
		uniqueIndex('branch_versions_from').on(table.branchId, table.fromDay),
		check('branch_versions_span', sql`${table.untilDay} IS NULL OR ${table.untilDay} > ${table.fromDay}`)
	]
);

/** Days on which branches are closed although their week says open: one branch with all under it, or (null) all. */
export const closedDays = sqliteTable(
	'closed_days',
	{
		id: integer().primaryKey(),
		branchId: integer().references(() => branches.id),
		day: text().notNull(),
		name: words('name')
	},
	(table) => [index('closed_days_day').on(table.day)]
);

export const services = sqliteTable('services', {
	id: integer().primaryKey(),
	closedDay: text()
});

export const serviceVersions = sqliteTable(
	'service_versions',
	{
		id: integer().primaryKey(),
		serviceId: integer()
			.notNull()
			.references(() => services.id),
		fromDay: text().notNull(),
		untilDay: text(),
		code: text().notNull(),
		name: words('name')
	},
	(table) => [
		uniqueIndex('service_versions_from').on(table.serviceId, table.fromDay),
		check('service_versions_span', sql`${table.untilDay} IS NULL OR ${table.untilDay} > ${table.fromDay}`)
	]
);

export const officers = sqliteTable('officers', {
	id: integer().primaryKey(),
	closedDay: text()
});

export const officerVersions = sqliteTable(
	'officer_versions',
	{
		id: integer().primaryKey(),
		officerId: integer()
			.notNull()
			.references(() => officers.id),
		fromDay: text().notNull(),
		untilDay: text(),
		/** The number on the staff card. */
		code: text().notNull(),
		fullName: text().notNull(),
		post: words('post'),
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		photoId: text()
	},
	(table) => [
		uniqueIndex('officer_versions_from').on(table.officerId, table.fromDay),
		index('officer_versions_branch').on(table.branchId),
		check('officer_versions_span', sql`${table.untilDay} IS NULL OR ${table.untilDay} > ${table.fromDay}`)
	]
);

/** Small pictures of officers, kept once each under the SHA-256 of their bytes. */
export const photos = sqliteTable('photos', {
	id: text().primaryKey(),
	dataUrl: text().notNull()
});

export const counters = sqliteTable('counters', {
	id: integer().primaryKey(),
	closedDay: text()
});

export const counterVersions = sqliteTable(
	'counter_versions',
	{
		id: integer().primaryKey(),
		counterId: integer()
			.notNull()
			.references(() => counters.id),
		fromDay: text().notNull(),
		untilDay: text(),
		code: text().notNull(),
		name: words('name'),
		branchId: integer()
			.notNull()
			.references(() => branches.id),
		officerMode: text({ enum: ['duty', 'pick'] }).notNull(),
		questionnaireId: integer()
			.notNull()
			.references(() => questionnaires.id),
		/** Ratings on one tablet closer together than this, in seconds, are marked; 0: none is. */
		minSeconds: integer().notNull().default(10)
	},
	(table) => [
		uniqueIndex('counter_versions_from').on(table.counterId, table.fromDay),
		index('counter_versions_branch').on(table.branchId),
		check('counter_versions_span', sql`${table.untilDay} IS NULL OR ${table.untilDay} > ${table.fromDay}`)
	]
);

/** The services a counter offers today. */
export const counterServices = sqliteTable(
	'counter_services',
	{
		counterId: integer()
			.notNull()
			.references(() => counters.id),
		serviceId: integer()
			.notNull()
			.references(() => services.id)
	},
	(table) => [primaryKey({ columns: [table.counterId, table.serviceId] })]
);

/** Which officer sat at which counter, from one instant until another (null: until further notice). */
export const duties = sqliteTable(
	'duties',
	{
		id: integer().primaryKey(),
		officerId: integer()
			.notNull()
			.references(() => officers.id),
		counterId: integer()
			.notNull()
			.references(() => counters.id),
		fromAt: integer().notNull(),
		untilAt: integer()
	},
	(table) => [
		index('duties_counter').on(table.counterId, table.fromAt),
		index('duties_officer').on(table.officerId, table.fromAt),
		check('duties_span', sql`${table.untilAt} IS NULL OR ${table.untilAt} > ${table.fromAt}`)
	]
);

/** A questionnaire is a name; what is asked stands in its versions. */
export const questionnaires = sqliteTable('questionnaires', {
	id: integer().primaryKey(),
	name: text().notNull()
});

/** A draft may change; once published, a trigger refuses every change (drizzle/…_triggers.sql). */
export const questionnaireVersions = sqliteTable(
	'questionnaire_versions',
	{
		id: integer().primaryKey(),
		questionnaireId: integer()
			.notNull()
			.references(() => questionnaires.id),
		version: integer().notNull(),
		content: text({ mode: 'json' }).$type<Questionnaire>().notNull(),
		publishedAt: integer()
	},
	(table) => [uniqueIndex('questionnaire_versions_version').on(table.questionnaireId, table.version)]
);

/** What readers may see of customers and officers, and how late (privacy.ts): the newest row holds, none is changed. */
export const privacyRules = sqliteTable('privacy_rules', {
	id: integer().primaryKey(),
	at: integer().notNull(),
	rules: text({ mode: 'json' }).$type<Privacy>().notNull()
});
