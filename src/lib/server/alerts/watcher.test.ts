import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town, ZONE, FIRST_DAY } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import type { AlertKind, Numbers } from '../../shared/alert';
import { addDays, instantOf } from '../../shared/day';
import type { Hours } from '../../shared/hours';
import { PRIVACY } from '../../shared/privacy';
import { people } from '../auth/table';
import { devices } from '../devices/table';
import * as branches from '../org/branches';
import * as privacy from '../org/privacy';
import { deliveries } from '../post/table';
import type { Entry } from '../ratings/record';
import * as news from '../ratings/news';
import * as visits from '../ratings/visits';
import * as alerts from './alerts';
import * as rules from './rules';
import { newMark } from './signs';
import type { AlertLetter } from './tell';
import { look, start } from './watcher';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const TODAY = '2026-03-02';
const WORDS = 'Tôi chờ ba giờ ở quầy';

const letter: AlertLetter = (alert, language) => ({
	subject: `${alert.kind} ${language}`,
	text: JSON.stringify(alert),
	html: ''
});
const voice = { letter, origin: 'https://rate.example.gov.vn' };

async function set(kind: AlertKind, numbers: Numbers, branch: 'root' | 'a' | 'b' = 'a') {
	const db = database();
	const here = await town(db);
	const mark = newMark();
	const branchId = here.branches[branch];
	const ruleId = await db.write((tx) =>
		rules.add(tx, SYSTEM, { branchId, kind, numbers, isMailed: true }, NOW - 20 * DAY_MS)
	);
	let count = 0;
	/** `n` ratings of a grade, `ago` days before today. */
	const rate = (n: number, serviceGrade: number, ago = 0, said: Partial<Entry> = {}) => {
		const day = addDays(TODAY, -ago);
		const tappedAt = instantOf(day, ZONE, 8);
		const some = Array.from({ length: n }, () =>
			entry(here, ++count, { day, tappedAt, serviceGrade, receivedAt: tappedAt + 1_000, ...said })
		);
		return put(db, some);
	};
	const watch = (at = NOW) => look(db, voice, mark, at);
	const open = (at = NOW) => alerts.open(db.read, 'all', at);
	const close = (id: number, at = NOW) =>
		db.write((tx) => alerts.close(tx, here.people.leaderA, id, { note: 'xong' }, at));
	return { db, here, mark, ruleId, rate, watch, open, close };
}

describe('too many dissatisfied', () => {
	const RULE = { days: 7, percent: 20, least: 30 };

	it('is told with its numbers once the share is above the limit and there are enough', async () => {
		const { rate, watch, open, here } = await set('dissatisfied', RULE);
		await rate(24, 5, 1);
		await rate(5, 1, 6);
		await watch();
		expect(await open(), '29 are too few').toEqual([]);
		await rate(1, 2);
		await watch();
		expect(await open(), '6 of 30 is not above 20 %').toEqual([]);
		await rate(2, 1);
		await rate(1, 2, 7);
		await watch();
		expect(await open()).toMatchObject([
			{
				kind: 'dissatisfied',
				state: 'open',
				branch: { id: here.branches.a, code: 'A', zone: ZONE },
				found: { from: '2026-02-24', to: TODAY, scale: 5, n: 32, count: 8, percent: 20 },
				openedAt: NOW,
				rule: { numbers: RULE }
			}
		]);
		const [one] = await open();
		expect([one!.found.low, one!.found.high].map((edge) => Number(edge).toFixed(3))).toEqual([
			'0.133',
			'0.421'
		]);
	});

	it('is not repeated while open, and what is told of it keeps up', async () => {
		const { db, rate, watch, open } = await set('dissatisfied', RULE);
		await rate(40, 1);
		expect(await watch()).toHaveLength(1);
		for (let minute = 1; minute < 5; minute++) expect(await watch(NOW + minute * MINUTE_MS)).toEqual([]);
		await rate(2, 1);
		await watch(NOW + 6 * MINUTE_MS);
		expect(await open()).toMatchObject([{ openedAt: NOW, seenAt: NOW + 6 * MINUTE_MS, found: { n: 42 } }]);
		expect(await db.read.$count(deliveries)).toBe(0);
	});

	it('comes again only by the days after the one on which it was closed', async () => {
		const { rate, watch, open, close } = await set('dissatisfied', RULE);
		await rate(40, 1);
		await watch();
		await close((await open())[0]!.id);
		await rate(40, 1);
		await watch(NOW + 10 * HOUR_MS);
		expect(await open()).toEqual([]);
		await rate(40, 1, -1);
		await watch(NOW + DAY_MS);
		expect(await open()).toMatchObject([{ found: { from: '2026-03-03', to: '2026-03-03', n: 40 } }]);
	});

	it('is counted over the branch with all under it, and by one scale at a time', async () => {
		const { rate, watch, open, here } = await set('dissatisfied', RULE, 'root');
		const atB = { branchId: here.branches.b, counterId: here.counters.b1, officerId: here.officers.giang };
		await rate(20, 1, 0, atB);
		await rate(20, 1, 0, { scale: 4, officerGrade: null });
		await watch();
		expect(await open()).toEqual([]);
		await rate(10, 1);
		await watch();
		expect(await open()).toMatchObject([{ branch: { code: 'ROOT' }, found: { n: 30, scale: 5 } }]);
	});

	it('never goes below the smallest sample of the house', async () => {
		const { db, rate, watch, open } = await set('dissatisfied', { ...RULE, least: 10 });
		await db.write((tx) => privacy.change(tx, SYSTEM, { ...PRIVACY, minSample: 50 }, NOW));
		await rate(49, 1);
		await watch();
		expect(await open()).toEqual([]);
		await rate(1, 1);
		await watch();
		expect(await open()).toHaveLength(1);
	});

	it('is no longer looked for once its rule is taken off, and the alert stays', async () => {
		const { db, rate, watch, open, ruleId } = await set('dissatisfied', RULE);
		await rate(40, 1);
		await watch();
		await db.write((tx) => rules.close(tx, SYSTEM, ruleId, NOW));
		await watch(NOW + HOUR_MS);
		expect(await open()).toMatchObject([{ seenAt: NOW }]);
	});
});

