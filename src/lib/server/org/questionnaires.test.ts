import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, QUESTIONNAIRE, town } from '../../../../tests/town';
import * as questionnaires from './questionnaires';
import { questionnaireVersions } from './table';

async function set() {
	const db = database();
	const { people, questionnaire } = await town(db);
	const { administrator } = people;
	return {
		db,
		administrator,
		id: questionnaire.id,
		firstId: questionnaire.versionId,
		draft: (content: typeof QUESTIONNAIRE) =>
			db.write((tx) => questionnaires.saveDraft(tx, administrator, questionnaire.id, content, NOW)),
		publish: (id = questionnaire.id) => db.write((tx) => questionnaires.publish(tx, administrator, id, NOW)),
		drop: (id = questionnaire.id) => db.write((tx) => questionnaires.dropDraft(tx, administrator, id, NOW))
	};
}

test('a name that another has, and a questionnaire that is not there, are refused', async () => {
	const { db, administrator, publish } = await set();
	await expect(
		db.write((tx) => questionnaires.add(tx, administrator, { name: 'Năm mức', content: QUESTIONNAIRE }, NOW))
	).rejects.toMatchObject({ code: 'already_exists', details: { field: 'name' } });
	await expect(publish(99)).rejects.toMatchObject({ code: 'not_found' });
	await expect(
		db.write((tx) => questionnaires.saveDraft(tx, administrator, 99, QUESTIONNAIRE, NOW))
	).rejects.toMatchObject({ code: 'not_found' });
});

test('without a draft there is nothing to publish', async () => {
	const { publish } = await set();
	await expect(publish()).rejects.toMatchObject({ code: 'published_is_final' });
});

test('a draft without Vietnamese words is kept but not published', async () => {
	const { draft, publish } = await set();
	await draft({ ...QUESTIONNAIRE, askOfficer: { vi: '  ', en: 'How?', ja: '', zh: '', ko: '' } });
	await expect(publish()).rejects.toMatchObject({ code: 'bad_shape', details: { field: 'askOfficer.vi' } });
});

test('what is published is asked until the next version is published', async () => {
	const { db, id, firstId, draft, publish } = await set();
	const draftId = await draft({ ...QUESTIONNAIRE, scale: 3 });
	expect(await questionnaires.published(db.read, id)).toMatchObject({ id: firstId, content: { scale: 5 } });
	expect(await publish()).toBe(draftId);
	expect(await questionnaires.published(db.read, id)).toMatchObject({ id: draftId, content: { scale: 3 } });
});

test('a published version never changes; the next draft is a version of its own', async () => {
	const { db, id, firstId, draft } = await set();
	await expect(
		db.write((tx) =>
			tx.update(questionnaireVersions).set({ publishedAt: null }).where(eq(questionnaireVersions.id, firstId))
		)
	).rejects.toThrow();
	const draftId = await draft({ ...QUESTIONNAIRE, askComment: false });
	expect(await draft({ ...QUESTIONNAIRE, scale: 4 })).toBe(draftId);
	expect(await questionnaires.versions(db.read, id)).toMatchObject([
		{ id: draftId, version: 2, publishedAt: null, content: { scale: 4, askComment: true } },
		{ id: firstId, version: 1, content: { scale: 5 } }
	]);
	expect(await questionnaires.list(db.read)).toMatchObject([
		{ id, name: 'Năm mức', published: { id: firstId }, draft: { id: draftId } }
	]);
});

test('a draft can be thrown away, unless there is nothing else', async () => {
	const { db, administrator, id, draft, drop } = await set();
	await draft({ ...QUESTIONNAIRE, scale: 4 });
	await drop();
	expect(await questionnaires.versions(db.read, id)).toHaveLength(1);
	const { questionnaireId } = await db.write((tx) =>
		questionnaires.add(tx, administrator, { name: 'Mới', content: QUESTIONNAIRE }, NOW)
	);
	await expect(drop(questionnaireId)).rejects.toMatchObject({ code: 'still_in_use' });
});
