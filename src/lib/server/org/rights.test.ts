// Who may set up the house: administrators and the system, nobody else, whatever the verb.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { FIRST_DAY, NOW, QUESTIONNAIRE, town, ZONE } from '../../../../tests/town';
import type { Actor } from '../../shared/actor';
import * as trail from '../audit/trail';
import type { Writes } from '../db/open';
import * as branches from './branches';
import * as closed from './closed';
import * as counters from './counters';
import * as duty from './duty';
import * as officers from './officers';
import * as questionnaires from './questionnaires';
import * as services from './services';

const name = { vi: 'Mới', en: '', ja: '', zh: '', ko: '' };
const there = { code: 'NEW', name, fromDay: '2026-03-02' };
const branch = { ...there, parentId: null, zone: ZONE };
const officer = {
	code: 'NEW',
	fullName: 'Mới',
	post: name,
	branchId: 1,
	photoId: null,
	fromDay: there.fromDay
};
const counter = { ...there, branchId: 1, officerMode: 'duty' as const, questionnaireId: 1, serviceIds: [] };
const end = { day: '2026-03-03', successorId: null };

const verbs: Record<string, (tx: Writes, actor: Actor) => Promise<unknown>> = {
	'branches.add': (tx, actor) => branches.add(tx, actor, branch, NOW),
	'branches.change': (tx, actor) => branches.change(tx, actor, 2, branch, NOW),
	'branches.close': (tx, actor) => branches.close(tx, actor, 2, end, NOW),
	'branches.reopen': (tx, actor) => branches.reopen(tx, actor, 2, NOW),
	'closed.add': (tx, actor) => closed.add(tx, actor, { branchId: null, day: end.day, name }, NOW),
	'closed.remove': (tx, actor) => closed.remove(tx, actor, 1, NOW),
	'services.add': (tx, actor) => services.add(tx, actor, there, NOW),
	'services.change': (tx, actor) => services.change(tx, actor, 1, there, NOW),
	'services.close': (tx, actor) => services.close(tx, actor, 1, end, NOW),
	'services.reopen': (tx, actor) => services.reopen(tx, actor, 1, NOW),
	'officers.add': (tx, actor) => officers.add(tx, actor, officer, NOW),
	'officers.change': (tx, actor) => officers.change(tx, actor, 1, officer, NOW),
	'officers.close': (tx, actor) => officers.close(tx, actor, 1, end, NOW),
	'officers.reopen': (tx, actor) => officers.reopen(tx, actor, 1, NOW),
	'counters.add': (tx, actor) => counters.add(tx, actor, counter, NOW),
	'counters.change': (tx, actor) => counters.change(tx, actor, 1, counter, NOW),
	'counters.close': (tx, actor) => counters.close(tx, actor, 1, end, NOW),
	'counters.reopen': (tx, actor) => counters.reopen(tx, actor, 1, NOW),
	'duty.assign': (tx, actor) =>
		duty.assign(tx, actor, { officerId: 3, counterId: 1, fromAt: NOW, untilAt: null }, NOW),
	'duty.end': (tx, actor) => duty.end(tx, actor, 1, NOW, NOW),
	'questionnaires.add': (tx, actor) =>
		questionnaires.add(tx, actor, { name: 'Mới', content: QUESTIONNAIRE }, NOW),
	'questionnaires.rename': (tx, actor) => questionnaires.rename(tx, actor, 1, 'Mới', NOW),
	'questionnaires.saveDraft': (tx, actor) => questionnaires.saveDraft(tx, actor, 1, QUESTIONNAIRE, NOW),
	'questionnaires.dropDraft': (tx, actor) => questionnaires.dropDraft(tx, actor, 1, NOW),
	'questionnaires.publish': (tx, actor) => questionnaires.publish(tx, actor, 1, NOW)
};

describe('nobody but an administrator sets up', () => {
	test.each(Object.keys(verbs))('%s', async (verb) => {
		const db = database();
		const { people } = await town(db);
		const before = await trail.last(db.read);
		const device: Actor = { kind: 'device', id: 1, name: 'Máy A1' };
		for (const actor of [people.auditor, people.hr, people.leaderA, people.officer, device])
			await expect(
				db.write(async (tx) => verbs[verb]?.(tx, actor)),
				actor.name
			).rejects.toMatchObject({ code: 'not_allowed' });
		expect(await trail.last(db.read)).toBe(before);
	});
});

test('every verb of an administrator leaves one line in the trail, with who and what', async () => {
	const db = database();
	const { people } = await town(db);
	await db.write((tx) => services.add(tx, people.administrator, { ...there, fromDay: FIRST_DAY }, NOW));
	const [line] = await trail.trail(db.read, { limit: 1 });
	expect(line).toMatchObject({
		at: NOW,
		actorKind: 'person',
		actorName: people.administrator.name,
		act: 'org.addService',
		subject: 'service:6',
		details: { code: 'NEW', name, fromDay: FIRST_DAY }
	});
});