describe('a worst grade with a comment', () => {
	const bad = { comment: WORDS, salt: 'salt' };
	/** The full hour that follows. */
	const HOUR = NOW;

	/** As `set`, with enough others who rated each service in both branches on these days. */
	async function busy(branch: 'root' | 'a' = 'a') {
		const given = await set('worst_comment', {}, branch);
		const { here, rate } = given;
		const atB = { branchId: here.branches.b, counterId: here.counters.b1, officerId: here.officers.giang };
		for (const ago of [0, 1, 19])
			for (const serviceId of Object.values(here.services)) {
				await rate(5, 5, ago, { serviceId });
				await rate(5, 5, ago, { serviceId, ...atB });
			}
		return { ...given, atB };
	}

	it('is told by its week, once that is over, where few rated the service there that day', async () => {
		const { rate, watch, open, mark } = await set('worst_comment', {});
		await rate(3, 5, 0);
		await rate(1, 1, 0, bad);
		await watch(HOUR + 6 * DAY_MS);
		expect(await open()).toEqual([]);
		const before = mark.id;
		await watch(HOUR + 7 * DAY_MS);
		expect((await open()).map(({ found }) => found)).toEqual([{ week: TODAY, count: 1 }]);
		expect(mark.id).toBe(before + 1);
	});

	it('is told by its day as soon as enough have rated the service', async () => {
		const { rate, watch, open } = await set('worst_comment', {});
		await rate(1, 1, 0, bad);
		await watch(HOUR);
		expect(await open()).toEqual([]);
		await rate(4, 5, 0);
		await watch(HOUR + MINUTE_MS);
		expect((await open()).map(({ found }) => found)).toEqual([{ day: TODAY, count: 1 }]);
	});

	it('is told on the full hour, by service and day, and never in the customer’s words', async () => {
		const { db, rate, watch, open, here } = await busy();
		await db.write((tx) =>
			tx.update(people).set({ mail: 'a@example.gov.vn' }).where(eq(people.id, here.people.leaderA.id))
		);
		await rate(1, 1, 0, { ...bad, receivedAt: HOUR - 10 * MINUTE_MS, serviceId: here.services.refund });
		await rate(1, 1, 0);
		await rate(1, 2, 0, bad);
		await watch(HOUR - MINUTE_MS);
		expect(await open()).toEqual([]);
		await watch(HOUR);
		const [one, ...more] = await open();
		expect(more).toEqual([]);
		expect(one).toMatchObject({
			service: { id: here.services.refund, code: 'S3' },
			found: { day: TODAY, count: 1 }
		});
		const sent = await db.read.select().from(deliveries);
		expect(sent).toHaveLength(1);
		const told = JSON.stringify([one, sent[0]?.content]);
		expect(told).not.toContain(WORDS);
		for (const secret of ['officer', 'counter', 'rating', 'lastId', String(HOUR - 10 * MINUTE_MS)])
			expect(told, secret).not.toContain(secret);
	});

	it('raises a count while it is open, service by service, and begins anew after closing', async () => {
		const { rate, watch, open, close, here } = await busy();
		const at = (minutes: number) => ({ ...bad, receivedAt: HOUR + minutes * MINUTE_MS });
		await rate(1, 1, 0, at(-30));
		await watch(HOUR);
		await rate(2, 1, 0, at(10));
		await rate(1, 1, 0, { ...at(20), serviceId: here.services.inspect });
		await watch(HOUR + HOUR_MS);
		await watch(HOUR + HOUR_MS + MINUTE_MS);
		const found = await open();
		expect(found.map(({ service, found }) => [service?.code, found.count]).sort()).toEqual([
			['S1', 3],
			['S2', 1]
		]);
		await close(found.find(({ service }) => service?.code === 'S1')!.id, HOUR + 70 * MINUTE_MS);
		await watch(HOUR + 2 * HOUR_MS);
		expect(await open()).toHaveLength(1);
		await rate(1, 1, 0, at(130));
		await watch(HOUR + 3 * HOUR_MS);
		expect((await open()).find(({ service }) => service?.code === 'S1')).toMatchObject({
			found: { count: 1 }
		});
	});

	it('is told once also by a process that starts anew', async () => {
		const { db, rate, watch, open } = await busy();
		await rate(1, 1, 1, bad);
		await watch(HOUR);
		await look(db, voice, newMark(), HOUR + MINUTE_MS);
		expect(await open()).toMatchObject([{ found: { count: 1, day: addDays(TODAY, -1) } }]);
	});

	it('is not told of what came before the rule or long ago, nor where leaders see no comments', async () => {
		const { db, rate, watch, open, ruleId, mark } = await busy();
		await rate(1, 1, 19, bad);
		await watch(HOUR);
		expect(await open()).toEqual([]);
		await db.write((tx) => privacy.change(tx, SYSTEM, { ...PRIVACY, leadersSeeComments: false }, NOW));
		await rate(1, 1, 1, bad);
		await watch(HOUR);
		expect(await open()).toEqual([]);
		await db.write(async (tx) => {
			await privacy.change(tx, SYSTEM, PRIVACY, NOW);
			await rules.close(tx, SYSTEM, ruleId, NOW);
			await rules.add(tx, SYSTEM, { branchId: 1, kind: 'worst_comment', numbers: {}, isMailed: false }, NOW);
		});
		await look(db, voice, { ...mark, id: 0 }, HOUR);
		expect(await open()).toEqual([]);
	});

	it('is the business of the nearest rule: the branch’s own before that of one above', async () => {
		const { db, rate, watch, open, here, atB } = await busy('root');
		const own = await db.write((tx) =>
			rules.add(
				tx,
				SYSTEM,
				{ branchId: here.branches.a, kind: 'worst_comment', numbers: {}, isMailed: false },
				NOW - 9 * DAY_MS
			)
		);
		await rate(1, 1, 0, bad);
		await rate(1, 1, 0, { ...bad, ...atB });
		await watch(HOUR);
		const found = await open();
		expect(found.map(({ branch, rule }) => [branch.code, rule.id === own]).sort()).toEqual([
			['A', true],
			['B', false]
		]);
	});
});

