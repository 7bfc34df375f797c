import { expect, it } from 'vitest';
import {
	appraisal,
	doing,
	KEY,
	LATER,
	POINTS,
	rated,
	refused,
	type Appraisal
} from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { canonical } from '../../shared/canonical';
import { hash } from '../db/chain';
import * as checkpoints from '../ratings/checkpoint';
import * as acts from './acts';
import { draftAll, draftOne } from './draft';
import { recompute } from './recompute';
import * as seals from './seals';
import { forReader } from './sheets';
import { seals as sealTable, sheets } from './table';
import { eq } from 'drizzle-orm';

/** As far as the leader's signature. */
async function ready(all: Appraisal, officerId: number): Promise<number> {
	const { here, sheetOf, as } = all;
	const does = doing(all);
	const id = sheetOf(officerId);
	const { leaderA, leaderB } = here.people;
	const leader = officerId === here.officers.giang ? leaderB : leaderA;
	await does.appraise(leader, id, POINTS);
	await does.decide(leader, id, { band: 'good' });
	await does.acknowledge(as(officerId), id);
	await does.signLeader(leader, id);
	return id;
}

it('freezes many sheets with one checkpoint, each seal’s hash being that of its body', async () => {
	const db = database();
	const all = await appraisal(db);
	const { hr } = all.here.people;
	const ids = [
		await ready(all, all.here.officers.anh),
		await ready(all, all.here.officers.binh),
		await ready(all, all.here.officers.giang)
	];
	const contentHashes = Object.fromEntries(
		await Promise.all(ids.map(async (id) => [id, (await all.seen(id)).contentHash] as const))
	);
	const before = await checkpoints.list(db.read);
	const sealed = await db.write((tx) => acts.signHr(tx, hr, ids, { contentHashes }, KEY, LATER));
	const made = (await checkpoints.list(db.read)).slice(before.length);
	expect(made).toHaveLength(1);
	expect(sealed).toEqual([1, 2, 3]);
	for (const [at, id] of ids.entries()) {
		const [seal] = await seals.ofSheet(db.read, id);
		expect(seal).toMatchObject({ id: at + 1, sheetId: id, checkpoint: made[0]?.number });
		expect(seal?.body?.checkpoint).toMatchObject({ hash: made[0]?.hash });
		expect(seal?.body?.standing).toMatchObject({ state: 'signed', signedHr: { sealId: at + 1 } });
		expect(seal?.body?.outcome).toMatchObject({ total: 1_110, band: 'good' });
		expect(hash(canonical(seal?.body))).toBe(seal?.hash);
		expect(await seals.byHash(db.read, seal?.hash ?? '')).toEqual(seal);
		const { ratings, entries } = JSON.parse(made[0]?.statement ?? '') as checkpoints.Statement;
		expect(ratings.position).toBeGreaterThanOrEqual(seal?.body?.content.moment.position ?? Infinity);
		expect(entries.count).toBeGreaterThanOrEqual(seal?.body?.content.moment.entryId ?? Infinity);
		expect(await recompute(db.read, at + 1)).toEqual({ equal: true, differences: [] });
	}
});

it('seals none where one of them cannot be signed', async () => {
	const db = database();
	const all = await appraisal(db);
	const { hr } = all.here.people;
	const [id, other] = [await ready(all, all.here.officers.anh), all.sheetOf(all.here.officers.binh)];
	const contentHashes = {
		[id]: (await all.seen(id)).contentHash,
		[other]: (await all.seen(other)).contentHash
	};
	const sign = (ids: number[], hashes: Record<number, string | null>) =>
		db.write((tx) => acts.signHr(tx, hr, ids, { contentHashes: hashes }, KEY, LATER));
	await refused(sign([id, other], contentHashes), 'sheet_not_there_yet');
	await refused(sign([id], { [id]: 'another' }), 'changed_meanwhile');
	await refused(sign([id], {}), 'changed_meanwhile');
	expect(await db.read.select().from(sealTable)).toEqual([]);
	expect(await checkpoints.list(db.read)).toEqual([]);
});

it('does not sign a content that is not what its hash says', async () => {
	const db = database();
	const all = await appraisal(db);
	const id = await ready(all, all.here.officers.anh);
	const [row] = await db.read.select().from(sheets).where(eq(sheets.id, id));
	if (!row?.content) throw new Error('not drafted');
	const better = { ...row.content, replies: 7 };
	await db.write((tx) => tx.update(sheets).set({ content: better }).where(eq(sheets.id, id)));
	await expect(doing(all).signHr(all.here.people.hr, id)).rejects.toThrow('not what its draft’s hash says');
});

it('keeps a signed sheet as it is whatever arrives, says how much did, and keeps old seals when it is reopened', async () => {
	const db = database();
	const all = await appraisal(db);
	const { people, officers } = all.here;
	const id = await ready(all, officers.anh);
	await doing(all).signHr(people.hr, id);
	const before = await forReader(db.read, people.hr, id, LATER);
	expect(before.arrivals).toEqual({ ratings: 0, entries: 0 });
	// Late ratings of January, forty of them Anh's; everything is drafted again.
	await rated(db, all.here, 1_000);
	await draftAll(db, people.hr, all.periodId, LATER + 1);
	const after = await forReader(db.read, people.hr, id, LATER + 1);
	expect(after.arrivals).toEqual({ ratings: 40, entries: 0 });
	expect({ ...after, arrivals: null }).toEqual({ ...before, arrivals: null });
	expect(after.content?.grades[0]?.n).toBe(40);
	expect(await recompute(db.read, 1)).toEqual({ equal: true, differences: [] });
	// Its officer is not told how many came, which would tell when somebody rated.
	expect((await forReader(db.read, all.as(officers.anh), id, LATER + 1)).arrivals).toBeNull();

	await doing(all).reopen(people.hr, id, { reason: 'late ratings' });
	await draftOne(db, people.hr, id, LATER + 2);
	const reopened = await forReader(db.read, people.hr, id, LATER + 2);
	expect(reopened.content?.grades[0]?.n).toBe(80);
	expect(reopened.seal).toBeNull();
	expect(reopened.seals.map(({ hash }) => hash)).toEqual([before.seal?.hash]);
	await ready(all, officers.anh);
	await doing(all).signHr(people.hr, id);
	const again = await seals.ofSheet(db.read, id);
	expect(again.map(({ id: one }) => one)).toEqual([2, 1]);
	expect(again[1]).toEqual(before.seal);
	expect(again[0]?.body?.content.grades[0]?.n).toBe(80);
});

it('is what is shown of a signed sheet, whatever stands beside it', async () => {
	const db = database();
	const all = await appraisal(db);
	const { hr } = all.here.people;
	const id = await ready(all, all.here.officers.anh);
	await doing(all).signHr(hr, id);
	const { content } = await forReader(db.read, hr, id, LATER);
	if (!content) throw new Error('not signed');
	await db.write((tx) => tx.update(sheets).set({ content: { ...content, replies: 7 } }));
	expect((await forReader(db.read, hr, id, LATER)).content).toEqual(content);
});

it('cannot be changed or taken away', async () => {
	const db = database();
	const all = await appraisal(db);
	const id = await ready(all, all.here.officers.anh);
	await doing(all).signHr(all.here.people.hr, id);
	await expect(db.write((tx) => tx.update(sealTable).set({ body: '{}' }))).rejects.toThrow();
	await expect(db.write((tx) => tx.delete(sealTable))).rejects.toThrow();
});
