// What becomes of a batch: whom it counts for, on which day, and that a chain has one continuation only.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet, tabletOf } from '../../../../tests/ratings';
import { newKey } from '../../../../tests/tablet';
import { NOW, town } from '../../../../tests/town';
import * as devices from '../devices/devices';
import { Problem } from '../../shared/problem';
import * as facts from './facts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

async function place() {
	const db = database();
	const here = await town(db);
	const rows = async (sql: string) => (await db.guard.execute(sql)).rows;
	return { db, here, rows };
}

describe('a chain that forks', () => {
	test('is refused whole, and its device turned away from then on', async () => {
		const { db, here, rows } = await place();
		const one = tablet(here);
		await one.send(db, [rating(here), rating(here)]);
		const clone = tabletOf(one.device, one.key, one.chain.head);
		await one.send(db, [rating(here)]);
		const lost = [rating(here), rating(here)].map(clone.seal);
		await expect(clone.resend(db, lost)).rejects.toMatchObject({ code: 'device_forked' });
		expect(await rows('SELECT 1 FROM ratings')).toHaveLength(3);
		expect(await rows('SELECT 1 FROM refused_ratings')).toHaveLength(0);
		const [row] = await rows(`SELECT forkedAt FROM devices WHERE id = ${one.device.id}`);
		expect(row?.forkedAt).toBe(NOW);
	});

	test('is noticed by a neighbour that does not fit, before and behind, and at the first number', async () => {
		const { db, here } = await place();
		const one = tablet(here);
		const [first, second, third] = [rating(here), rating(here), rating(here)].map(one.seal);
		const foreign = tabletOf(one.device, one.key, { seq: 0, prev: here.devices.a2.key.keyId });
		await expect(foreign.send(db, [rating(here)])).rejects.toMatchObject({ code: 'device_forked' });
		await db.guard.execute('UPDATE devices SET forkedAt = NULL');
		await one.resend(db, [third!]);
		const behind = { ...second!, serviceGrade: 1 };
		await expect(one.resend(db, [behind])).rejects.toMatchObject({ code: 'device_forked' });
		// What fits in between is taken, late.
		const verdicts = await one.resend(db, [first!, second!]);
		expect(verdicts.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
	});

	test('does not hold up what other tablets sent at the same time', async () => {
		const { db, here } = await place();
		const one = tablet(here);
		await one.send(db, [rating(here)]);
		const clone = tabletOf(one.device, one.key);
		const beside = tablet(here, 'a2');
		const other = rating(here, { counterId: here.counters.a2, officerId: here.officers.binh });
		const [forked, fine] = await Promise.allSettled([
			clone.send(db, [rating(here)]),
			beside.send(db, [other])
		]);
		expect(forked).toMatchObject({ status: 'rejected', reason: expect.any(Problem) as Problem });
		expect(fine).toMatchObject({ status: 'fulfilled', value: [{ verdict: 'accepted' }] });
	});

	test('sends all it has once it is paired anew, each rating once', async () => {
		const { db, here, rows } = await place();
		const one = tablet(here);
		const said = [rating(here, { comment: 'Cảm ơn' }), rating(here), rating(here)];
		const sealed = said.map(one.seal);
		await one.resend(db, sealed.slice(0, 2));
		const key = newKey();
		const id = await db.write(async (tx) => {
			const settings = {
				...{ deviceName: 'Máy mới', counterId: here.counters.a1, languages: ['vi' as const] },
				...{ defaultLanguage: 'vi' as const, idleSeconds: 30, countdownSeconds: 10 }
			};
			await devices.invite(tx, here.people.administrator, settings, 'NEWN2222', NOW, one.device.id);
			return (await devices.pair(tx, 'NEWN2222', { publicKey: key.publicKey, userAgent: null }, NOW)).id;
		});
		const anew = tabletOf({ id, counterId: here.counters.a1 }, key);
		// The same contents under the new key: salt and digest stay, number and link are new.
		const resealed = sealed.map(({ seq: _seq, prev: _prev, ...content }) => anew.seal(content));
		const verdicts = await anew.resend(db, resealed);
		expect(verdicts.map(({ verdict }) => verdict)).toEqual(['duplicate', 'duplicate', 'accepted']);
		expect(await rows('SELECT id FROM ratings')).toHaveLength(3);
		const places = await rows(`SELECT seq, code FROM refused_ratings WHERE deviceId = ${id} ORDER BY seq`);
		expect(places).toMatchObject([
			{ seq: 1, code: 'resealed' },
			{ seq: 2, code: 'resealed' }
		]);
		const [old] = await rows(`SELECT retiredAt, replacedById FROM devices WHERE id = ${one.device.id}`);
		expect(old).toMatchObject({ retiredAt: NOW, replacedById: id });
	});
});

test('another content under a known id is a conflict, and lies in the drawer', async () => {
	const { db, here } = await place();
	const one = tablet(here);
	const said = rating(here);
	await one.send(db, [said]);
	const [conflict] = await one.send(db, [{ ...said, serviceGrade: 1 }]);
	expect(conflict).toMatchObject({ verdict: 'refused', code: 'id_conflict' });
});

test('a refused rating that is sent again is taken once it fits, and its place in the drawer settled', async () => {
	const { db, here, rows } = await place();
	const one = tablet(here);
	const sealed = [one.seal(rating(here, { questionnaireId: 2 }))];
	expect(await one.resend(db, sealed)).toMatchObject([{ verdict: 'refused' }]);
	await db.guard.execute(
		`INSERT INTO questionnaire_versions SELECT 2, questionnaireId, 2, content, publishedAt FROM questionnaire_versions`
	);
	// The set-up's tag has not moved by that INSERT; a verb's audit line moves it.
	await db.write((tx) => devices.retire(tx, here.people.administrator, here.devices.b1.id, NOW));
	expect(await one.resend(db, sealed)).toMatchObject([{ verdict: 'accepted' }]);
	expect(await rows('SELECT settledAs FROM refused_ratings')).toMatchObject([{ settledAs: 'taken_in' }]);
});

describe('who served', () => {
	test('is the one the roster says, where one is on duty', async () => {
		const { db, here, rows } = await place();
		await tablet(here).send(db, [
			rating(here),
			rating(here, { officerId: here.officers.binh }),
			rating(here, { officerId: 99 }),
			rating(here, { officerId: null, officerGrade: null })
		]);
		const { anh, binh } = here.officers;
		expect(
			await rows(
				'SELECT officerId, officerGrade, claimedOfficerId, claimedOfficerGrade FROM ratings ORDER BY position'
			)
		).toMatchObject([
			{ officerId: anh, officerGrade: 5, claimedOfficerId: null, claimedOfficerGrade: null },
			{ officerId: null, officerGrade: null, claimedOfficerId: binh, claimedOfficerGrade: 5 },
			{ officerId: null, officerGrade: null, claimedOfficerId: 99, claimedOfficerGrade: 5 },
			{ officerId: null, officerGrade: null, claimedOfficerId: null, claimedOfficerGrade: null }
		]);
	});

	test('is one of those on duty there, where the customer picks', async () => {
		const { db, here, rows } = await place();
		const { giang, ha, anh } = here.officers;
		const there = (officerId: number) => rating(here, { counterId: here.counters.b1, officerId });
		await tablet(here, 'b1').send(db, [there(giang), there(ha), there(anh)]);
		expect(await rows('SELECT officerId FROM ratings ORDER BY position')).toMatchObject([
			{ officerId: giang },
			{ officerId: ha },
			{ officerId: null }
		]);
	});

	test('is looked up once for each counter, however many ratings come from it', async () => {
		const { db, here } = await place();
		const known = await facts.reader(db.read)();
		const { a1, b1 } = here.counters;
		expect(await known.duties(a1)).toBe(await known.duties(a1));
		expect(await known.duties(a1)).not.toBe(await known.duties(b1));
	});

	test('is asked for the corrected time of the tap, not for the arrival', async () => {
		const { db, here, rows } = await place();
		await db.guard.execute(
			`UPDATE duties SET untilAt = ${NOW - HOUR_MS} WHERE officerId = ${here.officers.anh}`
		);
		const before = rating(here, { tappedAt: NOW - 2 * HOUR_MS });
		const justAfter = rating(here, { tappedAt: NOW - HOUR_MS + 4 * 60_000 });
		const after = rating(here, { tappedAt: NOW - HOUR_MS + 6 * 60_000 });
		// This one's tablet is two hours fast, and knew it.
		const fast = rating(here, { tappedAt: NOW, skewMs: -2 * HOUR_MS });
		await tablet(here).send(db, [before, justAfter, after, fast]);
		const { anh } = here.officers;
		expect(
			(await rows('SELECT officerId FROM ratings ORDER BY position')).map((row) => row.officerId)
		).toEqual([anh, anh, null, anh]);
	});
});

describe('a wrong clock', () => {
	const cases: [string, { off: number; told: number | null }][] = [
		['an hour slow', { off: -HOUR_MS, told: null }],
		['an hour fast', { off: HOUR_MS, told: null }],
		['a day slow', { off: -DAY_MS, told: null }],
		['a day fast', { off: DAY_MS, told: null }],
		['ten years slow', { off: -10 * YEAR_MS, told: null }],
		['ten years fast', { off: 10 * YEAR_MS, told: null }],
		['a day slow at the tap and set right before sending', { off: -DAY_MS, told: DAY_MS }]
	];
	for (const [name, { off, told }] of cases)
		test(`${name}: the rating counts on its day, and both instants are kept`, async () => {
			const { db, here, rows } = await place();
			const one = tablet(here);
			const tappedAt = NOW - 3 * HOUR_MS + off;
			const sealed = [one.seal(rating(here, { tappedAt, skewMs: told }))];
			const sentAt = told === null ? NOW + off : NOW;
			const { make } = await import('./intake');
			const news = await import('../ratings/news');
			await make(db, news.make()).take(one.post(sealed, { receivedAt: NOW, sentAt }));
			expect(
				await rows('SELECT day, tappedAt, skewMs, toldSkewMs, sentAt, receivedAt FROM ratings')
			).toMatchObject([
				{ day: '2026-03-02', tappedAt, skewMs: -off, toldSkewMs: told, sentAt, receivedAt: NOW }
			]);
		});

	test('that gives no possible instant: the day of arrival stands for it, and nothing is refused', async () => {
		const { db, here, rows } = await place();
		const one = tablet(here);
		const set = rating(here, { tappedAt: NOW - 10 * YEAR_MS });
		const ahead = rating(here, { tappedAt: NOW + 2 * DAY_MS, skewMs: 0 });
		expect((await one.send(db, [set, ahead])).map(({ verdict }) => verdict)).toEqual([
			'accepted',
			'accepted'
		]);
		expect(await rows('SELECT day, skewMs FROM ratings ORDER BY position')).toMatchObject([
			{ day: '2026-03-02', skewMs: 10 * YEAR_MS },
			{ day: '2026-03-02', skewMs: -2 * DAY_MS }
		]);
	});
});

test('a tablet that was moved to another branch may still send what was rated at its old counter', async () => {
	const { db, here, rows } = await place();
	const one = tablet(here);
	const settings = {
		...{ deviceName: 'Máy A1', counterId: here.counters.b1, languages: ['vi' as const] },
		...{ defaultLanguage: 'vi' as const, idleSeconds: 30, countdownSeconds: 10 }
	};
	await db.write((tx) => devices.change(tx, here.people.administrator, one.device.id, settings, NOW));
	const moved = tabletOf({ id: one.device.id, counterId: here.counters.b1 }, one.key);
	const never = rating(here, { counterId: here.counters.a2, officerId: null, officerGrade: null });
	expect((await moved.send(db, [rating(here), never])).map(({ code }) => code)).toEqual([
		undefined,
		'counter_mismatch'
	]);
	expect(await rows('SELECT branchId FROM ratings')).toMatchObject([{ branchId: here.branches.a }]);
});

test('the signature lies with the last rating of its batch, with what was signed', async () => {
	const { db, here, rows } = await place();
	const one = tablet(here);
	const sealed = [rating(here), rating(here)].map(one.seal);
	const { arrival } = one.post(sealed);
	await one.resend(db, sealed);
	const found = await rows('SELECT ticket, signature FROM ratings ORDER BY position');
	expect(found[0]).toMatchObject({ ticket: null, signature: null });
	expect(found[1]?.ticket).toBe(`2:${arrival.ticket}`);
	expect(String(found[1]?.signature)).toHaveLength(86);
});

test('a post whose sender has hung up while it waited is not taken in; the one beside it is', async () => {
	const { db, here, rows } = await place();
	const { make } = await import('./intake');
	const news = await import('../ratings/news');
	const taking = make(db, news.make());
	const one = tablet(here);
	const beside = tablet(here, 'a2');
	const other = rating(here, { counterId: here.counters.a2, officerId: here.officers.binh });
	const [left, stayed] = await Promise.allSettled([
		taking.take({ ...one.post([one.seal(rating(here))]), gone: () => true }),
		taking.take({ ...beside.post([beside.seal(other)]), gone: () => false })
	]);
	expect(left).toMatchObject({ status: 'rejected', reason: { code: 'try_later' } });
	expect(stayed).toMatchObject({ status: 'fulfilled' });
	expect(await rows('SELECT deviceId FROM ratings')).toMatchObject([{ deviceId: beside.device.id }]);
});

test('a queue that is full says so at once, and takes again what came before', async () => {
	const { db, here } = await place();
	const { make } = await import('./intake');
	const news = await import('../ratings/news');
	const taking = make(db, news.make());
	const one = tablet(here);
	const post = one.post([one.seal(rating(here))]);
	const waiting = Array.from({ length: 2_000 }, () => taking.take(post));
	await expect(taking.take(post)).rejects.toMatchObject({ code: 'try_later', status: 503 });
	const verdicts = (await Promise.all(waiting)).flat().map(({ verdict }) => verdict);
	expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1);
	expect(verdicts.filter((verdict) => verdict === 'duplicate')).toHaveLength(1_999);
	expect(await taking.take(post)).toMatchObject([{ verdict: 'duplicate' }]);
});
