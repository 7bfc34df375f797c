import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, QUESTIONNAIRE, town, ZONE } from '../../../../tests/town';
import { addDays, instantOf } from '../../shared/day';
import { onDuty } from '../../shared/setup';
import { last } from '../audit/trail';
import * as branches from '../org/branches';
import * as counters from '../org/counters';
import * as duty from '../org/duty';
import * as officers from '../org/officers';
import * as questionnaires from '../org/questionnaires';
import * as services from '../org/services';
import { unready } from './list';
import { edition, setup } from './setup';

const DAY = '2026-03-02';
const TOMORROW = addDays(DAY, 1);
const words = (vi: string) => ({ vi, en: '', ja: '', zh: '', ko: '' });

async function told() {
	const db = database();
	const place = await town(db);
	const boss = place.people.administrator;
	const ask = (device: 'a1' | 'a2' | 'b1' = 'a1', at = AT) => setup(db.read, place.devices[device].id, at);
	return { db, ...place, boss, ask };
}

describe('a counter that is not ready', () => {
	it('is refused by name: without an open service, nothing published to ask, no longer there', async () => {
		const {
			db,
			boss,
			branches: places,
			counters: desks,
			services: offers,
			questionnaire,
			ask
		} = await told();
		await db.write((tx) => services.close(tx, boss, offers.declare, { day: DAY }, AT));
		await expect(ask('b1')).rejects.toMatchObject({
			code: 'counter_not_ready',
			status: 409,
			details: { counter: desks.b1, missing: ['services'] }
		});
		const draft = await db.write((tx) =>
			questionnaires.add(tx, boss, { name: 'Nháp', content: QUESTIONNAIRE }, AT)
		);
		const bare = await db.write(async (tx) => {
			const about = { code: 'X', name: words('X'), branchId: places.a, officerMode: 'duty' as const };
			const rest = { questionnaireId: draft.questionnaireId, serviceIds: [], fromDay: DAY };
			return counters.add(tx, boss, { ...about, ...rest }, AT);
		});
		expect(await unready(db.read, DAY)).toEqual(
			new Map([
				[desks.b1, ['services']],
				[bare, ['services', 'questionnaire']]
			])
		);
		expect((await unready(db.read, addDays(DAY, -1))).has(bare)).toBe(false);
		await db.write((tx) => counters.close(tx, boss, desks.a1, { day: TOMORROW }, AT));
		expect((await ask('a1')).questionnaire.id).toBe(questionnaire.versionId);
		await expect(ask('a1', AT + 86_400_000)).rejects.toMatchObject({ details: { missing: ['counter'] } });
	});

	it('is refused for a device that does not exist', async () => {
		const { db } = await told();
		await expect(setup(db.read, 99, AT)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('what a tablet is told', () => {
	it('is its counter, branch, services, officers on duty, questions and settings', async () => {
		const {
			db,
			officers: staff,
			services: offers,
			questionnaire,
			branches: places,
			counters: desks,
			ask
		} = await told();
		expect(await ask('a2')).toEqual({
			tag: `${await last(db.read)}.${DAY}`,
			device: { id: 2, name: 'Máy A2' },
			branch: { id: places.a, name: expect.objectContaining({ vi: 'Hải quan A' }), zone: ZONE },
			counter: { id: desks.a2, name: expect.objectContaining({ en: 'Counter A2' }), officerMode: 'duty' },
			services: [
				{ id: offers.declare, name: expect.objectContaining({ vi: 'Đăng ký tờ khai' }) },
				{ id: offers.inspect, name: expect.objectContaining({ vi: 'Kiểm tra thực tế hàng hóa' }) }
			],
			officers: [
				{
					id: staff.binh,
					name: 'Trần Văn Bình',
					post: expect.objectContaining({ en: 'Customs officer' }),
					photo: null
				}
			],
			duties: [{ officerId: staff.binh, from: instantOf('2026-01-01', ZONE, 8), until: null }],
			questionnaire: { ...QUESTIONNAIRE, id: questionnaire.versionId },
			languages: ['vi', 'en', 'ja', 'zh', 'ko'],
			defaultLanguage: 'vi',
			idleSeconds: 30,
			countdownSeconds: 10,
			open: null,
			brightness: 100,
			pin: null
		});
	});

	it('names everybody on duty where the customer picks', async () => {
		const { ask, officers: staff } = await told();
		const answer = await ask('b1');
		expect(answer.counter.officerMode).toBe('pick');
		expect(
			onDuty(answer, AT)
				.map((officer) => officer.id)
				.sort()
		).toEqual([staff.giang, staff.ha].sort());
	});

	it('reaches from yesterday to a fortnight ahead, in the branch’s zone', async () => {
		const { db, boss, officers: staff, counters: desks, ask } = await told();
		const shift = (officerId: number, day: string) => ({
			officerId,
			counterId: desks.a1,
			fromAt: instantOf(day, ZONE, 8),
			untilAt: instantOf(day, ZONE, 17)
		});
		const days = [-2, -1, 0, 14, 15].map((distance) => addDays(DAY, distance));
		await db.write(async (tx) => {
			for (const day of days) await duty.assign(tx, boss, shift(staff.chau, day), AT);
		});
		const answer = await ask();
		expect(answer.duties.filter((one) => one.officerId === staff.chau).map((one) => one.from)).toEqual(
			days.slice(1, 4).map((day) => instantOf(day, ZONE, 8))
		);
		expect(answer.officers.map((officer) => officer.name)).toEqual(['Lê Minh Châu', 'Nguyễn Thị Anh']);
	});

	it('has the officer’s picture, and no officer who has left', async () => {
		const { db, boss, branches: places, officers: staff, ask } = await told();
		const picture = 'data:image/png;base64,iVBORw0KGgo=';
		await db.write(async (tx) => {
			const photoId = await officers.keepPhoto(tx, picture);
			const about = {
				code: 'HQ-01',
				fullName: 'Nguyễn Thị Anh',
				post: words('Trưởng quầy'),
				branchId: places.a
			};
			await officers.change(tx, boss, staff.anh, { ...about, photoId, fromDay: DAY }, AT);
		});
		expect((await ask()).officers).toEqual([
			{ id: staff.anh, name: 'Nguyễn Thị Anh', post: words('Trưởng quầy'), photo: picture }
		]);
		await db.write((tx) => officers.close(tx, boss, staff.anh, { day: TOMORROW }, AT));
		expect((await ask()).officers).toHaveLength(1);
		const answer = await ask('a1', AT + 86_400_000);
		expect([answer.officers, answer.duties]).toEqual([[], []]);
	});

	it('is the version of its day: a branch renamed from tomorrow has its old name today', async () => {
		const { db, boss, branches: places, ask } = await told();
		const about = { code: 'A', parentId: places.root, zone: ZONE, fromDay: TOMORROW };
		await db.write((tx) => branches.change(tx, boss, places.a, { ...about, name: words('Tên mới') }, AT));
		expect((await ask()).branch.name.vi).toBe('Hải quan A');
		const midnight = instantOf(TOMORROW, ZONE);
		expect((await ask('a1', midnight - 1)).branch.name.vi).toBe('Hải quan A');
		expect((await ask('a1', midnight)).branch.name.vi).toBe('Tên mới');
	});

	it('is the newest published version, never a draft', async () => {
		const { db, boss, questionnaire, ask } = await told();
		const next = { ...QUESTIONNAIRE, scale: 4 as const };
		await db.write((tx) => questionnaires.saveDraft(tx, boss, questionnaire.id, next, AT));
		expect((await ask()).questionnaire.scale).toBe(5);
		const versionId = await db.write((tx) => questionnaires.publish(tx, boss, questionnaire.id, AT));
		expect((await ask()).questionnaire).toMatchObject({ scale: 4, id: versionId });
	});
});

describe('an edition', () => {
	it('changes with the set-up and with the day', async () => {
		const { db, boss, services: offers, counters: desks } = await told();
		const midnight = instantOf(TOMORROW, ZONE);
		const of = async (at: number) => (await edition(db.read, desks.a1, at)).tag;
		const first = await of(AT);
		expect(await of(midnight - 1)).toBe(first);
		expect(await of(midnight)).not.toBe(first);
		await db.write((tx) => services.close(tx, boss, offers.amend, { day: DAY }, AT));
		expect(await of(AT)).not.toBe(first);
	});

	it('knows its zone, and none where the counter is no more', async () => {
		const { db, boss, counters: desks } = await told();
		await db.write((tx) => counters.close(tx, boss, desks.a1, { day: DAY }, AT));
		expect(await edition(db.read, desks.a1, AT)).toMatchObject({ zone: null });
		expect(await edition(db.read, desks.a2, AT)).toMatchObject({ zone: ZONE });
	});
});
