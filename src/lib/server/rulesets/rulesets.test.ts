// Rule sets: who may write them, that what is published stays, and which one holds for a day.
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import { SYSTEM, type Person } from '../../shared/actor';
import { score } from '../../shared/scoring';
import { FIGURES, type Named, type RuleSet } from '../../shared/ruleset';
import { ROLES } from '../../shared/role';
import * as trail from '../audit/trail';
import type { Db } from '../db/open';
import * as rulesets from './rulesets';
import { SATISFACTION } from './satisfaction';
import { ruleSetVersions } from './table';

const as = (role: Person['role']): Person => ({
	...{ kind: 'person', id: role, name: role, role, language: 'vi' },
	...{ officerId: null, scope: 'all' }
});
const HR = as('hr');
const NEW = { code: 'own', content: SATISFACTION, fromDay: '2026-01-01' };

async function draft(db: Db, content: RuleSet = SATISFACTION, fromDay = '2026-01-01'): Promise<number> {
	return db.write((tx) => rulesets.draft(tx, HR, { code: 'own', content, fromDay }, NOW));
}
const publish = (db: Db, id: number) => db.write((tx) => rulesets.publish(tx, HR, id, NOW));
const revise = (db: Db, id: number) => db.write((tx) => rulesets.revise(tx, HR, id, NOW));
const change = (db: Db, id: number, content: RuleSet, fromDay = '2026-01-01') =>
	db.write((tx) => rulesets.change(tx, HR, id, { content, fromDay }, NOW));

describe('who may', () => {
	it('nobody but HR and the system writes rule sets, whatever the verb', async () => {
		const db = database();
		await town(db);
		const id = await draft(db);
		const before = (await trail.trail(db.read, {})).length;
		for (const role of ROLES.filter((one) => one !== 'hr')) {
			const who = as(role);
			for (const act of [
				() => db.write((tx) => rulesets.draft(tx, who, { ...NEW, code: 'other' }, NOW)),
				() => db.write((tx) => rulesets.revise(tx, who, id, NOW)),
				() => db.write((tx) => rulesets.change(tx, who, id, NEW, NOW)),
				() => db.write((tx) => rulesets.publish(tx, who, id, NOW)),
				() => db.write((tx) => rulesets.drop(tx, who, id, NOW))
			])
				await expect(act(), role).rejects.toMatchObject({ code: 'not_allowed' });
		}
		expect((await trail.trail(db.read, {})).length).toBe(before);
		await db.write((tx) => rulesets.publish(tx, SYSTEM, id, NOW));
	});
});

describe('published never changes', () => {
	it('the verbs refuse it, and say so', async () => {
		const db = database();
		const id = await draft(db);
		await publish(db, id);
		const before = await rulesets.version(db.read, id);
		const refused = { code: 'published_is_final' };
		await expect(change(db, id, { ...SATISFACTION, minRatings: 1 })).rejects.toMatchObject(refused);
		await expect(publish(db, id)).rejects.toMatchObject(refused);
		await expect(db.write((tx) => rulesets.drop(tx, HR, id, NOW))).rejects.toMatchObject(refused);
		expect(await rulesets.version(db.read, id)).toEqual(before);
	});

	it('the table refuses it too, past every verb', async () => {
		const db = database();
		const id = await draft(db);
		await publish(db, id);
		const final = 'a published rule set never changes';
		const own = eq(ruleSetVersions.id, id);
		const replaced = `REPLACE INTO rule_set_versions SELECT id, ruleSetId, version, '{}', fromDay, publishedAt, publishedBy
			FROM rule_set_versions WHERE id = ${id}`;
		for (const attempt of [
			() => db.write((tx) => tx.update(ruleSetVersions).set({ fromDay: '2020-01-01' }).where(own)),
			() => db.write((tx) => tx.update(ruleSetVersions).set({ publishedAt: null }).where(own)),
			() => db.write((tx) => tx.delete(ruleSetVersions).where(own)),
			() => db.guard.execute(replaced)
		])
			await expect(attempt()).rejects.toSatisfy((error: Error) =>
				`${error.message} ${(error.cause as Error | undefined)?.message}`.includes(final)
			);
	});
});

