// What is erased by rule: first who may not set one, and what must not go; then that nothing is left of what goes, and
// that the real verification finds nothing wrong afterwards.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { bodies, DAY_MS, everything, here, NONE, reason, sound, written } from '../../../../tests/keeping';
import { rating } from '../../../../tests/ratings';
import { NOW } from '../../../../tests/town';
import { sheets } from '../appraisals/table';
import { trail } from '../audit/trail';
import * as officers from '../org/officers';
import * as strike from '../ratings/strike';
import * as upkeep from '../ratings/upkeep';
import { checkComment, checkRefused } from './comments';
import * as holds from './holds';
import { due, leaving } from './old';
import * as rules from './rules';
import { daily, sweep } from './sweep';

describe('whoever may not', () => {
	test('changes no rule, sets and lifts no hold, and erases nobody', async () => {
		const { db, place, close, erase, hold } = await here();
		const { officer, reviewer, leaderA, auditor, administrator } = place.people;
		const { chau } = place.officers;
		await close(chau);
		const holdId = await hold(place.officers.binh);
		const refused = { code: 'not_allowed' };
		for (const who of [officer, reviewer, leaderA, auditor, administrator]) {
			await expect(erase(chau, who)).rejects.toMatchObject(refused);
			for (const verb of [
				() => db.write((tx) => rules.change(tx, who, { ...NONE, commentMonths: 1 }, NOW)),
				() => db.write((tx) => holds.set(tx, who, { officerId: chau, reason }, NOW)),
				() => db.write((tx) => holds.lift(tx, who, { holdId, reason }, NOW))
			])
				await expect(verb()).rejects.toMatchObject(refused);
		}
		expect(await rules.history(db.read)).toEqual([]);
		expect(await holds.held(db.read)).toEqual([place.officers.binh]);
		expect((await leaving(db.read, NONE, NOW)).map(({ officer }) => officer.id)).toEqual([chau]);
	});
});

describe('the rules', () => {
	test('let nothing go until they are set, hold as they were last set, refuse what is no number of months, and leave what was before', async () => {
		const { db, hr, keep } = await here();
		expect(await rules.current(db.read)).toEqual({
			commentMonths: null,
			statementMonths: null,
			officerMonths: null
		});
		for (const wrong of [0, -1, 1.5, 241])
			await expect(keep({ commentMonths: wrong }), String(wrong)).rejects.toMatchObject({
				name: 'ValiError'
			});
		await keep({ commentMonths: 12 });
		await keep({ commentMonths: 12 });
		expect(await rules.history(db.read)).toHaveLength(1);
		const [line] = await trail(db.read, { subject: 'retention:rules' });
		expect(line).toMatchObject({ actorId: hr.id, act: 'retention.change' });
		expect(line?.details.after).toMatchObject({ commentMonths: 12 });
	});

	test('count months by the calendar, and end a longer month with a shorter one', () => {
		expect(rules.months('2026-03-31', -1)).toBe('2026-02-28');
		expect(rules.months('2024-02-29', 12)).toBe('2025-02-28');
		expect(rules.months('2026-11-22', -24)).toBe('2024-11-22');
		expect(rules.months('2026-12-15', 1)).toBe('2027-01-15');
	});
});

