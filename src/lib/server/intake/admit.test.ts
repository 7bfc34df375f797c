import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW as AT, town } from '../../../../tests/town';
import { trail } from '../audit/trail';
import * as services from '../org/services';
import * as entries from '../ratings/entries';
import { eraseRefused } from '../ratings/erase';
import { comments, ratings, refusedRatings } from '../ratings/table';
import * as admit from './admit';
import { counted, page } from './refused';

/** The town with a tablet whose second of three ratings lies in the drawer: its service was closed that day. */
async function drawer() {
	const db = database();
	const here = await town(db);
	const boss = here.people.administrator;
	const mine = tablet(here);
	const { refund, declare } = here.services;
	await db.write((tx) => services.close(tx, boss, refund, { day: '2026-03-02' }, AT));
	const refused = rating(here, { serviceId: refund, comment: 'Chờ lâu quá', reasons: ['long-wait'] });
	const sealed = [rating(here), refused, rating(here, { serviceId: declare })].map(mine.seal);
	await mine.resend(db, sealed, AT + 9);
	const rows = () => db.read.select().from(refusedRatings).orderBy(refusedRatings.id);
	const [row] = await rows();
	const open = () => db.write((tx) => services.reopen(tx, boss, refund, AT));
	const take = (id = row!.id, who = boss) => db.write((tx) => admit.take(tx, who, id, AT + 99));
	const setAside = (reason: string, who = boss) =>
		db.write((tx) => admit.setAside(tx, who, { refusedId: row!.id, reason }, AT + 99));
	const ledger = () => db.read.select().from(ratings).orderBy(ratings.position);
	return { db, ...here, here, boss, mine, sealed, refused, row: row!, rows, open, take, setAside, ledger };
}

describe('whoever may not change the drawer', () => {
	it('neither takes in nor sets aside', async () => {
		const { people, take, setAside, open, ledger, row, rows } = await drawer();
		await open();
		for (const who of [people.hr, people.auditor, people.leaderA, people.officer]) {
			await expect(take(row.id, who)).rejects.toMatchObject({ code: 'not_allowed', status: 403 });
			await expect(setAside('x', who)).rejects.toMatchObject({ code: 'not_allowed' });
		}
		expect(await ledger()).toHaveLength(2);
		expect(await rows()).toEqual([row]);
	});
});

describe('taking a refused rating in', () => {
	it('is refused by what still does not fit, and leaves it where it was', async () => {
		const { take, row, rows, ledger } = await drawer();
		await expect(take()).rejects.toMatchObject({ code: 'service_unknown', status: 422 });
		await expect(take(99)).rejects.toMatchObject({ code: 'not_found' });
		expect(await rows()).toEqual([row]);
		expect(await ledger()).toHaveLength(2);
	});

	it('puts it at its place in its tablet’s chain, as it was sealed, with its comment, and says who did', async () => {
		const { db, boss, take, open, row, rows, ledger, refused, devices, branches } = await drawer();
		await open();
		expect(await take()).toEqual({ position: 3, branchId: branches.a });
		const [first, third, second] = await ledger();
		expect([first?.seq, second?.seq, third?.seq]).toEqual([1, 2, 3]);
		expect(second).toMatchObject({
			...{ id: refused.id, deviceId: devices.a1.id, prev: row.prev, digest: row.digest, day: '2026-03-02' },
			...{ receivedAt: AT + 9, sentAt: row.sentAt, serviceId: refused.serviceId, reasons: ['long-wait'] }
		});
		expect(await db.read.select().from(comments)).toMatchObject([
			{ ratingId: refused.id, body: 'Chờ lâu quá' }
		]);
		expect(await rows()).toMatchObject([
			{ settledAt: AT + 99, settledAs: 'taken_in', settledBy: boss.id, digest: row.digest }
		]);
		const [line] = await trail(db.read, { limit: 1 });
		expect(line).toMatchObject({
			...{ act: 'intake.takeIn', subject: `refused:${row.id}`, actorId: boss.id },
			details: { code: 'service_unknown', rating: refused.id, position: 3 }
		});
		expect(JSON.stringify(line)).not.toContain('Chờ lâu');
	});

	it('is refused a second time, and what comes from the tablet again is a duplicate', async () => {
		const { db, here, mine, sealed, take, open, ledger, rows } = await drawer();
		await open();
		await take();
		await expect(take()).rejects.toMatchObject({ code: 'settled_already', status: 409 });
		expect(await mine.resend(db, sealed)).toMatchObject([1, 2, 3].map(() => ({ verdict: 'duplicate' })));
		expect(await ledger()).toHaveLength(3);
		expect(await mine.send(db, [rating(here)])).toMatchObject([{ verdict: 'accepted' }]);
		expect(await rows()).toHaveLength(1);
	});

	it('does not double what the ledger has by another way', async () => {
		const { db, here, take, open, refused, ledger } = await drawer();
		await open();
		// Paired anew, the tablet has sealed it again.
		await tablet(here, 'a2').send(db, [{ ...refused, counterId: here.counters.a2 }]);
		expect(await ledger()).toHaveLength(3);
		await expect(take()).rejects.toMatchObject({ code: 'recorded_already', status: 409 });
		expect(await ledger()).toHaveLength(3);
		expect((await page(db.read, { settled: false, before: null, limit: 9 })).refused).toMatchObject([
			{ isRecorded: true }
		]);
	});

	it('leaves the place of an erased comment empty', async () => {
		const { db, boss, take, open, row, refused, ledger } = await drawer();
		await open();
		await db.write((tx) => eraseRefused(tx, boss, { refusedId: row.id, reason: 'asked for' }, AT + 20));
		await take();
		expect((await ledger())[2]?.commentDigest).toHaveLength(43);
		expect(await db.read.select().from(comments)).toEqual([
			{ ratingId: refused.id, body: null, salt: null, erasedAt: AT + 99 }
		]);
		expect((await entries.of(db.read, refused.id)).map(({ act }) => act)).toEqual(['comment_erased']);
	});

	it('is refused to what has no place in its tablet’s chain', async () => {
		const { db, row, take } = await drawer();
		const { id: _, ...copy } = row;
		const forked = { ...copy, code: 'device_forked', bodyHash: 'x', seq: null, prev: null, digest: null };
		const [kept] = await db.write((tx) => tx.insert(refusedRatings).values(forked).returning());
		await expect(take(kept!.id)).rejects.toMatchObject({ code: 'device_forked' });
	});
});

