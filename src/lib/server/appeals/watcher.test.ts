// Mails about appeals, to a real mail server, and what each reader sees of one.
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { smtp } from '../../../../tests/listeners';
import { NOW, town } from '../../../../tests/town';
import { people } from '../auth/table';
import { mailer } from '../post/mailer';
import { deliveries } from '../post/table';
import { start } from '../post/worker';
import * as appeals from './appeals';
import { list, own } from './list';
import { decided, filed, type AppealLetter } from './tell';
import { view } from './view';
import { look } from './watcher';

const DAY = '2026-02-09';
const DAY_MS = 86_400_000;
const letter: AppealLetter = (told, language) => ({
	subject: `${told.occasion} ${told.id} ${language}`,
	text: JSON.stringify(told),
	html: ''
});
const voice = { letter, origin: 'https://rate.example.gov.vn' };

/** Anh has appealed the third of eight ratings that one tablet sent; everybody but the auditor can be mailed. */
async function here() {
	const db = database();
	const place = await town(db);
	const tapped = NOW - 20 * DAY_MS;
	const list = Array.from({ length: 8 }, (_, at) =>
		entry(place, at, {
			...{ day: DAY, tappedAt: tapped + at * 30_000, deviceId: place.devices.a1.id, seq: at + 1, prev: 'x' },
			...{
				channel: 'tablet',
				officerGrade: at === 2 ? 1 : 5,
				reasons: at === 2 ? ['rude', 'long-wait'] : []
			},
			...(at === 2 ? { comment: 'Ông A, 0903 123 456: thái độ kém', salt: 'salt', commentDigest: 'd' } : {})
		})
	);
	await put(db, list);
	const { officer, reviewer, hr, leaderA, leaderB } = place.people;
	for (const { id } of [officer, reviewer, hr, leaderA, leaderB])
		await db.write((tx) =>
			tx
				.update(people)
				.set({ mail: `${id}@x.vn` })
				.where(eq(people.id, id))
		);
	const said = { ratingId: list[2]!.id, ground: 'abusive', statement: 'Tôi không nói như vậy' };
	const id = await db.write(async (tx) => {
		const made = await appeals.file(tx, officer, said, NOW);
		await filed(tx, made, voice, NOW);
		return made;
	});
	const subjects = async () => (await db.read.select().from(deliveries)).map(({ key }) => key).sort();
	return { db, place, id, subjects };
}

test('a new appeal is mailed to reviewers and the leaders of its branch, with nobody’s name and no words', async () => {
	const { db, place, id } = await here();
	const server = await smtp();
	const mail = mailer({ url: server.url, from: 'Hài lòng <h@example.gov.vn>', host: 'example.gov.vn' });
	const says = { warn: () => undefined, error: () => undefined };
	const idle = () => Promise.reject(new Error('nobody is to be called'));
	const post = start(db, { mail, webhook: idle }, says, { now: () => NOW, everyMs: 1e9 });
	await post.idle();
	await post.stop();
	const { reviewer, leaderA } = place.people;
	const subjectOf = (who: { id: string }) =>
		server.received.find(({ to }) => to[0]?.toLowerCase() === `${who.id}@x.vn`.toLowerCase())?.mail.subject;
	expect(server.received).toHaveLength(2);
	expect(subjectOf(reviewer)).toBe(`filed ${id} vi`);
	expect(subjectOf(leaderA)).toBe(`opinion ${id} vi`);
	for (const { mail } of server.received) expect(mail.text).not.toMatch(/Anh|0903|Tôi không nói|thái độ/);
});

test('an overdue one is mailed to reviewers and HR, once, and not before the end of its last day', async () => {
	const { db, place, id, subjects } = await here();
	const { dueAt } = await appeals.one(db.read, id);
	expect(await look(db, voice, dueAt)).toEqual([]);
	const before = await subjects();
	expect(await look(db, voice, dueAt + 1)).toEqual([id]);
	expect(await look(db, voice, dueAt + DAY_MS)).toEqual([]);
	const { reviewer, hr, officer } = place.people;
	const added = (await subjects()).filter((key) => !before.includes(key));
	expect(added).toEqual([reviewer, hr].map((who) => `appeal:${id}:overdue:mail:${who.id}`).sort());
	await db.write(async (tx) => {
		await appeals.reject(tx, reviewer, id, 'Không đủ căn cứ', dueAt + DAY_MS);
		await decided(tx, id, voice, dueAt + DAY_MS);
	});
	expect(await subjects()).toContain(`appeal:${id}:decided:mail:${officer.id}`);
	expect(await look(db, voice, dueAt + 2 * DAY_MS)).toEqual([]);
});

