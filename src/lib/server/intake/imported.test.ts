import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet, tabletOf, type Tablet } from '../../../../tests/ratings';
import { newKey } from '../../../../tests/tablet';
import { NOW as AT, town } from '../../../../tests/town';
import type { Queue } from '../../shared/queue';
import { trail } from '../audit/trail';
import * as devices from '../devices/devices';
import { devices as tablets } from '../devices/table';
import * as marker from '../ratings/marker';
import * as news from '../ratings/news';
import { marks, ratings, refusedRatings } from '../ratings/table';
import { take } from './imported';
import * as intake from './intake';

const DAY_MS = 86_400_000;

/** What the staff's panel of a tablet writes into a file. */
function queue({ key, batch }: Tablet, runs: readonly (readonly object[])[], at = AT - 3 * DAY_MS): Queue {
	return {
		...{ form: 1, purpose: 'hai-long queue', key: key.keyId, publicKey: key.publicKey, exportedAt: at },
		runs: runs.map((sealed) => {
			const { sentAt, signature } = batch(sealed, { sentAt: at, ticket: '' });
			return { sentAt, signature, ratings: [...sealed] };
		})
	};
}

async function office() {
	const db = database();
	const here = await town(db);
	const boss = here.people.administrator;
	const mine = tablet(here);
	const rooms = { db, intake: intake.make(db, news.make()) };
	const bring = (file: Queue, who = boss, at = AT) => take(rooms, who, file, at);
	const ledger = () => db.read.select().from(ratings).orderBy(ratings.position);
	const drawer = () => db.read.select().from(refusedRatings).orderBy(refusedRatings.id);
	const seal = (count: number, changed = {}) =>
		Array.from({ length: count }, () => mine.seal(rating(here, changed)));
	return { db, here, boss, people: here.people, mine, rooms, bring, ledger, drawer, seal };
}

describe('a file that is not taken', () => {
	it('is one that somebody else brings than an administrator', async () => {
		const { people, mine, seal, bring, ledger } = await office();
		const file = queue(mine, [seal(2)]);
		for (const who of [people.hr, people.auditor, people.leaderA, people.officer])
			await expect(bring(file, who)).rejects.toMatchObject({ code: 'not_allowed', status: 403 });
		expect(await ledger()).toEqual([]);
	});

	it('is one of a tablet that was never paired here', async () => {
		const { here, bring, ledger } = await office();
		const stranger = tabletOf({ id: 1, counterId: here.counters.a1 }, newKey());
		await expect(bring(queue(stranger, [[stranger.seal(rating(here))]]))).rejects.toMatchObject({
			code: 'queue_unknown',
			status: 422
		});
		expect(await ledger()).toEqual([]);
	});

	it('is one that was changed on the way, in any of its runs: then nothing of it is', async () => {
		const { here, mine, seal, bring, ledger, drawer } = await office();
		const [first, second] = [seal(2), seal(2)];
		const good = queue(mine, [first, second]);
		const changed = (change: (file: Queue) => void) => {
			const file = structuredClone(good);
			change(file);
			return file;
		};
		const of = (file: Queue, index: number) => file.runs[1]!.ratings[index] as Record<string, unknown>;
		for (const wrong of [
			changed((file) => (of(file, 1).serviceGrade = 1)),
			changed((file) => file.runs[1]!.ratings.pop()),
			changed((file) => (file.runs[1]!.sentAt += 1)),
			changed((file) => (file.runs[1]!.signature = file.runs[0]!.signature)),
			{ ...good, key: here.devices.a2.key.keyId },
			queue({ ...mine, batch: tablet(here, 'a2').batch } as Tablet, [first])
		])
			await expect(bring(wrong)).rejects.toMatchObject({ code: 'signature_wrong', status: 401 });
		for (const wrong of [
			changed((file) => (of(file, 0).serviceGrade = 1)),
			changed((file) => file.runs[1]!.ratings.reverse())
		])
			await expect(bring(wrong)).rejects.toMatchObject({ code: 'bad_shape' });
		expect([await ledger(), await drawer()]).toEqual([[], []]);
	});
});

