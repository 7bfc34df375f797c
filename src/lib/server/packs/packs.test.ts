// Evidence packs and whole periods: first who may not have them, then that nothing leaves without a line in the trail.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { appraisal, doing, LATER, POINTS, refused, type Appraisal } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { town } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { canonical } from '../../shared/canonical';
import { agrees, sheet } from '../../shared/packwire';
import { looksAt } from '../appraisals/looks';
import * as periods from '../appraisals/periods';
import { ofSheet } from '../appraisals/seals';
import { seals as sealTable } from '../appraisals/table';
import { trail } from '../audit/trail';
import * as keys from '../auth/keys';
import { hash } from '../db/chain';
import type { Db } from '../db/open';
import { nameOf } from './archive';
import { one } from './packs';
import { closed, packs, take, unit, type PeriodFormat, type Taking } from './period';
import { proof } from './proof';
import { document } from './wire';

/** Anh of A and Giang of B signed, everybody else excused; not closed yet. */
async function signed() {
	const db = database();
	const all = await appraisal(db);
	const does = doing(all);
	const { people, officers } = all.here;
	for (const [officerId, leader] of [
		[officers.anh, people.leaderA],
		[officers.giang, people.leaderB]
	] as const)
		await sign(all, officerId, leader);
	for (const officerId of [officers.binh, officers.chau, officers.dung, officers.ha])
		if (all.sheetOf(officerId))
			await does.excuse(people.hr, all.sheetOf(officerId), { reason: 'Nghỉ phép dài ngày.' });
	const close = () => db.write((tx) => periods.close(tx, people.hr, all.periodId, LATER));
	return {
		db,
		all,
		does,
		people,
		officers,
		close,
		anh: all.sheetOf(officers.anh),
		giang: all.sheetOf(officers.giang)
	};
}

async function sign(all: Appraisal, officerId: number, leader: Person) {
	const does = doing(all);
	const id = all.sheetOf(officerId);
	await does.appraise(leader, id, POINTS);
	await does.decide(leader, id, { band: 'good' });
	await does.acknowledge(all.as(officerId), id);
	await does.signLeader(leader, id);
	await does.signHr(all.here.people.hr, id);
}

async function all(db: Db, person: Person, taking: Taking, format: PeriodFormat = 'json') {
	const found = [];
	for await (const pack of packs(db, person, taking, format, LATER)) found.push(pack);
	return found;
}

const lines = async (db: Db, act: string) =>
	(await trail(db.read, { limit: 500 })).filter((line) => line.act === act);

describe('one sheet', () => {
	test('is not there for a leader of another branch, another officer, an administrator or a reviewer', async () => {
		const { db, all, people, anh, giang } = await signed();
		const others = [people.leaderB, all.as(all.here.officers.giang), people.administrator];
		for (const person of others) await refused(one(db, person, anh, 'pdf', LATER), 'not_found');
		await refused(one(db, people.leaderA, giang, 'json', LATER), 'not_found');
		await refused(one(db, people.hr, 999, 'pdf', LATER), 'not_found');
		expect(await lines(db, 'appraisals.look')).toEqual([]);
	});

	test('that is not signed has a paper that is a draft, and nothing for programs', async () => {
		const { db, does, people, anh } = await signed();
		await does.reopen(people.hr, anh, { reason: 'Ghi nhầm lý do khi quyết định.' });
		for (const how of ['xlsx', 'json'] as const)
			await refused(one(db, people.hr, anh, how, LATER), 'sheet_open');
		expect(await lines(db, 'appraisals.look')).toEqual([]);
		const draft = await one(db, people.hr, anh, 'pdf', LATER);
		expect(draft).toMatchObject({ seal: null, text: null });
		expect(await lines(db, 'appraisals.look')).toHaveLength(1);
	});

	test('is what its seal holds, to the letter, and a program can tell', async () => {
		const { db, people, anh } = await signed();
		const pack = await one(db, people.leaderA, anh, 'json', LATER);
		const [seal] = await ofSheet(db.read, anh);
		expect(hash(pack.text ?? '')).toBe(seal?.hash);
		expect(canonical(JSON.parse(pack.text ?? ''))).toBe(pack.text);
		expect(pack).toMatchObject({ content: seal?.body?.content, outcome: seal?.body?.outcome });
		const wire = JSON.parse(JSON.stringify(sheet(pack))) as ReturnType<typeof sheet>;
		expect(wire.points).toMatchObject({ total: 11.1, of: 14 });
		expect(wire.band).toMatchObject({ proposed: 'good', decided: 'good', decidedBy: people.leaderA.name });
		expect(agrees(wire)).toBe(true);
		// Whoever changes one figure that people read is found out, though the sealed part is whole.
		expect(agrees({ ...wire, points: { ...wire.points, total: 13 } })).toBe(false);
		expect(
			agrees({ ...wire, sealed: wire.sealed?.replaceAll('"band":"good"', '"band":"fair"') ?? null })
		).toBe(false);
	});

	test('tells its officer who took it, and nothing of themselves', async () => {
		const { db, all, people, officers, anh } = await signed();
		await one(db, all.as(officers.anh), anh, 'pdf', LATER);
		await one(db, people.leaderA, anh, 'xlsx', LATER);
		await one(db, people.auditor, anh, 'json', LATER);
		const looks = await looksAt(db.read, officers.anh);
		expect(looks.map(({ name, how }) => [name, how])).toEqual([
			[people.auditor.name, 'json'],
			[people.leaderA.name, 'xlsx']
		]);
	});
});