describe('a dark tablet', () => {
	const MORNINGS: Hours = Array.from({ length: 7 }, () => [{ from: '07:30', until: '11:30' }]);

	async function standing(branch: 'root' | 'a' = 'a') {
		const given = await set('tablet_dark', { minutes: 30 }, branch);
		const { db, here } = given;
		const heard = (which: 'a1' | 'a2' | 'b1', at: number) =>
			db.write((tx) => tx.update(devices).set({ seenAt: at }).where(eq(devices.id, here.devices[which].id)));
		for (const which of ['a1', 'a2', 'b1'] as const) await heard(which, NOW);
		const a = (await branches.list(db.read, TODAY)).find(({ id }) => id === here.branches.a)!;
		const { code, name, parentId, zone } = a;
		await db.write((tx) =>
			branches.change(
				tx,
				SYSTEM,
				a.id,
				{ code, name, parentId, zone, hours: MORNINGS, fromDay: FIRST_DAY },
				NOW
			)
		);
		return { ...given, heard };
	}

	it('is told after so many minutes of opening time, tablet by tablet, of its branch only', async () => {
		const { watch, open, heard, here } = await standing();
		await heard('a2', NOW + 29 * MINUTE_MS);
		await watch(NOW + 29 * MINUTE_MS);
		expect(await open()).toEqual([]);
		await watch(NOW + 30 * MINUTE_MS);
		expect(await open()).toMatchObject([
			{ device: { id: here.devices.a1.id, name: 'Máy A1' }, found: { minutes: 30, heardAt: NOW, limit: 30 } }
		]);
		await watch(NOW + 59 * MINUTE_MS);
		expect((await open()).map(({ device }) => device?.name).sort()).toEqual(['Máy A1', 'Máy A2']);
	});

	it('sleeps at night: from 11:20 to the next morning only 10 minutes and what is open then count', async () => {
		const { watch, open, heard } = await standing();
		await heard('a1', instantOf(TODAY, ZONE, 11, 20));
		await heard('a2', instantOf(addDays(TODAY, 1), ZONE, 8));
		await watch(instantOf(addDays(TODAY, 1), ZONE, 7, 49));
		expect(await open()).toEqual([]);
		await watch(instantOf(addDays(TODAY, 1), ZONE, 7, 50));
		expect(await open()).toMatchObject([{ found: { minutes: 30 } }]);
	});

	it('is not still so once it is heard, comes again when it falls silent anew, and not by closing alone', async () => {
		const { watch, open, close, heard } = await standing();
		await heard('a2', NOW + DAY_MS);
		const at = (minutes: number) => NOW + minutes * MINUTE_MS;
		await watch(at(30));
		await watch(at(40));
		expect(await open()).toMatchObject([{ seenAt: at(40) }]);
		await heard('a1', at(45));
		await watch(at(50));
		expect(await open()).toMatchObject([{ seenAt: at(40) }]);
		await close((await open())[0]!.id, at(51));
		await watch(at(52));
		expect(await open()).toEqual([]);
		await watch(at(75));
		expect(await open(), 'its silence began before it was closed').toEqual([]);
		await heard('a1', at(80));
		await watch(at(110));
		expect(await open()).toMatchObject([{ found: { heardAt: at(80) } }]);
	});

	it('is not told of one that is out of service', async () => {
		const { db, watch, open, here } = await standing();
		await db.write((tx) =>
			tx.update(devices).set({ retiredAt: NOW }).where(eq(devices.id, here.devices.a1.id))
		);
		await watch(NOW + 60 * MINUTE_MS);
		expect((await open()).map(({ device }) => device?.name)).toEqual(['Máy A2']);
	});
});

