// What people write beside a trend: events that explain a bend in it. Kept when taken back, with when that was.
import { and, asc, eq, gte, isNull, lte } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor, Person } from '../../shared/actor';
import { demand } from '../../shared/can';
import { isDay } from '../../shared/day';
import type { Annotation } from '../../shared/figures';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import * as audit from '../audit/note';
import { holds, type Scope } from '../auth/scope';
import { people } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import { BRANCH, checkThere } from '../org/kind';
import { branchVersions } from '../org/table';
import { annotations } from './table';
import type { Cut } from './tally';

/** Characters of an annotation at most, and days from its first to its last. */
export const MOST_CHARACTERS = 200;
const MOST_DAYS = 366;

export const AnnotationShape = v.object({
	/** The branch it is about, with all under it; null: all the writer's branches. */
	branchId: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
	from: v.pipe(
		v.string(),
		v.check((text) => isDay(text))
	),
	to: v.pipe(
		v.string(),
		v.check((text) => isDay(text))
	),
	body: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_CHARACTERS))
});

export type NewAnnotation = v.InferOutput<typeof AnnotationShape>;

/**
 * Writes an annotation and answers its ids: one, or one for each top branch of a writer of several when it is about all
 * of theirs. Refuses: not_allowed; v.ValiError on a bad shape; bad_shape (to) where the last day lies before the first
 * or more than a year after; not_found for a branch outside the writer's scope.
 */
export async function add(tx: Writes, actor: Person, wanted: NewAnnotation, at: number): Promise<number[]> {
	demand(actor, 'annotations.change');
	const { branchId, from, to, body } = v.parse(AnnotationShape, wanted);
	const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
	if (days < 0 || days > MOST_DAYS) throw new Problem('bad_shape', { field: 'to' });
	if (branchId !== null && !holds(actor.scope, branchId))
		throw new Problem('not_found', { branch: branchId });
	if (branchId !== null) await checkThere(tx, BRANCH, branchId, 'branchId', from);
	const about = branchId === null ? await tops(tx, actor.scope) : [branchId];
	const ids: number[] = [];
	for (const one of about) {
		const [row] = await tx
			.insert(annotations)
			.values({ branchId: one, fromDay: from, toDay: to, body, writtenBy: actor.id, at })
			.returning({ id: annotations.id });
		if (!row) throw new Error('no id for a new annotation');
		await audit.note(tx, actor, at, 'analytics.annotate', `annotation:${row.id}`, {
			branchId: one,
			fromDay: from,
			toDay: to,
			body
		});
		ids.push(row.id);
	}
	return ids;
}

/**
 * Takes an annotation back: it is shown no more, and kept. One that is gone already is fine. Refuses: not_allowed, also
 * for one of a branch above the actor's; not_found for one they do not see.
 */
export async function remove(tx: Writes, actor: Actor, id: number, at: number): Promise<void> {
	demand(actor, 'annotations.change');
	const scope: Scope = actor.kind === 'person' ? actor.scope : 'all';
	const [row] = await tx.select().from(annotations).where(eq(annotations.id, id));
	const above = await aboveOf(tx, scope);
	if (!row || !isSeen(row.branchId, scope, above)) throw new Problem('not_found', { annotation: id });
	if (!isOwn(row.branchId, scope)) throw new Problem('not_allowed', { act: 'annotations.change' });
	if (row.removedAt !== null) return;
	await tx.update(annotations).set({ removedAt: at }).where(eq(annotations.id, id));
	await audit.note(tx, actor, at, 'analytics.unannotate', `annotation:${id}`, {
		branchId: row.branchId,
		fromDay: row.fromDay,
		toDay: row.toDay,
		body: row.body
	});
}

/**
 * The annotations that touch some days and concern some of the reader's branches, by their first day: those of a branch
 * asked for or under it, of what lies above it, and of the whole department. Of those above the reader's own branches
 * neither the branch nor who wrote it is told.
 */
export async function list(
	db: Reads,
	reader: Pick<Person, 'role' | 'scope'>,
	{ branches, from, to }: Pick<Cut, 'branches' | 'from' | 'to'>
): Promise<Annotation[]> {
	const above = await aboveOf(db, branches);
	const rows = await db
		.select({ annotation: annotations, by: people.name })
		.from(annotations)
		.leftJoin(people, eq(people.id, annotations.writtenBy))
		.where(and(isNull(annotations.removedAt), lte(annotations.fromDay, to), gte(annotations.toDay, from)))
		.orderBy(asc(annotations.fromDay), asc(annotations.id));
	return rows
		.filter(({ annotation: { branchId } }) => isSeen(branchId, branches, above))
		.map(({ annotation: { id, branchId, fromDay, toDay, body }, by }) => {
			const own = isOwn(branchId, reader.scope);
			return {
				id,
				branchId: own ? branchId : null,
				isAbove: !own,
				from: fromDay,
				to: toDay,
				body,
				by: own ? (by ?? '') : '',
				mayRemove: own && may(reader.role, 'annotations.change')
			};
		});
}

function isOwn(branchId: number | null, scope: Scope): boolean {
	return branchId === null ? scope === 'all' : holds(scope, branchId);
}

function isSeen(branchId: number | null, scope: Scope, above: ReadonlySet<number>): boolean {
	return branchId === null || holds(scope, branchId) || above.has(branchId);
}

/** The branches that lie above some, by the tree as it is now. */
async function aboveOf(db: Reads, branches: Cut['branches']): Promise<ReadonlySet<number>> {
	if (branches === 'all') return new Set();
	const parents = await parentsOf(db);
	const above = new Set<number>();
	for (const id of branches)
		for (let up = parents.get(id) ?? null; up !== null && !above.has(up); up = parents.get(up) ?? null)
			above.add(up);
	return above;
}

/** What "all my branches" means: the whole department (null), or the branches of a scope under no other of it. */
async function tops(db: Reads, scope: Scope): Promise<(number | null)[]> {
	if (scope === 'all') return [null];
	const parents = await parentsOf(db);
	return scope.filter((id) => {
		const parent = parents.get(id) ?? null;
		return parent === null || !scope.includes(parent);
	});
}

async function parentsOf(db: Reads): Promise<ReadonlyMap<number, number | null>> {
	const tree = await db
		.select({ id: branchVersions.branchId, parentId: branchVersions.parentId })
		.from(branchVersions)
		.where(isNull(branchVersions.untilDay));
	return new Map(tree.map(({ id, parentId }) => [id, parentId]));
}