describe('a whole period', () => {
	test('is not there for leaders, officers and administrators, and for nobody before it is closed', async () => {
		const { db, all: of, people, officers, close } = await signed();
		for (const person of [people.hr, people.auditor])
			await refused(take(db, person, of.periodId, 'csv', LATER), 'period_open');
		expect(await closed(db.read, people.hr)).toEqual([]);
		await close();
		for (const person of [people.leaderA, people.administrator, of.as(officers.anh)]) {
			await refused(take(db, person, of.periodId, 'csv', LATER), 'not_found');
			await refused(closed(db.read, person), 'not_found');
		}
		await refused(take(db, people.hr, 999, 'csv', LATER), 'not_found');
		expect(await lines(db, 'packs.export')).toEqual([]);
	});

	test('leaves by branch and officer, with a line for itself and one for each person', async () => {
		const { db, all: of, people, officers, close } = await signed();
		await close();
		const taking = await take(db, people.hr, of.periodId, 'archive', LATER);
		const found = await all(db, people.hr, taking, 'archive');
		expect(
			found.map(({ content }) => (content.subject.kind === 'officer' ? content.subject.officerId : 0))
		).toEqual([officers.anh, officers.giang]);
		expect(found.map(nameOf)).toEqual([...found.map(nameOf)].sort());
		expect(await lines(db, 'packs.export')).toMatchObject([
			{ actorId: people.hr.id, subject: `period:${of.periodId}`, details: { format: 'archive', sheets: 2 } }
		]);
		for (const officerId of [officers.anh, officers.giang])
			expect(await looksAt(db.read, officerId)).toMatchObject([{ how: 'archive', name: people.hr.name }]);
	});

	test('notes no look at sheets that were not reached', async () => {
		const { db, all: of, people, close } = await signed();
		await close();
		const taking = await take(db, people.hr, of.periodId, 'json', LATER);
		const begun = packs(db, people.hr, taking, 'json', LATER);
		await begun.return(undefined);
		expect(await lines(db, 'appraisals.look')).toEqual([]);
	});

	test('is a document that programs read, page by page or in one', async () => {
		const { db, all: of, people, close } = await signed();
		await close();
		const taking = await take(db, people.auditor, of.periodId, 'json', LATER);
		let text = '';
		for await (const piece of document(taking, packs(db, people.auditor, taking, 'json', LATER)))
			text += piece;
		const read = JSON.parse(text) as { form: string; period: object; sheets: { seal: { hash: string } }[] };
		expect(read).toMatchObject({
			form: 'hai-long appraisals 1',
			period: {
				id: of.periodId,
				from: '2026-01-01',
				to: '2026-01-31',
				ruleSet: { code: 'trial', version: 1 }
			}
		});
		expect(read.sheets).toHaveLength(2);
		const first = await take(db, people.hr, of.periodId, 'api', LATER, { after: 0, limit: 1 });
		const second = await take(db, people.hr, of.periodId, 'api', LATER, { after: first.next ?? 0, limit: 1 });
		const third = await take(db, people.hr, of.periodId, 'api', LATER, { after: second.next ?? 0, limit: 1 });
		const hashes = [...(await all(db, people.hr, first)), ...(await all(db, people.hr, second))].map(
			({ seal }) => seal?.hash
		);
		expect(new Set(hashes)).toEqual(new Set(read.sheets.map(({ seal }) => seal.hash)));
		expect([third.signed, third.next]).toEqual([[], null]);
	});

	test('leaves out what was erased, and says how many', async () => {
		const { db, all: of, people, anh, close } = await signed();
		await close();
		await db.write((tx) => tx.update(sealTable).set({ body: null, erasedAt: LATER }));
		const taking = await take(db, people.hr, of.periodId, 'json', LATER);
		expect(taking).toMatchObject({ erased: 2, signed: [] });
		await refused(one(db, people.hr, anh, 'json', LATER), 'not_found');
	});
});

