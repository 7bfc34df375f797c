import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, generate, put } from '../../../../tests/ledger';
import { smtp } from '../../../../tests/listeners';
import { NOW, town, ZONE } from '../../../../tests/town';
import { digestMail } from '$lib/letters/digestmail';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import { instantOf, type Day } from '../../shared/day';
import type { Language } from '../../shared/language';
import { trail } from '../audit/trail';
import { people } from '../auth/table';
import type { Db } from '../db/open';
import * as closed from '../org/closed';
import { mailer } from '../post/mailer';
import { deliveries } from '../post/table';
import * as post from '../post/worker';
import { due, sender, start, type DigestLetter } from './sender';
import * as wishes from './wishes';

const ORIGIN = 'https://rate.example.gov.vn';
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const at = (day: Day, hour = 7, minute = 0) => instantOf(day, ZONE, hour, minute);
/** A Monday and a Tuesday. */
const [MONDAY, TUESDAY] = ['2026-03-02', '2026-03-03'] as const;

const letter: DigestLetter = (made, language, origin) => {
	overwriteGetLocale(() => language);
	return digestMail(made, language, origin);
};

async function set(mails: Partial<Record<'leaderA' | 'leaderB', [string, Language]>>) {
	const db = database();
	const place = await town(db);
	await put(db, generate(place, 3000, '2025-11-20', TUESDAY));
	for (const [who, [mail, language]] of Object.entries(mails))
		await db.write((tx) =>
			tx
				.update(people)
				.set({ mail, language })
				.where(eq(people.id, place.people[who as 'leaderA'].id))
		);
	const errors: object[] = [];
	const fresh = () =>
		sender(db, { letter, origin: ORIGIN }, { ...quiet, error: (facts) => void errors.push(facts) });
	return { db, place, fresh, errors };
}

const queued = (db: Db) =>
	db.read
		.select({ key: deliveries.key, address: deliveries.address, content: deliveries.content })
		.from(deliveries)
		.orderBy(deliveries.id);

describe('who gets none', () => {
	test('nobody without an address, nobody who is no leader, no closed account, nobody who wants none', async () => {
		const { db, place, fresh } = await set({ leaderB: ['b@haiquan.example', 'vi'] });
		const { hr, auditor, leaderA, leaderB } = place.people;
		for (const { id } of [hr, auditor])
			await db.write((tx) => tx.update(people).set({ mail: 'x@haiquan.example' }).where(eq(people.id, id)));
		await db.write((tx) =>
			tx.update(people).set({ mail: 'a@haiquan.example', closedAt: NOW }).where(eq(people.id, leaderA.id))
		);
		await db.write((tx) => wishes.set(tx, leaderB, { daily: false, weekly: false }, NOW));
		expect(await fresh().send(at(MONDAY))).toBe(0);
		expect(await queued(db)).toEqual([]);
	});

	test('only a leader may say what they want, each for themselves', async () => {
		const { db, place } = await set({});
		for (const who of ['administrator', 'hr', 'auditor', 'officer'] as const)
			await expect(
				db.write((tx) => wishes.set(tx, place.people[who], { daily: true, weekly: false }, NOW))
			).rejects.toMatchObject({ code: 'not_allowed' });
	});
});

test('due is the daily one from seven by the clock of the branch, on Mondays the weekly one too', () => {
	expect(due(at(MONDAY, 6, 59), ZONE)).toEqual({ day: MONDAY, kinds: [], next: at(MONDAY) });
	expect(due(at(MONDAY), ZONE)).toEqual({ day: MONDAY, kinds: ['daily', 'weekly'], next: at(TUESDAY) });
	expect(due(at(TUESDAY, 23, 59), ZONE)).toMatchObject({ day: TUESDAY, kinds: ['daily'] });
	// The same instant is still Sunday in Lisbon.
	expect(due(at(MONDAY, 6), 'Europe/Lisbon')).toMatchObject({ day: '2026-03-01', kinds: ['daily'] });
});

test('each leader is mailed about their own branch, in their own language, once, whatever is restarted', async () => {
	const { db, fresh, errors } = await set({
		leaderA: ['a@haiquan.example', 'vi'],
		leaderB: ['b@haiquan.example', 'ja']
	});
	const first = fresh();
	expect(await first.send(at(MONDAY, 6, 59))).toBe(0);
	expect(await first.send(at(MONDAY))).toBe(4);
	expect(await first.send(at(MONDAY, 7, 1))).toBe(0);
	expect(await fresh().send(at(MONDAY, 7, 2)), 'another process').toBe(0);
	expect(await fresh().send(at(MONDAY, 22))).toBe(0);
	expect((await queued(db)).map(({ key }) => key.split(':').slice(0, 3).join(':')).sort()).toEqual([
		'digest:daily:2026-03-01',
		'digest:daily:2026-03-01',
		'digest:weekly:2026-02-23',
		'digest:weekly:2026-02-23'
	]);
	expect(await first.send(at(TUESDAY))).toBe(2);

	const server = await smtp();
	const carrier = post.start(
		db,
		{
			mail: mailer({ url: server.url, from: 'Hài lòng <hai-long@haiquan.example>', host: 'haiquan.example' }),
			webhook: () => Promise.resolve({ kind: 'never', answer: '' })
		},
		quiet,
		{ now: () => at(TUESDAY, 8) }
	);
	await carrier.idle();
	await carrier.stop();
	expect(server.received).toHaveLength(6);
	const [toA, toB] = ['a', 'b'].map((who) =>
		server.received.filter(({ to }) => to[0] === `${who}@haiquan.example`).map(({ mail }) => mail)
	);
	const weekly = toA?.find(({ subject }) => subject?.includes('tuần'));
	expect(weekly?.subject).toBe('Báo cáo nhanh tuần 23/02/2026 – 01/03/2026: Hải quan A');
	expect(weekly?.text).toMatch(
		/hài lòng với dịch vụ từ 23\/02\/2026 đến 01\/03\/2026 \(n\s=\s\d+, \d+–\d+%\)/
	);
	expect(weekly?.text).toContain(`${ORIGIN}/admin/report?period=2026-02-23..2026-03-01`);
	expect(weekly?.html).toContain('lang="vi"');
	expect(toB?.map(({ subject }) => subject).join()).toMatch(/週次速報 .*Branch B（日本語）/);
	for (const mail of [...(toA ?? []), ...(toB ?? [])])
		expect(`${mail.text}${mail.html}`).not.toMatch(/Nguyễn Thị Anh|Võ Hương Giang|Góp ý \d|undefined|NaN/);
	expect(toA?.map(({ text, html }) => `${text}${html}`).join()).not.toMatch(/Hải quan B|Máy B1/);
	expect(toB?.map(({ text, html }) => `${text}${html}`).join()).not.toMatch(/Branch A|Máy A/);
	expect(errors).toEqual([]);
});