test('one that was decided in time is never overdue', async () => {
	const { db, place, id } = await here();
	await db.write((tx) => appeals.uphold(tx, place.people.reviewer, id, 'Đúng', NOW));
	expect(await look(db, voice, NOW + 30 * DAY_MS)).toEqual([]);
});

test('it is not there for the officer, an administrator, or a leader of another branch', async () => {
	const { db, place, id } = await here();
	const { officer, administrator, leaderB, reviewer } = place.people;
	for (const who of [officer, administrator, leaderB])
		await expect(view(db, who, id, NOW), who.role).rejects.toMatchObject({ code: 'not_found' });
	await expect(view(db, reviewer, 99, NOW)).rejects.toMatchObject({ code: 'not_found' });
	for (const who of [officer, administrator])
		await expect(list(db.read, who, { state: 'all', offset: 0, limit: 9 }, NOW)).rejects.toMatchObject({
			code: 'not_found'
		});
	expect((await list(db.read, leaderB, { state: 'all', offset: 0, limit: 9 }, NOW)).lines).toEqual([]);
});

test('a leader and HR see the part of the day: no instant, no roster, no neighbours, no words', async () => {
	const { db, place, id } = await here();
	const { leaderA, hr } = place.people;
	for (const who of [leaderA, hr]) {
		const seen = await view(db, who, id, NOW);
		expect(seen).toMatchObject({ roster: null, neighbours: null, comment: 'kept', mayDecide: false });
		expect(seen.rating).toMatchObject({ at: null, part: 'morning', officerGrade: 1 });
		expect(JSON.stringify(seen.rating)).not.toContain(String(NOW - 20 * DAY_MS + 60_000));
		expect(JSON.stringify(seen)).not.toContain('0903');
		expect(seen.mayOpine).toBe(who === leaderA);
	}
});

test('a reviewer sees roster, neighbours on the tablet with their grades, marks, and what was said', async () => {
	const { db, place, id } = await here();
	const seen = await view(db, place.people.reviewer, id, NOW);
	const { anh } = place.officers;
	expect(seen).toMatchObject({ mayDecide: true, isConcerned: false, mayOpine: false });
	expect(seen.roster).toMatchObject([{ officerId: anh, isThere: true }]);
	expect(seen.neighbours?.map(({ seconds, officerGrade, isIt }) => [seconds, officerGrade, isIt])).toEqual([
		[-60, 5, false],
		[-30, 5, false],
		[0, 1, true],
		[30, 5, false],
		[60, 5, false],
		[90, 5, false],
		[120, 5, false]
	]);
	expect(seen.reasons.map(({ code, cause }) => [code, cause])).toEqual([
		['rude', 'officer'],
		['long-wait', 'waiting']
	]);
	expect(seen.rating.at).toBe(NOW - 20 * DAY_MS + 60_000);
	expect(seen.acts).toMatchObject([{ act: 'filed', body: 'Tôi không nói như vậy', actorRole: 'officer' }]);
	expect(seen.called.officers[anh]).toBe('Nguyễn Thị Anh');
	expect(JSON.stringify(seen.neighbours)).not.toMatch(/comment|body/);
});

test('the list has what is overdue first, then by deadline; the officer reads deadline, outcome and reason', async () => {
	const { db, place, id } = await here();
	const { officer, reviewer } = place.people;
	const ratingId = entry(place, 3).id;
	const second = await db.write((tx) =>
		appeals.file(tx, officer, { ratingId, ground: 'malicious', statement: 'Cố ý' }, NOW + DAY_MS)
	);
	const { dueAt } = await appeals.one(db.read, id);
	const wanted = { state: 'open', offset: 0, limit: 9 } as const;
	const { lines, tally } = await list(db.read, reviewer, wanted, dueAt + 1);
	expect(lines.map((line) => [line.id, line.isOverdue])).toEqual([
		[id, true],
		[second, false]
	]);
	expect(tally).toMatchObject({ open: 2, overdue: 1 });
	await db.write((tx) => appeals.reject(tx, reviewer, id, 'Không đủ căn cứ', NOW));
	const mine = await own(db, place.officers.anh, NOW);
	expect(mine).toMatchObject([
		{ id: second, state: 'open', decision: null },
		{ id, state: 'rejected', decision: { reason: 'Không đủ căn cứ' }, rating: { from: DAY, grade: 1 } }
	]);
	expect(JSON.stringify(mine)).not.toMatch(/position|day|tapped|counter|service|ratingId/i);
});