describe('a key of HR’s', () => {
	async function keyed(branchIds: number[] | null) {
		const of = await signed();
		await of.close();
		const wanted = { name: 'Phần mềm nhân sự', use: 'appraisals', branchIds, expiresAt: null } as const;
		const { id, key } = await of.db.write((tx) => keys.issue(tx, of.people.hr, wanted, LATER, randomBytes));
		return { ...of, id, key };
	}

	test('sees its branches and no others', async () => {
		const { branches } = await town(database());
		const { db, all: of, key } = await keyed([branches.b]);
		const program = await keys.recognise(db, key, 'appraisals', LATER);
		if (!program) throw new Error('the key opens nothing');
		const [pack, ...more] = await all(db, program, await take(db, program, of.periodId, 'api', LATER));
		expect(pack?.content.subject.branchId).toBe(of.here.branches.b);
		expect(more).toEqual([]);
		expect(await lines(db, 'packs.export')).toMatchObject([
			{ details: { branchIds: [of.here.branches.b], sheets: 1 } }
		]);
		expect(await closed(db.read, program)).toMatchObject([{ id: of.periodId, sheets: 2 }]);
	});

	test('opens nothing once it is revoked, nor what a leader’s key is for', async () => {
		const { db, id, key, people } = await keyed(null);
		expect(await keys.recognise(db, key, 'figures', LATER)).toBeNull();
		expect(await keys.recognise(db, key, 'appraisals', LATER)).toMatchObject({ id: people.hr.id });
		await db.write((tx) => keys.revoke(tx, people.hr, id, LATER));
		expect(await keys.recognise(db, key, 'appraisals', LATER)).toBeNull();
	});
});

describe('a branch', () => {
	test('is not there for a leader of another one, and for none of those who see no appraisals', async () => {
		const { db, all: of, people, officers } = await signed();
		const { a } = of.here.branches;
		for (const person of [people.leaderB, people.administrator, of.as(officers.anh)])
			await refused(unit(db, person, of.periodId, a, LATER), 'not_found');
		await refused(unit(db, people.hr, of.periodId, 999, LATER), 'not_found');
	});

	test('holds its signed sheets, and those of what lies under it, and says of how many', async () => {
		const { db, all: of, people } = await signed();
		const { a, root } = of.here.branches;
		const own = await unit(db, people.leaderA, of.periodId, a, LATER);
		expect(own.signed).toHaveLength(1);
		expect(own.all).toBeGreaterThan(1);
		expect((await unit(db, people.hr, of.periodId, root, LATER)).signed).toHaveLength(2);
		expect(await lines(db, 'packs.export')).toHaveLength(2);
	});
});

describe('a seal in public', () => {
	test('tells nobody anything of a hash that is none', async () => {
		const { db } = await signed();
		for (const text of ['', 'x', "' OR 1=1 --", hash('another'), 'á'.repeat(43)])
			expect(await proof(db.read, text)).toBeNull();
	});

	test('tells that it holds, without a name, a code or a figure; then that it was reopened, then replaced', async () => {
		const { db, all: of, does, people, officers, anh } = await signed();
		const [first] = await ofSheet(db.read, anh);
		const told = await proof(db.read, first?.hash ?? '');
		expect(told).toMatchObject({
			state: 'holds',
			period: { from: '2026-01-01', to: '2026-01-31' },
			number: 1
		});
		const said = JSON.stringify(told);
		for (const secret of [
			'Anh',
			'name":"',
			people.leaderA.name,
			people.hr.name,
			'satisfied',
			'band',
			'total',
			'officerId'
		])
			expect(said, secret).not.toContain(secret);
		await does.reopen(people.hr, anh, { reason: 'Ghi nhầm lý do khi quyết định.' });
		expect(await proof(db.read, first?.hash ?? '')).toMatchObject({ state: 'reopened' });
		await sign(of, officers.anh, people.leaderA);
		expect(await proof(db.read, first?.hash ?? '')).toMatchObject({ state: 'replaced' });
		const [second] = await ofSheet(db.read, anh);
		expect(await proof(db.read, second?.hash ?? '')).toMatchObject({ state: 'holds' });
	});
});