test('what was missed goes out later the same day, and no more the next', async () => {
	const { db, fresh } = await set({ leaderA: ['a@haiquan.example', 'en'] });
	expect(await fresh().send(at(MONDAY, 21))).toBe(2);
	const late = await set({ leaderA: ['a@haiquan.example', 'en'] });
	expect(await late.fresh().send(at(TUESDAY)), 'the week is not made up for on Tuesday').toBe(1);
	expect((await queued(db)).every(({ address }) => address === 'a@haiquan.example')).toBe(true);
});

test('what a leader wants holds from the next one on, and stands in the trail', async () => {
	const { db, place, fresh } = await set({ leaderA: ['a@haiquan.example', 'en'] });
	const { leaderA } = place.people;
	expect(await wishes.of(db.read, leaderA.id)).toEqual({
		mail: 'a@haiquan.example',
		wanted: { daily: true, weekly: true }
	});
	await db.write((tx) => wishes.set(tx, leaderA, { daily: false, weekly: true }, NOW));
	await db.write((tx) => wishes.set(tx, leaderA, { daily: false, weekly: true }, NOW));
	const lines = await trail(db.read, { subject: `person:${leaderA.id}` });
	expect(lines.filter(({ act }) => act === 'digests.wish')).toMatchObject([
		{ details: { daily: false, weekly: true } }
	]);
	expect(await fresh().send(at(MONDAY))).toBe(1);
	expect((await queued(db)).map(({ key }) => key)).toEqual([`digest:weekly:2026-02-23:${leaderA.id}`]);
	expect(await fresh().send(at(TUESDAY))).toBe(0);
});

test('after a day on which nobody could come none is sent; after an open one without any rating one is', async () => {
	const db = database();
	const place = await town(db);
	const { administrator, leaderA } = place.people;
	const name = { vi: 'Nghỉ lễ', en: '', ja: '', zh: '', ko: '' };
	await db.write((tx) => closed.add(tx, administrator, { branchId: null, day: MONDAY, name }, NOW));
	await db.write((tx) => tx.update(people).set({ mail: 'a@b.vn' }).where(eq(people.id, leaderA.id)));
	const { send } = sender(db, { letter, origin: ORIGIN }, quiet);
	expect(await send(at(TUESDAY))).toBe(0);
	expect(await send(at('2026-03-04'))).toBe(1);
	const [only] = await queued(db);
	expect(String(only?.content.text)).toContain('Không có lượt đánh giá nào ngày 03/03/2026.');
	// Closed, and yet somebody rated: that is news.
	await put(
		db,
		Array.from({ length: 12 }, (_, number) => entry(place, number, { day: MONDAY }))
	);
	expect(await sender(db, { letter, origin: ORIGIN }, quiet).send(at(TUESDAY, 9))).toBe(1);
});

test('one that cannot be made holds up no other, and is tried again', async () => {
	const { db } = await set({ leaderA: ['a@haiquan.example', 'vi'], leaderB: ['b@haiquan.example', 'en'] });
	const said: object[] = [];
	let broken = true;
	const fussy: DigestLetter = (made, language, origin) => {
		if (broken && language === 'vi') throw new Error('no words');
		return letter(made, language, origin);
	};
	const says = { ...quiet, error: (facts: object) => void said.push(facts) };
	const { send } = sender(db, { letter: fussy, origin: ORIGIN }, says);
	expect(await send(at(TUESDAY))).toBe(1);
	expect(said).toMatchObject([{ err: { message: 'no words' } }]);
	expect(await send(at(TUESDAY, 7, 1)), 'not every minute').toBe(0);
	broken = false;
	expect(await send(at(TUESDAY, 7, 16))).toBe(1);
	expect((await queued(db)).map(({ address }) => address)).toEqual([
		'b@haiquan.example',
		'a@haiquan.example'
	]);
});

test('the clock of the house sends, tells the post, and stops', async () => {
	const { db } = await set({ leaderA: ['a@haiquan.example', 'vi'] });
	let told = 0;
	const stop = start(
		db,
		{ letter, origin: ORIGIN },
		{ told: () => told++, says: quiet },
		{ now: () => at(TUESDAY, 8), everyMs: 20 }
	);
	await expect.poll(() => told, { timeout: 5_000 }).toBe(1);
	await stop();
	expect(await queued(db)).toHaveLength(1);
	expect(told).toBe(1);
});
