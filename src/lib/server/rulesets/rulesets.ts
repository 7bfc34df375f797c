// Rule sets: a code, and versions of what it says. There is at most one draft; once published a version never changes
// (a trigger holds that too), because sheets were and will be computed by it.
import { and, asc, desc, eq, isNotNull, isNull, lte, max } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { isDay, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { faultsOf } from '../../shared/rulecheck';
import { RuleSetShape, type RuleSet } from '../../shared/ruleset';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { ruleSets, ruleSetVersions } from './table';

export { ship } from './shipped';

export type Version = {
	id: number;
	ruleSetId: number;
	/** The rule set's, for files and programs. */
	code: string;
	version: number;
	content: RuleSet;
	/** Holds for periods that begin on this day or later, until the next published version's. */
	fromDay: Day;
	/** Null: a draft. */
	publishedAt: number | null;
	publishedBy: string | null;
};
export type Row = { id: number; code: string; shipped: boolean; versions: Version[] };

const COLUMNS = {
	id: ruleSetVersions.id,
	ruleSetId: ruleSetVersions.ruleSetId,
	code: ruleSets.code,
	version: ruleSetVersions.version,
	content: ruleSetVersions.content,
	fromDay: ruleSetVersions.fromDay,
	publishedAt: ruleSetVersions.publishedAt,
	publishedBy: ruleSetVersions.publishedBy
};

const versionsOf = (db: Reads) =>
	db.select(COLUMNS).from(ruleSetVersions).innerJoin(ruleSets, eq(ruleSets.id, ruleSetVersions.ruleSetId));

/** All rule sets in the order in which they came, each with its versions, newest first. */
export async function list(db: Reads): Promise<Row[]> {
	const sets = await db.select().from(ruleSets).orderBy(asc(ruleSets.id));
	const versions = await versionsOf(db).orderBy(desc(ruleSetVersions.version));
	return sets.map((set) => ({ ...set, versions: versions.filter(({ ruleSetId }) => ruleSetId === set.id) }));
}

/** One rule set with its versions, newest first. Refuses not_found. */
export async function one(db: Reads, ruleSetId: number): Promise<Row> {
	const [set] = await db.select().from(ruleSets).where(eq(ruleSets.id, ruleSetId));
	if (!set) throw new Problem('not_found', { ruleSet: ruleSetId });
	const versions = await versionsOf(db)
		.where(eq(ruleSetVersions.ruleSetId, ruleSetId))
		.orderBy(desc(ruleSetVersions.version));
	return { ...set, versions };
}

/** One version, draft or published. Refuses not_found. */
export async function version(db: Reads, versionId: number): Promise<Version> {
	const [row] = await versionsOf(db).where(eq(ruleSetVersions.id, versionId));
	if (!row) throw new Problem('not_found', { ruleSetVersion: versionId });
	return row;
}

/**
 * The published version of each rule set that holds for a period beginning on this day: the latest of those in effect,
 * since none takes effect before an earlier one. A rule set that takes effect later has none.
 */
export async function inForce(db: Reads, fromDay: Day): Promise<Version[]> {
	const rows = await versionsOf(db)
		.where(and(isNotNull(ruleSetVersions.publishedAt), lte(ruleSetVersions.fromDay, fromDay)))
		.orderBy(asc(ruleSets.id), desc(ruleSetVersions.version));
	return rows.filter((row, at) => rows[at - 1]?.ruleSetId !== row.ruleSetId);
}

/** Begins a new rule set with its first draft; answers the version's id. Refuses: not_allowed; already_exists (code). */
export async function draft(
	tx: Writes,
	actor: Actor,
	wanted: { code: string; content: RuleSet; fromDay: Day },
	at: number
): Promise<number> {
	demand(actor, 'rulesets.change');
	const [taken] = await tx.select().from(ruleSets).where(eq(ruleSets.code, wanted.code));
	if (taken) throw new Problem('already_exists', { field: 'code', name: wanted.code });
	const content = v.parse(RuleSetShape, wanted.content);
	const [set] = await tx
		.insert(ruleSets)
		.values({ code: wanted.code, shipped: false })
		.returning({ id: ruleSets.id });
	if (!set) throw new Error('no id for a new rule set');
	const id = await insert(tx, set.id, 1, content, wanted.fromDay);
	await audit.note(tx, actor, at, 'rulesets.draft', `ruleset:${set.id}`, { version: 1 });
	return id;
}

/**
 * Begins the next version of a rule set as a draft that says what this version says; answers its id. Refuses:
 * not_allowed; not_found; already_exists where a draft is open.
 */
export async function revise(tx: Writes, actor: Actor, versionId: number, at: number): Promise<number> {
	demand(actor, 'rulesets.change');
	const from = await version(tx, versionId);
	const [open] = await tx
		.select({ version: ruleSetVersions.version })
		.from(ruleSetVersions)
		.where(and(eq(ruleSetVersions.ruleSetId, from.ruleSetId), isNull(ruleSetVersions.publishedAt)));
	if (open) throw new Problem('already_exists', { name: `${from.code} ${open.version}` });
	const [last] = await tx
		.select({ version: max(ruleSetVersions.version) })
		.from(ruleSetVersions)
		.where(eq(ruleSetVersions.ruleSetId, from.ruleSetId));
	const next = (last?.version ?? 0) + 1;
	const id = await insert(tx, from.ruleSetId, next, from.content, from.fromDay);
	await audit.note(tx, actor, at, 'rulesets.draft', `ruleset:${from.ruleSetId}`, {
		version: next,
		from: from.version
	});
	return id;
}

/**
 * Keeps what a draft says. It need not be ready to be published. Refuses: not_allowed; not_found; published_is_final;
 * v.ValiError naming the field where it has not the shape of a rule set.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	versionId: number,
	wanted: { content: RuleSet; fromDay: Day },
	at: number
): Promise<void> {
	demand(actor, 'rulesets.change');
	const { ruleSetId, version: number } = await open(tx, versionId);
	const content = v.parse(RuleSetShape, wanted.content);
	const fromDay = dayIn(wanted.fromDay);
	await tx.update(ruleSetVersions).set({ content, fromDay }).where(eq(ruleSetVersions.id, versionId));
	await audit.note(tx, actor, at, 'rulesets.change', `ruleset:${ruleSetId}`, { version: number });
}

/**
 * Publishes a draft: from then on it never changes, and periods beginning on its day or later can choose it. Refuses:
 * not_allowed; not_found; published_is_final; day_before_start (fromDay, day) before an earlier version's; the first
 * thing that shared/rulecheck.ts finds, with its field.
 */
export async function publish(tx: Writes, actor: Actor, versionId: number, at: number): Promise<void> {
	demand(actor, 'rulesets.change');
	const { ruleSetId, version: number, content, fromDay } = await open(tx, versionId);
	const [fault] = faultsOf(v.parse(RuleSetShape, content));
	if (fault) throw new Problem(fault.code, { ...fault.details, field: fault.field });
	const [before] = await tx
		.select({ fromDay: max(ruleSetVersions.fromDay) })
		.from(ruleSetVersions)
		.where(and(eq(ruleSetVersions.ruleSetId, ruleSetId), isNotNull(ruleSetVersions.publishedAt)));
	if (before?.fromDay && dayIn(fromDay) < before.fromDay)
		throw new Problem('day_before_start', { field: 'fromDay', day: before.fromDay });
	await tx
		.update(ruleSetVersions)
		.set({ publishedAt: at, publishedBy: actor.name })
		.where(eq(ruleSetVersions.id, versionId));
	await audit.note(tx, actor, at, 'rulesets.publish', `ruleset:${ruleSetId}`, { version: number, fromDay });
}

/** Throws a draft away. Refuses: not_allowed; not_found; published_is_final; still_in_use for a set's only version. */
export async function drop(tx: Writes, actor: Actor, versionId: number, at: number): Promise<void> {
	demand(actor, 'rulesets.change');
	const { ruleSetId, version: number } = await open(tx, versionId);
	if (number === 1) throw new Problem('still_in_use', { ruleSet: ruleSetId });
	await tx.delete(ruleSetVersions).where(eq(ruleSetVersions.id, versionId));
	await audit.note(tx, actor, at, 'rulesets.drop', `ruleset:${ruleSetId}`, { version: number });
}

/** A version that is still a draft. */
async function open(tx: Writes, versionId: number): Promise<Version> {
	const found = await version(tx, versionId);
	if (found.publishedAt !== null) throw new Problem('published_is_final', { ruleSet: found.ruleSetId });
	return found;
}

function dayIn(day: Day): Day {
	if (!isDay(day)) throw new Problem('bad_shape', { field: 'fromDay' });
	return day;
}

async function insert(tx: Writes, ruleSetId: number, version: number, content: RuleSet, fromDay: Day) {
	const [row] = await tx
		.insert(ruleSetVersions)
		.values({ ruleSetId, version, content, fromDay: dayIn(fromDay), publishedAt: null, publishedBy: null })
		.returning({ id: ruleSetVersions.id });
	if (!row) throw new Error('no id for a new version');
	return row.id;
}