describe('setting a refused rating aside', () => {
	it('wants a reason, is for good, and is not done twice', async () => {
		const { db, row, rows, setAside, take, open, boss } = await drawer();
		await expect(setAside('  ')).rejects.toMatchObject({ code: 'bad_shape', details: { field: 'reason' } });
		await setAside(' tried out by a technician ');
		expect(await rows()).toMatchObject([
			{ settledAs: 'set_aside', settledBy: boss.id, settledReason: 'tried out by a technician' }
		]);
		await open();
		await expect(setAside('again')).rejects.toMatchObject({ code: 'settled_already' });
		await expect(take()).rejects.toMatchObject({ code: 'settled_already' });
		const [line] = await trail(db.read, { limit: 2 }).then((lines) =>
			lines.filter(({ act }) => act === 'intake.setAside')
		);
		expect(line).toMatchObject({ subject: `refused:${row.id}`, details: { code: 'service_unknown' } });
	});
});

describe('the drawer', () => {
	it('shows what can be read of each, newest first, page by page, and no place-holders', async () => {
		const { db, here, mine, row, refused, rows } = await drawer();
		await mine.send(db, [
			{ id: 7, form: 9, serviceGrade: 'five', scale: 5, reasons: 'none', comment: ['x'] }
		]);
		await tablet(here, 'b1').send(db, [{ ...rating(here), counterId: here.counters.b1, serviceId: 99 }]);
		// The same rating, sealed into another chain: a place-holder.
		const recorded = rating(here, { counterId: here.counters.a2, officerId: here.officers.binh });
		await tablet(here, 'a2').send(db, [recorded]);
		await mine.send(db, [recorded]);
		expect((await rows()).map(({ code }) => code)).toEqual([
			...['service_unknown', 'bad_shape', 'service_unknown', 'resealed']
		]);
		const first = await page(db.read, { settled: false, before: null, limit: 2 });
		expect(first.refused).toMatchObject([
			{ device: { name: 'Máy B1' }, serviceId: 99, serviceGrade: 5 },
			{ id: null, serviceGrade: null, scale: 5, reasons: [], comment: '["x"]', body: expect.any(String) }
		]);
		const second = await page(db.read, { settled: false, before: first.next, limit: 2 });
		expect(second).toMatchObject({
			next: null,
			refused: [
				{
					...{ refusedId: row.id, id: refused.id, device: { name: 'Máy A1' }, seq: 2 },
					...{ code: 'service_unknown', comment: 'Chờ lâu quá', isRecorded: false, settled: null },
					...{ serviceId: refused.serviceId, officerId: refused.officerId, language: 'vi' }
				}
			]
		});
		expect(await counted(db.read)).toEqual({ open: 3, settled: 0 });
	});

	it('shows the settled apart, with who settled them', async () => {
		const { db, boss, setAside } = await drawer();
		await setAside('tried out');
		const settled = () => page(db.read, { settled: true, before: null, limit: 9 });
		expect((await settled()).refused).toMatchObject([
			{ settled: { at: AT + 99, as: 'set_aside', by: boss.name, reason: 'tried out' } }
		]);
		expect(await counted(db.read)).toEqual({ open: 0, settled: 1 });
		expect((await page(db.read, { settled: false, before: null, limit: 9 })).refused).toEqual([]);
	});
});