describe('low coverage', () => {
	it('is told by the days before today of which served is known, and only by those services', async () => {
		const { db, here, rate, watch, open } = await set('low_coverage', { days: 7, percent: 10, least: 100 });
		const { declare, refund } = here.services;
		const served = (ago: number, serviceId: number, count: number) =>
			db.write((tx) =>
				visits.put(
					tx,
					SYSTEM,
					[{ branchId: here.branches.a, day: addDays(TODAY, -ago), serviceId, officerId: 0, count }],
					'đếm tay',
					NOW
				)
			);
		await served(1, declare, 90);
		await rate(5, 5, 1);
		await rate(50, 5, 1, { serviceId: refund });
		await rate(50, 5, 2);
		await served(0, declare, 900);
		await watch();
		expect(await open(), '90 served are too few').toEqual([]);
		await served(2, refund, 10);
		await watch();
		expect(await open()).toMatchObject([
			{ found: { served: 100, rated: 5, days: 2, percent: 10, from: '2026-02-23', to: '2026-03-01' } }
		]);
	});

	it('is not told at the limit itself, nor where nothing is known', async () => {
		const { db, here, rate, watch, open } = await set('low_coverage', { days: 1, percent: 10, least: 100 });
		await watch();
		await rate(10, 5, 1);
		const row = {
			branchId: here.branches.a,
			day: '2026-03-01',
			serviceId: here.services.declare,
			officerId: 0,
			count: 100
		};
		await db.write((tx) => visits.put(tx, SYSTEM, [row], 'máy lấy số', NOW));
		await watch();
		expect(await open()).toEqual([]);
	});
});

it('watches by itself: at the start, and soon after ratings have arrived; open screens hear of it', async () => {
	const { db, here, rate, open } = await set('dissatisfied', { days: 7, percent: 20, least: 30 });
	const told = news.make();
	const heard: number[][] = [];
	let pokes = 0;
	const says = { error: (facts: object) => expect.fail(JSON.stringify(facts)) };
	const stop = start(db, voice, { news: told, told: () => pokes++, says }, { now: () => NOW, gatherMs: 5 });
	told.listen((ids) => heard.push([...ids]));
	await rate(40, 1);
	expect(await open()).toEqual([]);
	told.tell([here.branches.a]);
	await expect.poll(() => open()).toHaveLength(1);
	await expect.poll(() => pokes).toBe(1);
	expect(heard).toContainEqual([here.branches.a]);
	await stop();
});
