import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { AFTER, opened, sheetsOf } from '../../../../tests/drafted';
import { claimed, idAt, judge } from '../../../../tests/judged';
import { entry, generate, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import type { Sealed, SheetContent } from '../../shared/appraisal';
import { canonical } from '../../shared/canonical';
import { SYSTEM } from '../../shared/actor';
import { hash } from '../db/chain';
import type { Db } from '../db/open';
import * as checkpoint from '../ratings/checkpoint';
import * as strike from '../ratings/strike';
import * as verb from '../tasks/appraisals';
import type { Call } from '../tasks/call';
import { hashOf, outcomeOf } from './content';
import { draftAll } from './draft';
import { recompute } from './recompute';
import { seals, sheets } from './table';

const KEY = checkpoint.keyFrom('a secret of thirty-two characters');
const GIVEN = { self: {}, appraised: {} };

async function drafted(seed = 1) {
	const db = database();
	const here = await town(db);
	await put(db, claimed(here, generate(here, 1200, '2025-06-01', '2026-04-10', seed)));
	await judge(db, here, 0, seed);
	const periodId = await opened(db, here);
	await draftAll(db, here.people.hr, periodId, AFTER);
	const [sheet] = await sheetsOf(db, periodId);
	return { db, here, periodId, sheet: sheet!, content: sheet!.content! };
}

/** Seals a sheet by hand, changed before its hash is taken. */
function seal(
	db: Db,
	sheetId: number,
	content: SheetContent,
	change: (body: Sealed) => Partial<Sealed> = () => ({})
) {
	return db.write(async (tx) => {
		const { number, hash: hashed, at } = await checkpoint.make(tx, KEY, SYSTEM, AFTER);
		const body = {
			form: 1,
			sheetId,
			content,
			contentHash: hashOf(content),
			given: GIVEN,
			outcome: outcomeOf(content, GIVEN),
			standing: {} as Sealed['standing'],
			appeals: [],
			checkpoint: { number, hash: hashed, at },
			sealedAt: AFTER
		} as Sealed;
		const text = canonical({ ...body, ...change(body) });
		const id = (await tx.$count(seals)) + 1;
		await tx
			.insert(seals)
			.values({ id, sheetId, sealedAt: AFTER, body: text, hash: hash(text), checkpoint: number });
		return id;
	});
}

/** Past the trigger, as somebody with the file alone could. */
async function forged(db: Db, id: number, set: string): Promise<void> {
	await db.guard.execute('DROP TRIGGER seals_only_erase');
	await db.guard.execute(`UPDATE seals SET ${set} WHERE id = ${id}`);
}

describe('a signed sheet computed again', () => {
	it('is equal, also after more ratings, strikes and marks', async () => {
		const { db, here, sheet, content } = await drafted();
		const id = await seal(db, sheet.id, content);
		expect(await recompute(db.read, id)).toEqual({ equal: true, differences: [] });
		await put(db, [entry(here, 5000, { officerId: sheet.officerId, day: '2026-03-30', officerGrade: 1 })]);
		const [row] = await db.read.all<{ position: number }>(sql`SELECT position FROM ratings r
			WHERE "officerId" = ${sheet.officerId} AND day BETWEEN '2026-01-01' AND '2026-03-31'
				AND NOT EXISTS (SELECT 1 FROM rating_entries e WHERE e."ratingId" = r.id) LIMIT 1`);
		const ratingId = await idAt(db, row!.position);
		await db.write(async (tx) => {
			const proposed = await strike.propose(
				tx,
				here.people.leaderA,
				'all',
				{ ratingId, reason: 'Sai quầy' },
				AFTER
			);
			await strike.confirm(tx, here.people.hr, 'all', proposed, { reason: 'Đúng vậy' }, AFTER);
		});
		expect(await recompute(db.read, id)).toEqual({ equal: true, differences: [] });
	});

	it('is not equal where a figure was altered before it was sealed, and says which', async () => {
		const { db, sheet, content } = await drafted();
		const [first, ...rest] = content.grades;
		const better = { ...first!, satisfied: { ...first!.satisfied, count: first!.satisfied.count + 1 } };
		const adjusted = content.adjusted && { ...content.adjusted, share: content.adjusted.share + 0.04 };
		const shrunken = content.shrunken && { ...content.shrunken, share: content.shrunken.share + 0.04 };
		const forgery = { ...content, grades: [better, ...rest], adjusted, shrunken };
		const { equal, differences } = await recompute(db.read, await seal(db, sheet.id, forgery));
		expect(equal).toBe(false);
		expect(differences).toContain(
			`content.grades.0.satisfied.count: computed ${first!.satisfied.count}, sealed ${first!.satisfied.count + 1}.`
		);
		expect(differences.join('\n')).toMatch(/outcome\.total: computed \d+, sealed \d+\./);
	});

	it('is not equal where points, rule set or hashes are others', async () => {
		const { db, sheet, content } = await drafted();
		const differencesOf = async (change: (body: Sealed) => Partial<Sealed>, of = content) =>
			(await recompute(db.read, await seal(db, sheet.id, of, change))).differences.join('\n');
		expect(await differencesOf(({ outcome }) => ({ outcome: { ...outcome, total: 10_000 } }))).toMatch(
			/outcome\.total: computed \d+, sealed 10000/
		);
		expect(await differencesOf(() => ({ contentHash: hash('') }))).toContain('not the hash of the content');
		expect(await differencesOf(() => ({ sheetId: 99 }))).toContain('names sheet 99');
		const { ruleSet } = content;
		const milder = { ...content, ruleSet: { ...ruleSet, content: { ...ruleSet.content, minRatings: 1 } } };
		expect(await differencesOf(() => ({}), milder)).toMatch(/rule set\.minRatings: computed \d+, sealed 1\./);
		const unknown = { ...content, ruleSet: { ...ruleSet, version: 9 } };
		expect(await differencesOf(() => ({}), unknown)).toContain('There is no version 9');
	});

	it('is not equal where its checkpoint is missing, another, or ends before its figures', async () => {
		const { db, here, sheet, content } = await drafted();
		const differencesOf = async (change: (body: Sealed) => Partial<Sealed>, of = content) =>
			(await recompute(db.read, await seal(db, sheet.id, of, change))).differences.join('\n');
		const point = ({ checkpoint: named }: Sealed) => named;
		expect(await differencesOf((body) => ({ checkpoint: { ...point(body), number: 99 } }))).toContain(
			'There is no checkpoint 99'
		);
		expect(await differencesOf((body) => ({ checkpoint: { ...point(body), hash: hash('') } }))).toContain(
			'is not the one that the body names'
		);
		const id = await seal(db, sheet.id, content);
		const [early] = await db.read.select().from(seals).where(eq(seals.id, id));
		const before = (JSON.parse(early!.body!) as Sealed).checkpoint;
		await put(db, [entry(here, 6000, { officerId: sheet.officerId, day: '2026-03-30' })]);
		const position = content.moment.position + 1;
		const later = { ...content, moment: { ...content.moment, position } };
		expect(await differencesOf(() => ({ checkpoint: before }), later)).toContain(
			`before position ${position}`
		);
	});

	it('is not equal where the seal’s own body or a rating behind it was altered', async () => {
		const { db, sheet, content } = await drafted();
		const id = await seal(db, sheet.id, content);
		await forged(db, id, `body = replace(body, '"verdict":"', '"verdict":"x')`);
		const { equal, differences } = await recompute(db.read, id);
		expect(equal).toBe(false);
		expect(differences[0]).toContain('not the hash of its body');
		await forged2(db, id, `body = '{}'`);
		expect((await recompute(db.read, id)).differences.join()).toContain('not one that can be computed again');
		await forged2(db, id, `body = 'nothing'`);
		expect((await recompute(db.read, id)).differences.join()).toContain('cannot be read');
		expect((await recompute(db.read, 99)).differences).toEqual(['There is no seal 99.']);

		const whole = await seal(db, sheet.id, content);
		await db.guard.execute('DROP TRIGGER ratings_no_update');
		await db.write((tx) =>
			tx.run(sql`UPDATE ratings SET "officerGrade" = 5 WHERE position = (SELECT min(position) FROM ratings r
				WHERE "officerId" = ${sheet.officerId} AND "officerGrade" < 3 AND scale = 5
					AND day BETWEEN '2026-01-01' AND '2026-03-31'
					AND NOT EXISTS (SELECT 1 FROM rating_entries e WHERE e."ratingId" = r.id))`)
		);
		expect((await recompute(db.read, whole)).differences.join()).toContain('content.grades.0.counts');
	});

	const forged2 = (db: Db, id: number, set: string) =>
		db.guard.execute(`UPDATE seals SET ${set} WHERE id = ${id}`);
});

describe('appraisals check', () => {
	async function said(db: Db, line: string) {
		const lines: string[] = [];
		const call = {
			db,
			args: line.split(' '),
			say: {
				line: (text: string) => void lines.push(text),
				progress: () => ({ to: () => undefined, end: () => undefined })
			}
		} as unknown as Call;
		return { code: await verb.run(call), lines };
	}

	it('says equal or not of one, of a sheet, of a period or of all, and ends accordingly', async () => {
		const { db, periodId, sheet, content } = await drafted();
		const id = await seal(db, sheet.id, content);
		const [{ hash: sealHash }] = (await db.read.select({ hash: seals.hash }).from(seals)) as [
			{ hash: string }
		];
		for (const which of [`--seal ${sealHash}`, `--sheet ${sheet.id}`, `--period ${periodId}`, '--all'])
			expect(await said(db, `check ${which}`)).toEqual({
				code: 0,
				lines: [
					`Seal ${id} (sheet ${sheet.id}, ${sealHash}): equal.`,
					'1 signed sheets: 1 equal, 0 not equal, 0 erased.'
				]
			});
		const [, other] = await db.read.select().from(sheets);
		const forgery = { ...content, replies: 0, standing: { ...content.standing, late: 77 } };
		await seal(db, other!.id, forgery);
		const all = await said(db, 'check');
		expect(all.code).toBe(1);
		expect(all.lines.join('\n')).toMatch(
			/NOT equal\.\n {4}content\.standing\.late: computed \d+, sealed 77\./
		);
		expect((await said(db, `check --sheet ${sheet.id}`)).code).toBe(0);
		expect((await said(db, 'check --period 99')).code).toBe(1);
		await expect(said(db, 'check --all --sheet 1')).rejects.toThrow('one of');
		await expect(said(db, '')).rejects.toThrow('check');
	});

	it('takes an erased body for no fault, and says that it was erased', async () => {
		const { db, sheet, content } = await drafted();
		const id = await seal(db, sheet.id, content);
		await db.write((tx) => tx.update(seals).set({ body: null, erasedAt: AFTER }).where(eq(seals.id, id)));
		const { code, lines } = await said(db, 'check --all --json');
		expect(code).toBe(0);
		expect(JSON.parse(lines[0]!)).toMatchObject({ seal: id, erased: true });
		expect((await recompute(db.read, id)).equal).toBe(false);
	});
});