describe('the sweep', () => {
	test('erases old comments, in the drawer and the index too, and nothing else; the ledger verifies on', async () => {
		const { db, keep } = await here();
		await keep({ commentMonths: 1 });
		await sound(db);
		expect(await due(db.read, await rules.current(db.read), NOW)).toMatchObject({ comments: 2, refused: 1 });
		expect(await sweep(db, NOW, 1)).toMatchObject({ comments: 2, refused: 1, officers: 0 });
		expect(await bodies(db)).toEqual(['Góp ý mới về Anh']);
		expect(await everything(db)).not.toMatch(/Góp ý (cũ|trong)/);
		expect(await db.read.all(sql`SELECT id FROM comment_rows`)).toHaveLength(1);
		await upkeep.catchUp(db);
		await sound(db);
		const [line] = await trail(db.read, { subject: 'retention:sweep' });
		expect(line).toMatchObject({ actorKind: 'system', details: { comments: 2, refused: 1 } });
	});

	test('leaves what is about officers on hold, claimed or settled since, until the hold is lifted', async () => {
		const { db, place, hr, keep, hold, b1, atB, old } = await here();
		const { anh, binh, ha } = place.officers;
		const { leaderB } = place.people;
		await keep({ commentMonths: 1 });
		const on = [await hold(anh), await hold(ha)];
		const unsure = (officerId: number, comment: string) =>
			rating(place, { ...atB, officerId, comment, tappedAt: NOW - 40 * DAY_MS });
		const was = [unsure(anh, 'Nói là Anh'), unsure(binh, 'Hóa ra là Hà'), unsure(binh, 'Không biết ai')];
		await b1.send(db, was, NOW - 39 * DAY_MS);
		const settled = { ratingId: was[1]!.id, officerId: ha, reason };
		await db.write((tx) => strike.settleOfficer(tx, leaderB, leaderB.scope, settled, NOW));
		expect(await sweep(db, NOW)).toMatchObject({ comments: 2, refused: 0 });
		expect(await bodies(db)).toEqual(['Góp ý cũ về Anh', 'Góp ý mới về Anh', 'Hóa ra là Hà', 'Nói là Anh']);
		for (const { id } of [was[0]!, was[1]!, old])
			await expect(checkComment(db.read, hr, id)).rejects.toMatchObject({ code: 'officer_held' });
		await checkComment(db.read, hr, was[2]!.id);
		await expect(checkComment(db.read, leaderB, was[0]!.id)).rejects.toMatchObject({ code: 'not_allowed' });
		await expect(checkRefused(db.read, hr, 1)).rejects.toMatchObject({ code: 'officer_held' });
		for (const holdId of on) await db.write((tx) => holds.lift(tx, hr, { holdId, reason }, NOW));
		for (const { id } of [...was, old]) await checkComment(db.read, hr, id);
		await checkRefused(db.read, hr, 1);
		expect(await sweep(db, NOW)).toMatchObject({ comments: 3, refused: 1 });
		expect(await bodies(db)).toEqual(['Góp ý mới về Anh']);
		await sound(db);
	});

	test('erases old statements, but none of an open appeal, a sheet under way or an officer on hold', async () => {
		const all = await here();
		const { db, keep, hr, hold, place } = all;
		await written(all);
		await keep({ statementMonths: 12 });
		const was = await everything(db);
		const holdId = await hold(place.officers.anh);
		expect(await sweep(db, NOW)).toMatchObject({ replies: 0, statements: 0, reasons: 0 });
		await db.write((tx) => holds.lift(tx, hr, { holdId, reason }, NOW));
		await db.write((tx) => tx.update(sheets).set({ state: 'contested' }));
		expect(await sweep(db, NOW)).toMatchObject({ replies: 1, statements: 2, reasons: 0 });
		await db.write((tx) => tx.update(sheets).set({ state: 'signed' }));
		expect(await sweep(db, NOW)).toMatchObject({ replies: 0, statements: 0, reasons: 1 });
		const now = await everything(db);
		for (const text of ['Giải trình của Anh', 'Khiếu nại của Anh', 'Không đủ căn cứ', 'Ý kiến của Anh']) {
			expect(was).toContain(text);
			expect(now).not.toContain(text);
		}
		await sound(db);
	});

	test('erases who left long enough ago, on the day and not the day before; once a day', async () => {
		const { db, place, keep, close } = await here();
		const { chau } = place.officers;
		await close(chau, '2026-02-01');
		await keep({ officerMonths: 1 });
		const first = Date.parse('2026-03-01T00:00:00Z');
		expect(await daily(db, first - 1)).toMatchObject({ officers: 0 });
		expect(await daily(db, first - 1)).toBeNull();
		expect(await daily(db, first)).toMatchObject({ officers: 1 });
		expect(await daily(db, first + 1_000)).toBeNull();
		expect(await officers.history(db.read, chau)).toMatchObject([{ fullName: `#${chau}`, code: `#${chau}` }]);
	});
});
