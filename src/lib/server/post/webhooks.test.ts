import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import { trail } from '../audit/trail';
import * as deliveries from './deliveries';
import { deliveries as table } from './table';
import * as webhooks from './webhooks';

const reach = { origin: 'https://rate.example.gov.vn', privateToo: false };
const SECRET = webhooks.newSecret();
const given = { secret: SECRET, reach };

async function set() {
	const db = database();
	const here = await town(db);
	const { administrator } = here.people;
	const add = (name: string, branchId: number | null) =>
		db.write((tx) =>
			webhooks.add(
				tx,
				administrator,
				{ name, url: `https://hooks.example.com/${name}`, branchId },
				given,
				NOW
			)
		);
	return { db, ...here, administrator, add };
}

test('only an administrator adds, rotates, closes, tests and sends again; others change nothing', async () => {
	const { db, people, add } = await set();
	const id = await add('a', null);
	const { hr, auditor, leaderA, officer } = people;
	for (const who of [hr, auditor, leaderA, officer])
		await db.write(async (tx) => {
			const wanted = { name: 'x', url: 'https://hooks.example.com/', branchId: null };
			await expect(webhooks.add(tx, who, wanted, given, NOW)).rejects.toThrow('not_allowed');
			await expect(webhooks.rotate(tx, who, id, SECRET, NOW)).rejects.toThrow('not_allowed');
			await expect(webhooks.close(tx, who, id, NOW)).rejects.toThrow('not_allowed');
			await expect(webhooks.test(tx, who, id, '1', NOW)).rejects.toThrow('not_allowed');
			await expect(deliveries.again(tx, who, 1, NOW)).rejects.toThrow('not_allowed');
		});
	expect(await webhooks.list(db.read)).toMatchObject([{ id, name: 'a', closedAt: null }]);
	expect(await db.read.select().from(table)).toEqual([]);
});

test('the secret is in no list and in no line of the trail', async () => {
	const { db, administrator, add } = await set();
	const id = await add('a', null);
	const other = webhooks.newSecret();
	await db.write((tx) => webhooks.rotate(tx, administrator, id, other, NOW));
	const told = JSON.stringify([await webhooks.list(db.read), await trail(db.read, { limit: 100 })]);
	for (const secret of [SECRET, other]) {
		expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
		expect(told).not.toContain(secret.slice(6));
	}
});

test('an address inside, and a branch that is not there, are refused', async () => {
	const { db, administrator } = await set();
	const add = (url: string, branchId: number | null) =>
		db.write((tx) => webhooks.add(tx, administrator, { name: 'a', url, branchId }, given, NOW));
	await expect(add('https://10.0.0.1/', null)).rejects.toMatchObject({ details: { field: 'url' } });
	await expect(add('https://hooks.example.com/', 99)).rejects.toMatchObject({
		details: { field: 'branchId' }
	});
});

test('those of a branch, of one above it and of all are told; closed ones and others are not', async () => {
	const { db, branches, administrator, add } = await set();
	const [all, root, a] = [
		await add('all', null),
		await add('root', branches.root),
		await add('a', branches.a)
	];
	await add('b', branches.b);
	const gone = await add('gone', null);
	await db.write((tx) => webhooks.close(tx, administrator, gone, NOW));
	expect(await webhooks.toldOf(db.read, [branches.a, branches.root])).toEqual([all, root, a]);
});

test('closing gives up what waits, and afterwards nothing can be done with it', async () => {
	const { db, administrator, add } = await set();
	const id = await add('a', null);
	await db.write((tx) => webhooks.test(tx, administrator, id, '1', NOW));
	await db.write((tx) => webhooks.close(tx, administrator, id, NOW));
	await db.write((tx) => webhooks.close(tx, administrator, id, NOW + 1));
	const [row] = await db.read.select().from(table);
	expect(row).toMatchObject({ state: 'failed', nextAt: null, answer: 'closed', about: 'test' });
	await db.write(async (tx) => {
		await expect(webhooks.rotate(tx, administrator, id, SECRET, NOW)).rejects.toThrow('closed_already');
		await expect(webhooks.test(tx, administrator, id, '2', NOW)).rejects.toThrow('closed_already');
		await expect(deliveries.again(tx, administrator, row!.id, NOW)).rejects.toThrow('closed_already');
	});
	const acts = (await trail(db.read, { subject: `webhook:${id}`, limit: 9 })).map(({ act }) => act);
	expect(acts).toEqual(['post.closeWebhook', 'post.testWebhook', 'post.addWebhook']);
});

test('one that failed is tried again from the first try on; what is no longer kept cannot be', async () => {
	const { db, administrator } = await set();
	const letter = { subject: 'a', text: 'a', html: 'a' };
	const mail = (key: string, at: number) =>
		db.write((tx) =>
			deliveries.queue(
				tx,
				{ key, about: 'alert:1', branchId: null, channel: 'mail', address: 'a@b.vn', content: letter },
				at
			)
		);
	await mail('old', NOW - deliveries.KEPT_MS - 1);
	await mail('new', NOW);
	await db.write((tx) => tx.update(table).set({ state: 'failed', tries: 9, nextAt: null }));
	expect(await db.write((tx) => deliveries.forget(tx, NOW))).toBe(1);
	expect(await db.write((tx) => deliveries.forget(tx, NOW))).toBe(0);
	const lines = await deliveries.log(db.read, { state: 'failed', limit: 9 });
	expect(lines.map(({ id, isKept }) => [id, isKept])).toEqual([
		[2, true],
		[1, false]
	]);
	await db.write((tx) => deliveries.again(tx, administrator, 2, NOW));
	await expect(db.write((tx) => deliveries.again(tx, administrator, 1, NOW))).rejects.toThrow(
		'closed_already'
	);
	await expect(db.write((tx) => deliveries.again(tx, administrator, 3, NOW))).rejects.toThrow('not_found');
	expect(await deliveries.counts(db.read)).toEqual({ waiting: 1, sent: 0, failed: 1 });
	expect((await db.read.select().from(table))[1]).toMatchObject({ state: 'waiting', tries: 0, nextAt: NOW });
});

test('two deliveries never share an id, also when a restored database gives a number anew', () => {
	const one = { id: 1, key: 'alert:1', createdAt: NOW };
	expect(deliveries.idOf(one)).toBe(deliveries.idOf({ ...one }));
	const others = [
		{ ...one, id: 2 },
		{ ...one, key: 'alert:2' },
		{ ...one, createdAt: NOW + 1 }
	];
	expect(new Set([one, ...others].map(deliveries.idOf)).size).toBe(4);
});