describe('a file that is taken', () => {
	it('brings what did not get through, also from a tablet that was retired or forked, once', async () => {
		const { db, here, boss, mine, seal, bring, ledger } = await office();
		const [sent, waiting] = [seal(2), seal(3)];
		await mine.resend(db, sent);
		await db.write((tx) => devices.retire(tx, boss, mine.device.id, AT));
		await db.write((tx) => devices.fork(tx, mine.device.id, 9, AT));
		const file = queue(mine, [[...sent, ...waiting]]);
		expect(await bring(file)).toEqual({
			...{ device: { id: mine.device.id, name: 'Máy A1' }, exportedAt: AT - 3 * DAY_MS },
			...{ taken: 3, known: 2, refused: 0, forked: 0 }
		});
		expect(await bring(file)).toMatchObject({ taken: 0, known: 5, refused: 0 });
		expect((await ledger()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
		const [line] = await trail(db.read, { limit: 1 });
		expect(line).toMatchObject({
			...{ act: 'intake.importQueue', subject: `device:${here.devices.a1.id}`, actorId: boss.id },
			details: { taken: 0, known: 5 }
		});
	});

	it('keeps the signature over the whole with the last, so that anybody can check it again', async () => {
		const { mine, seal, bring, ledger } = await office();
		const file = queue(mine, [seal(3)]);
		await bring(file);
		expect((await ledger()).map(({ ticket, signature }) => [ticket, signature])).toEqual([
			[null, null],
			[null, null],
			['3:', file.runs[0]!.signature]
		]);
	});

	it('puts what does not fit into the drawer, and finds it there the next time', async () => {
		const { here, mine, bring, drawer, ledger } = await office();
		const sealed = [rating(here), rating(here, { serviceId: 99 }), rating(here)].map(mine.seal);
		const file = queue(mine, [sealed]);
		expect(await bring(file)).toMatchObject({ taken: 2, known: 0, refused: 1, forked: 0 });
		expect(await bring(file)).toMatchObject({ taken: 0, known: 3, refused: 0, forked: 0 });
		expect(await ledger()).toHaveLength(2);
		expect(await drawer()).toMatchObject([{ code: 'service_unknown', seq: 2, details: { skewMs: 0 } }]);
	});

	it('does not take the age of the file for the skew of a clock', async () => {
		const { mine, here, bring, ledger } = await office();
		const tappedAt = AT - 5 * DAY_MS;
		const sealed = [
			rating(here, { tappedAt }),
			// Its clock was two days behind, and it knew.
			rating(here, { tappedAt: tappedAt - 2 * DAY_MS, skewMs: 2 * DAY_MS })
		].map(mine.seal);
		await bring(queue(mine, [sealed]));
		expect((await ledger()).map(({ day, skewMs }) => [day, skewMs])).toEqual([
			['2026-02-25', 0],
			['2026-02-25', 2 * DAY_MS]
		]);
	});

	it('is no clock that was set: only one that is two days off is marked', async () => {
		const { db, mine, here, bring, ledger } = await office();
		const told = [0, 90_000, 2 * DAY_MS, 0];
		const sealed = told.map((skewMs, index) =>
			mine.seal(rating(here, { tappedAt: AT - 5 * DAY_MS - skewMs + index * 600_000, skewMs }))
		);
		await bring(queue(mine, [sealed]));
		// The head keeps what its signature is over.
		expect((await ledger()).map(({ sentAt }) => sentAt)).toEqual([null, null, null, AT - 3 * DAY_MS]);
		await marker.look(db);
		const marked = await db.read.select({ position: marks.position, rule: marks.rule }).from(marks);
		expect(marked).toEqual([{ position: 3, rule: 'clock' }]);
	});

	it('of a chain that has gone another way lies in the drawer, each rating once, and loses nothing', async () => {
		const { db, here, mine, seal, bring, ledger, drawer } = await office();
		const common = seal(2);
		await mine.resend(db, common);
		const clone = tabletOf(mine.device, mine.key, mine.chain.head);
		const theirs = [rating(here), rating(here, { comment: 'Nhanh' })].map(clone.seal);
		await mine.send(db, [rating(here)]);
		const file = queue(clone, [[...common, ...theirs]]);
		expect(await bring(file)).toMatchObject({ taken: 0, known: 2, refused: 2, forked: 2 });
		expect(await bring(file)).toMatchObject({ taken: 0, known: 4, refused: 0, forked: 0 });
		expect(await ledger()).toHaveLength(3);
		expect(await drawer()).toMatchObject([
			{ code: 'device_forked', details: { seq: 3 }, seq: null, prev: null, comment: null },
			{ code: 'device_forked', details: { seq: 4 }, seq: null, prev: null, comment: 'Nhanh' }
		]);
		const [device] = await db.read.select().from(tablets).where(eq(tablets.id, mine.device.id));
		expect(device?.forkedAt).toBe(AT);
	});

	it('may hold weeks of ratings in one run, and several runs with a hole between them', async () => {
		const { here, mine, bring, ledger } = await office();
		const many = Array.from({ length: 1_200 }, (_, index) =>
			mine.seal(rating(here, { tappedAt: AT - 21 * DAY_MS + index * 60_000, skewMs: 0 }))
		);
		const file = queue(mine, [many.slice(0, 700), many.slice(800)]);
		expect(await bring(file)).toMatchObject({ taken: 1_100, known: 0, refused: 0 });
		expect(await bring(file)).toMatchObject({ taken: 0, known: 1_100, refused: 0 });
		expect(await ledger()).toHaveLength(1_100);
		// The hole is filled by whoever brings it.
		expect(await bring(queue(mine, [many.slice(600, 900)]))).toMatchObject({ taken: 100, known: 200 });
	});
});
