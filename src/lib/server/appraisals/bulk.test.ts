import { expect, it } from 'vitest';
import { appraisal, doing, KEY, LATER, POINTS, refused, type Appraisal } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { decideProposed, ready, signReady } from './bulk';
import { mine } from './mine';
import { stateOf } from './state';
import { actsOf } from './append';

async function signed(all: Appraisal, officerId: number): Promise<number> {
	const id = all.sheetOf(officerId);
	const does = doing(all);
	const { leaderA } = all.here.people;
	await does.appraise(leaderA, id, POINTS);
	await does.decide(leaderA, id, { band: 'good' });
	await does.acknowledge(all.as(officerId), id);
	await does.signLeader(leaderA, id);
	return id;
}

const standing = async ({ db }: Appraisal, id: number) =>
	stateOf((await actsOf(db.read, [id])).get(id) ?? []).state;

it('signs nothing for who may not', async () => {
	const all = await appraisal(database());
	const id = await signed(all, all.here.officers.anh);
	const { seen } = await ready(all.db.read, all.periodId);
	const { leaderA } = all.here.people;
	expect(await signReady(all.db, leaderA, all.periodId, seen, KEY, LATER)).toEqual({ done: 0, left: 1 });
	expect(await standing(all, id)).toBe('leader_signed');
});

it('signs what was seen, and refuses where more has become ready since', async () => {
	const all = await appraisal(database());
	const { anh, binh } = all.here.officers;
	const { hr } = all.here.people;
	const first = await signed(all, anh);
	const { seen } = await ready(all.db.read, all.periodId);
	const second = await signed(all, binh);
	await refused(signReady(all.db, hr, all.periodId, seen, KEY, LATER), 'changed_meanwhile');
	expect(await standing(all, first)).toBe('leader_signed');
	const now = await ready(all.db.read, all.periodId);
	expect(now.ids).toEqual([first, second].sort((a, b) => a - b));
	expect(await signReady(all.db, hr, all.periodId, now.seen, KEY, LATER)).toEqual({ done: 2, left: 0 });
	expect(await standing(all, first)).toBe('signed');
	expect(await standing(all, second)).toBe('signed');
});

it('decides nothing that has no proposal, or whose band chance may have decided', async () => {
	const all = await appraisal(database());
	const { leaderA } = all.here.people;
	const id = all.sheetOf(all.here.officers.anh);
	// Points are missing: there is no proposal yet.
	const { contentHash } = await all.seen(id);
	expect(await decideProposed(all.db, leaderA, [{ id, contentHash }], LATER)).toEqual({ done: 0, left: 1 });
	expect(await standing(all, id)).toBe('drafted');
});

it('shows an officer the announced periods they are in, and nobody else any', async () => {
	const all = await appraisal(database());
	const { anh } = all.here.officers;
	const [own, ...others] = await mine(all.db.read, all.as(anh), LATER);
	expect(others).toEqual([]);
	expect(own).toMatchObject({ sheetId: all.sheetOf(anh), state: 'drafted', isOver: true });
	expect(await mine(all.db.read, all.here.people.hr, LATER)).toEqual([]);
});