describe('what may be published', () => {
	const criterion = SATISFACTION.criteria[0]!;
	const given = { ...criterion, code: 'b', from: { kind: 'given' as const, step: 30, self: false } };
	const [top, next, , last] = SATISFACTION.bands;
	const cap = { band: 'good', of: ['fair'], share: 0.2 };
	it.each<[string, Partial<RuleSet>, string, string]>([
		['two criteria with one code', { criteria: [criterion, criterion] }, 'code_twice', 'criteria.1.code'],
		['a sum of what is not there', { sumOf: ['satisfaction', 'no'] }, 'criterion_unknown', 'sumOf.1'],
		['a sum that counts twice', { sumOf: ['satisfaction', 'satisfaction'] }, 'code_twice', 'sumOf.1'],
		[
			'a formula that cannot be read',
			{ criteria: [{ ...criterion, from: { kind: 'formula', text: 'shrunken * ' } }] },
			'formula_unfinished',
			'criteria.0.from.text'
		],
		['steps that miss the most', { criteria: [criterion, given] }, 'step_unfit', 'criteria.1.from.step'],
		['bands that rise', { bands: [next!, top!, last!] }, 'bands_not_falling', 'bands.1.atLeast'],
		[
			'two bands at one edge',
			{ bands: [top!, { ...next!, atLeast: 9500 }, last!] },
			'bands_not_falling',
			'bands.1.atLeast'
		],
		['no lowest band', { bands: [top!, next!] }, 'lowest_band_not_zero', 'bands.1.atLeast'],
		[
			'a band beyond reach',
			{ bands: [{ ...top!, atLeast: 10_001 }, last!] },
			'band_unreachable',
			'bands.0.atLeast'
		],
		['a cap of no band', { cap: { ...cap, band: 'no' } }, 'band_unknown', 'cap.band'],
		['a cap among no band', { cap: { ...cap, of: ['no'] } }, 'band_unknown', 'cap.of']
	])('not %s; the refusal names the field', async (_what, wrong, code, field) => {
		const db = database();
		const id = await draft(db, { ...SATISFACTION, ...wrong });
		await expect(publish(db, id)).rejects.toMatchObject({ code, details: { field } });
		expect((await rulesets.version(db.read, id)).publishedAt).toBeNull();
	});

	it('not from a day before an earlier version’s, but from the same day', async () => {
		const db = database();
		await publish(db, await draft(db));
		const [first] = await rulesets.inForce(db.read, '2026-06-01');
		const id = await revise(db, first!.id);
		await change(db, id, SATISFACTION, '2025-12-31');
		await expect(publish(db, id)).rejects.toMatchObject({
			code: 'day_before_start',
			details: { field: 'fromDay', day: '2026-01-01' }
		});
		await change(db, id, SATISFACTION, '2026-01-01');
		await publish(db, id);
		expect(await rulesets.inForce(db.read, '2026-06-01')).toMatchObject([{ version: 2 }]);
	});
});

describe('versions', () => {
	/** Version 1 from January, 2 from July; answers their ids. */
	async function two(db: Db): Promise<[number, number]> {
		const first = await draft(db);
		await publish(db, first);
		const second = await revise(db, first);
		const criteria = [
			{ ...SATISFACTION.criteria[0]!, from: { kind: 'formula' as const, text: 'satisfied * 50' } }
		];
		await change(db, second, { ...SATISFACTION, criteria }, '2026-07-01');
		return [first, second];
	}

	it('each holds from its day until the day before the next published one', async () => {
		const db = database();
		const [, second] = await two(db);
		const on = async (day: string) => (await rulesets.inForce(db.read, day)).map(({ version }) => version);
		expect(await on('2026-07-01')).toEqual([1]);
		await publish(db, second);
		expect([await on('2025-12-31'), await on('2026-01-01')]).toEqual([[], [1]]);
		expect([await on('2026-06-30'), await on('2026-07-01'), await on('2030-01-01')]).toEqual([[1], [2], [2]]);
	});

	it('computing again by an old version gives the old result', async () => {
		const db = database();
		const [first, second] = await two(db);
		const named = Object.fromEntries(
			FIGURES.map((figure) => [figure, { value: 0.9, low: 0.8, high: 0.95 }])
		) as Named;
		named.n = { value: 60, low: 60, high: 60 };
		const by = async (id: number) =>
			score((await rulesets.version(db.read, id)).content, named, { self: {}, appraised: {} });
		const before = await by(first);
		await publish(db, second);
		expect(await by(first)).toEqual(before);
		expect([before.total, (await by(second)).total]).toEqual([9000, 4500]);
	});

	it('there is one draft at a time, and the only version of a set stays', async () => {
		const db = database();
		const [first, second] = await two(db);
		await expect(revise(db, first)).rejects.toMatchObject({ code: 'already_exists' });
		await db.write((tx) => rulesets.drop(tx, HR, second, NOW));
		expect((await rulesets.one(db.read, 1)).versions.map(({ version }) => version)).toEqual([1]);
		const other = await db.write((tx) => rulesets.draft(tx, HR, { ...NEW, code: 'other' }, NOW));
		await expect(db.write((tx) => rulesets.drop(tx, HR, other, NOW))).rejects.toMatchObject({
			code: 'still_in_use'
		});
		await expect(draft(db)).rejects.toMatchObject({ code: 'already_exists', details: { field: 'code' } });
	});

	it('what is not there is not found', async () => {
		const db = database();
		await expect(rulesets.version(db.read, 9)).rejects.toMatchObject({ code: 'not_found' });
		await expect(rulesets.one(db.read, 9)).rejects.toMatchObject({ code: 'not_found' });
	});
});
