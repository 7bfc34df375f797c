import { expect, it } from 'vitest';
import { appraisal, doing, LATER, POINTS, refused } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { instantOf } from '../../shared/day';
import { close } from './periods';
import { forReader } from './sheets';

const DAY = 86_400_000;

it('goes from the draft over points, decision and acknowledgement to both signatures', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf, as, periodId } = all;
	const does = doing(all);
	const { leaderA, hr } = here.people;
	const id = sheetOf(here.officers.anh);
	const own = as(here.officers.anh);
	await does.selfScore(own, id, { points: { manner: 200 } });
	await refused(does.decide(leaderA, id, { band: 'good' }), 'points_missing');
	await does.appraise(leaderA, id, POINTS);
	await refused(does.acknowledge(own, id), 'sheet_not_there_yet');
	await refused(does.signLeader(leaderA, id), 'sheet_not_there_yet');
	// 8 of 10 by the formula, 1.5 and 1.6 given: 11.1, the band from 11 on.
	const before = await forReader(db.read, leaderA, id, LATER);
	expect(before.outcome).toMatchObject({ total: 1_110, band: 'good' });
	expect(before.standing).toMatchObject({ state: 'drafted', decision: null });
	expect(before.mayDo.sort()).toEqual(['appraised', 'decided']);
	await does.decide(leaderA, id, { band: 'good' });
	await does.acknowledge(own, id);
	await refused(does.signHr(hr, id), 'sheet_not_there_yet');
	await does.signLeader(leaderA, id);
	await does.signHr(hr, id);
	const after = await forReader(db.read, own, id, LATER);
	expect(after.standing).toMatchObject({
		state: 'signed',
		given: { self: { manner: 200 }, appraised: POINTS.points },
		decision: { band: 'good', by: leaderA.name, reason: null },
		signedLeader: { by: leaderA.name },
		signedHr: { by: hr.name, sealId: 1 }
	});
	expect(after.mayDo).toEqual([]);
	await refused(does.appraise(leaderA, id, { points: {} }), 'sheet_not_there_yet');
	await refused(does.excuse(hr, id, { reason: 'left' }), 'sheet_not_there_yet');
	await refused(
		db.write((tx) => close(tx, hr, periodId, LATER)),
		'period_unfinished'
	);
	await refused(does.reopen(hr, id, { reason: ' ' }), 'reason_needed');
	await does.reopen(hr, id, { reason: 'a rating was struck' });
	expect((await forReader(db.read, own, id, LATER)).standing).toMatchObject({
		state: 'drafted',
		given: { self: { manner: 200 }, appraised: POINTS.points },
		decision: null,
		signedLeader: null
	});
});

it('asks for a reason where the band is another than proposed, and never takes the proposed one by itself', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf } = all;
	const does = doing(all);
	const { leaderA } = here.people;
	const id = sheetOf(here.officers.anh);
	await does.appraise(leaderA, id, POINTS);
	await refused(does.decide(leaderA, id, { band: 'fair' }), 'reason_needed');
	await refused(does.decide(leaderA, id, { band: null }), 'reason_needed');
	await refused(does.decide(leaderA, id, {}), 'bad_shape');
	await refused(does.decide(leaderA, id, { band: 'superb' }), 'bad_shape');
	await does.decide(leaderA, id, { band: 'fair', reason: 'two warnings in writing' });
	const { standing } = await forReader(db.read, leaderA, id, LATER);
	expect(standing.decision).toMatchObject({ band: 'fair', reason: 'two warnings in writing' });
});

it('gives no band where there are too few ratings to say', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf } = all;
	const does = doing(all);
	const id = sheetOf(here.officers.chau);
	await does.appraise(here.people.leaderA, id, POINTS);
	await refused(does.decide(here.people.leaderA, id, { band: 'poor', reason: 'so few' }), 'bad_shape');
	await does.decide(here.people.leaderA, id, { band: null });
	const { outcome, standing } = await forReader(db.read, here.people.leaderA, id, LATER);
	expect(outcome).toMatchObject({ total: null, band: null });
	expect(standing).toMatchObject({ state: 'decided', decision: { band: null } });
});

it('takes points in their steps only, and of the officer only where they score themselves', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf, as } = all;
	const does = doing(all);
	const id = sheetOf(here.officers.anh);
	const own = as(here.officers.anh);
	for (const points of [{ order: 100 }, { share: 900 }, { manner: 15 }, { manner: 210 }, { manner: -10 }])
		await refused(does.selfScore(own, id, { points }), 'points_unfit');
	for (const points of [{ share: 900 }, { comet: 10 }, { order: 1.5 }])
		await refused(does.appraise(here.people.leaderA, id, { points }), 'points_unfit');
});

