// Questionnaires: a name, and versions of what is asked. There is at most one draft; once published a version never
// changes, because ratings refer to it.
import { and, asc, desc, eq, isNotNull, isNull, max } from 'drizzle-orm';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import { QuestionnaireShape, type Questionnaire } from '../../shared/questionnaire';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import { questionnaires, questionnaireVersions } from './table';

export type Version = Omit<typeof questionnaireVersions.$inferSelect, 'questionnaireId'>;
export type Row = {
	id: number;
	name: string;
	/** The newest published version, and the draft, where there is one. */
	published: Version | null;
	draft: Version | null;
};

/** Adds a questionnaire with its first draft. Refuses: not_allowed; already_exists (name). */
export async function add(
	tx: Writes,
	actor: Actor,
	{ name, content }: { name: string; content: Questionnaire },
	at: number
): Promise<{ questionnaireId: number; versionId: number }> {
	demand(actor, 'setup.change');
	await checkName(tx, name);
	const [row] = await tx.insert(questionnaires).values({ name }).returning({ id: questionnaires.id });
	if (!row) throw new Error('no id for a new questionnaire');
	const versionId = await insert(tx, row.id, 1, content);
	await audit.note(tx, actor, at, 'org.addQuestionnaire', `questionnaire:${row.id}`, { name });
	return { questionnaireId: row.id, versionId };
}

/** Gives a questionnaire another name; only administrators ever read it. Refuses already_exists (name). */
export async function rename(
	tx: Writes,
	actor: Actor,
	questionnaireId: number,
	name: string,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	await checkName(tx, name, questionnaireId);
	const was = await found(tx, questionnaireId);
	await tx.update(questionnaires).set({ name }).where(eq(questionnaires.id, questionnaireId));
	await audit.note(tx, actor, at, 'org.renameQuestionnaire', `questionnaire:${questionnaireId}`, {
		name,
		was: was.name
	});
}

/** Keeps a draft, or begins the next one where none is open; answers its version's id. Refuses not_found. */
export async function saveDraft(
	tx: Writes,
	actor: Actor,
	questionnaireId: number,
	content: Questionnaire,
	at: number
): Promise<number> {
	demand(actor, 'setup.change');
	await found(tx, questionnaireId);
	const draft = await draftOf(tx, questionnaireId);
	if (draft)
		await tx.update(questionnaireVersions).set({ content }).where(eq(questionnaireVersions.id, draft.id));
	const versionId =
		draft?.id ?? (await insert(tx, questionnaireId, await nextVersion(tx, questionnaireId), content));
	await audit.note(tx, actor, at, 'org.saveDraft', `questionnaire:${questionnaireId}`, { versionId });
	return versionId;
}

/** Throws a draft away; what was published stays. Does nothing without one. Refuses dropping the only version. */
export async function dropDraft(
	tx: Writes,
	actor: Actor,
	questionnaireId: number,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	const draft = await draftOf(tx, questionnaireId);
	if (!draft) return;
	if (draft.version === 1) throw new Problem('still_in_use', { questionnaire: questionnaireId });
	await tx.delete(questionnaireVersions).where(eq(questionnaireVersions.id, draft.id));
	await audit.note(tx, actor, at, 'org.dropDraft', `questionnaire:${questionnaireId}`, {
		version: draft.version
	});
}

/**
 * Publishes the draft: tablets ask it from their next word with the server on, and it never changes again. Answers
 * the version's id. Refuses: not_found; published_is_final where there is no draft; bad_shape naming what is missing,
 * such as a question without Vietnamese words.
 */
export async function publish(
	tx: Writes,
	actor: Actor,
	questionnaireId: number,
	at: number
): Promise<number> {
	demand(actor, 'setup.change');
	await found(tx, questionnaireId);
	const draft = await draftOf(tx, questionnaireId);
	if (!draft) throw new Problem('published_is_final', { questionnaire: questionnaireId });
	const whole = v.safeParse(QuestionnaireShape, draft.content);
	if (!whole.success) throw new Problem('bad_shape', { field: v.getDotPath(whole.issues[0]) ?? 'reasons' });
	await tx
		.update(questionnaireVersions)
		.set({ content: whole.output, publishedAt: at })
		.where(eq(questionnaireVersions.id, draft.id));
	await audit.note(tx, actor, at, 'org.publishQuestionnaire', `questionnaire:${questionnaireId}`, {
		versionId: draft.id,
		version: draft.version
	});
	return draft.id;
}

/** The newest published version, which tablets ask; null before the first. */
export async function published(
	db: Reads,
	questionnaireId: number
): Promise<{ id: number; content: Questionnaire } | null> {
	const [row] = await db
		.select({ id: questionnaireVersions.id, content: questionnaireVersions.content })
		.from(questionnaireVersions)
		.where(
			and(
				eq(questionnaireVersions.questionnaireId, questionnaireId),
				isNotNull(questionnaireVersions.publishedAt)
			)
		)
		.orderBy(desc(questionnaireVersions.version))
		.limit(1);
	return row ?? null;
}

/** All questionnaires by name, each with its newest published version and its draft. */
export async function list(db: Reads): Promise<Row[]> {
	const named = await db.select().from(questionnaires).orderBy(asc(questionnaires.name));
	const rows = await db.select().from(questionnaireVersions).orderBy(asc(questionnaireVersions.version));
	return named.map(({ id, name }) => {
		const own = rows
			.filter((row) => row.questionnaireId === id)
			.map(({ questionnaireId: _own, ...row }) => row);
		return {
			id,
			name,
			published: own.findLast((row) => row.publishedAt !== null) ?? null,
			draft: own.find((row) => row.publishedAt === null) ?? null
		};
	});
}

/** All versions of a questionnaire, newest first. Empty for an unknown one. */
export async function versions(db: Reads, questionnaireId: number): Promise<Version[]> {
	const rows = await db
		.select()
		.from(questionnaireVersions)
		.where(eq(questionnaireVersions.questionnaireId, questionnaireId))
		.orderBy(desc(questionnaireVersions.version));
	return rows.map(({ questionnaireId: _own, ...row }) => row);
}

async function found(tx: Writes, questionnaireId: number): Promise<{ name: string }> {
	const [row] = await tx.select().from(questionnaires).where(eq(questionnaires.id, questionnaireId));
	if (!row) throw new Problem('not_found', { questionnaire: questionnaireId });
	return row;
}

async function checkName(tx: Writes, name: string, own?: number): Promise<void> {
	const rows = await tx.select().from(questionnaires).where(eq(questionnaires.name, name));
	if (rows.some((row) => row.id !== own)) throw new Problem('already_exists', { field: 'name', name });
}

async function draftOf(tx: Writes, questionnaireId: number) {
	const [draft] = await tx
		.select()
		.from(questionnaireVersions)
		.where(
			and(
				eq(questionnaireVersions.questionnaireId, questionnaireId),
				isNull(questionnaireVersions.publishedAt)
			)
		);
	return draft;
}

async function nextVersion(tx: Writes, questionnaireId: number): Promise<number> {
	const [row] = await tx
		.select({ last: max(questionnaireVersions.version) })
		.from(questionnaireVersions)
		.where(eq(questionnaireVersions.questionnaireId, questionnaireId));
	return (row?.last ?? 0) + 1;
}

async function insert(
	tx: Writes,
	questionnaireId: number,
	version: number,
	content: Questionnaire
): Promise<number> {
	const [row] = await tx
		.insert(questionnaireVersions)
		.values({ questionnaireId, version, content, publishedAt: null })
		.returning({ id: questionnaireVersions.id });
	if (!row) throw new Error('no id for a new version');
	return row.id;
}
