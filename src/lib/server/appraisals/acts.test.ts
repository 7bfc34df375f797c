import { describe, expect, it } from 'vitest';
import { appraisal, doing, LATER, POINTS, refused } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { instantOf } from '../../shared/day';
import { actsOf } from './append';
import { draftOne } from './draft';
import { group } from './members';
import { context } from './rights';

describe('who may not', () => {
	it('is everybody but the side whose act it is', async () => {
		const db = database();
		const all = await appraisal(db);
		const { here, sheetOf, as } = all;
		const { leaderA, leaderB, hr, auditor, administrator } = here.people;
		const { anh, binh } = here.officers;
		const id = sheetOf(anh);
		const does = doing(all);
		const [own, other] = [as(anh), as(binh)];
		for (const person of [other, leaderB, administrator]) {
			for (const act of [does.selfScore, does.appraise, does.acknowledge, does.contest, does.excuse])
				await refused(act(person, id, { ...POINTS, reason: 'because' } as never), 'not_found');
			await refused(does.decide(person, id, { band: 'fair' }), 'not_found');
			await refused(does.signHr(person, id), 'not_found');
		}
		for (const person of [own, auditor, hr]) {
			await refused(does.appraise(person, id, POINTS), person === hr ? 'reason_needed' : 'not_allowed');
			await refused(does.decide(person, id, { band: 'fair' }), 'not_allowed');
			await refused(does.signLeader(person, id), 'not_allowed');
		}
		for (const person of [leaderA, auditor, hr]) {
			const scored = does.selfScore(person, id, { points: { manner: 100 } });
			await refused(scored, person === hr ? 'reason_needed' : 'not_allowed');
			await refused(does.acknowledge(person, id), 'not_allowed');
			await refused(does.contest(person, id, { reason: 'no' }), 'not_allowed');
		}
		for (const person of [own, leaderA, auditor]) {
			await refused(does.answer(person, id, { reason: 'so' }), 'not_allowed');
			await refused(does.excuse(person, id, { reason: 'so' }), 'not_allowed');
			await refused(does.reopen(person, id, { reason: 'so' }), 'not_allowed');
			await refused(does.signHr(person, id), 'not_allowed');
		}
		expect((await actsOf(db.read, [id])).get(id)?.map(({ act }) => act)).toEqual(['drafted']);
	});

	it('is HR for points of its own; it writes down, and says from which paper, what others gave', async () => {
		const db = database();
		const all = await appraisal(db);
		const { hr, leaderA } = all.here.people;
		const id = all.sheetOf(all.here.officers.anh);
		const does = doing(all);
		const paper = { ...POINTS, reason: 'Phiếu giấy nộp ngày 3/2' };
		await does.appraise(hr, id, paper);
		const [, act] = (await actsOf(db.read, [id])).get(id) ?? [];
		expect(act).toMatchObject({ act: 'appraised', actorRole: 'hr', reason: paper.reason });
		await refused(does.decide(hr, id, { band: 'good' }), 'not_allowed');
		await does.decide(leaderA, id, { band: 'good' });
	});

	it('is whoever has had a hand in the sheet in another role', async () => {
		const db = database();
		const all = await appraisal(db);
		const { here, sheetOf, as } = all;
		const does = doing(all);
		const id = sheetOf(here.officers.anh);
		const { leaderA, hr } = here.people;
		await does.appraise(leaderA, id, POINTS);
		await does.decide(leaderA, id, { band: 'good' });
		await does.acknowledge(as(here.officers.anh), id);
		await does.signLeader(leaderA, id);
		await refused(does.signHr({ ...hr, id: leaderA.id }, id), 'second_person_needed');
		await refused(does.signHr({ ...hr, officerId: here.officers.anh }, id), 'not_allowed');
		await does.signHr(hr, id);
	});
});

describe('what has changed since it was seen', () => {
	it('is not decided, acknowledged or signed', async () => {
		const db = database();
		const all = await appraisal(db);
		const { here, sheetOf, as } = all;
		const does = doing(all);
		const id = sheetOf(here.officers.anh);
		const stale = { contentHash: 'another' };
		const { leaderA } = here.people;
		await refused(does.appraise(leaderA, id, { ...POINTS, ...stale }), 'changed_meanwhile');
		await does.appraise(leaderA, id, POINTS);
		await refused(does.decide(leaderA, id, { band: 'good', ...stale }), 'changed_meanwhile');
		await does.decide(leaderA, id, { band: 'good' });
		await refused(does.acknowledge(as(here.officers.anh), id, stale), 'changed_meanwhile');
		await does.acknowledge(as(here.officers.anh), id);
		await refused(does.signLeader(leaderA, id, stale), 'changed_meanwhile');
	});

	it('is drafted again before it is decided, where the draft is of a running period or of another group', async () => {
		const db = database();
		const all = await appraisal(db);
		const { here, sheetOf, periodId } = all;
		const does = doing(all);
		const { leaderA, hr } = here.people;
		const id = sheetOf(here.officers.anh);
		await does.appraise(leaderA, id, POINTS);
		// January, and seven days more that officers wait: from 8 February on.
		const { overAt } = await context(db.read, id);
		expect(overAt).toBe(instantOf('2026-02-08', 'Asia/Ho_Chi_Minh'));
		await refused(does.decide(leaderA, id, { band: 'good' }, overAt - 1), 'period_running');
		await db.write((tx) => group(tx, hr, periodId, [id], 'Quầy kiểm tra', LATER));
		await refused(does.decide(leaderA, id, { band: 'good' }), 'draft_old');
		await draftOne(db, hr, id, LATER);
		await does.decide(leaderA, id, { band: 'good' });
		await draftOne(db, hr, id, overAt - 1);
		await refused(does.decide(leaderA, id, { band: 'good' }), 'draft_old');
	});
});