it('goes back to the draft when points are given anew after the decision', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf, as } = all;
	const does = doing(all);
	const { leaderA } = here.people;
	const id = sheetOf(here.officers.anh);
	await does.appraise(leaderA, id, POINTS);
	await does.decide(leaderA, id, { band: 'good' });
	await does.acknowledge(as(here.officers.anh), id);
	await does.appraise(leaderA, id, POINTS);
	expect((await forReader(db.read, leaderA, id, LATER)).standing.state).toBe('acknowledged');
	await does.appraise(leaderA, id, { points: { ...POINTS.points, order: 0 } });
	expect((await forReader(db.read, leaderA, id, LATER)).standing).toMatchObject({
		state: 'drafted',
		decision: null,
		acknowledgedAt: null
	});
});

it('waits for an answer where it is contested, and for the officer’s days where nothing was said', async () => {
	const db = database();
	const all = await appraisal(db);
	const { here, sheetOf, as } = all;
	const does = doing(all);
	const { leaderA, hr } = here.people;
	const [id, silent] = [sheetOf(here.officers.anh), sheetOf(here.officers.binh)];
	const own = as(here.officers.anh);
	for (const one of [id, silent]) {
		await does.appraise(leaderA, one, POINTS);
		await does.decide(leaderA, one, { band: 'good' });
	}
	await refused(does.contest(own, id, { reason: '' }), 'reason_needed');
	await does.contest(own, id, { reason: 'the counter was another one' });
	await refused(does.signLeader(leaderA, id, {}, LATER + 100 * DAY), 'sheet_not_there_yet');
	await refused(does.answer(hr, id), 'reason_needed');
	await does.answer(hr, id, { reason: 'looked into; it was yours' });
	await does.signLeader(leaderA, id);
	// Decided on 2 March; five days to say something: the last is 7 March.
	const { details } = await refused(does.signLeader(leaderA, silent), 'officer_still_has_time');
	expect(details.day).toBe('2026-03-07');
	const end = instantOf('2026-03-08', 'Asia/Ho_Chi_Minh');
	await refused(does.signLeader(leaderA, silent, {}, end - 1), 'officer_still_has_time');
	await does.signLeader(leaderA, silent, {}, end);
});

it('needs no decision in coaching, and knows none', async () => {
	const db = database();
	const all = await appraisal(db, { mode: 'coaching' });
	const { here, sheetOf, as } = all;
	const does = doing(all);
	const { leaderA, hr } = here.people;
	const id = sheetOf(here.officers.anh);
	await refused(does.decide(leaderA, id, { band: 'good' }), 'sheet_not_there_yet');
	await refused(does.signLeader(leaderA, id), 'officer_still_has_time');
	await does.acknowledge(as(here.officers.anh), id);
	await does.signLeader(leaderA, id);
	await does.signHr(hr, id);
	expect((await forReader(db.read, hr, id, LATER)).standing).toMatchObject({
		state: 'signed',
		decision: null
	});
});

it('of a unit is answered by its leader, decided by HR, and signed by both', async () => {
	const db = database();
	const all = await appraisal(db, { subject: 'unit' });
	const { here, sheetOf } = all;
	const does = doing(all);
	const { leaderA, leaderB, hr } = here.people;
	const id = sheetOf(here.branches.a);
	await refused(does.acknowledge(leaderB, id), 'not_found');
	await does.selfScore(leaderA, id, { points: { manner: 200 } });
	await refused(does.appraise(leaderA, id, POINTS), 'not_allowed');
	await does.appraise(hr, id, POINTS);
	await refused(does.decide(leaderA, id, { band: 'good' }), 'not_allowed');
	const { outcome } = await forReader(db.read, hr, id, LATER);
	await does.decide(hr, id, { band: outcome?.band ?? null });
	await refused(does.acknowledge(hr, id), 'not_allowed');
	await does.contest(leaderA, id, { reason: 'the hall was being rebuilt' });
	await does.answer(hr, id, { reason: 'it is taken into account' });
	await refused(does.signLeader(hr, id), 'not_allowed');
	await does.signLeader(leaderA, id);
	await does.signHr(hr, id);
});
