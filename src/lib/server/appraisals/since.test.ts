import { expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { AFTER } from '../../../../tests/drafted';
import { idAt } from '../../../../tests/judged';
import { entry, put } from '../../../../tests/ledger';
import { town } from '../../../../tests/town';
import type { SheetContent } from '../../shared/appraisal';
import * as strike from '../ratings/strike';
import { since } from './since';

type Of = Pick<SheetContent, 'subject' | 'period' | 'moment'>;

it('says how many ratings and entries came about a subject’s days after the moment, and about nobody else', async () => {
	const db = database();
	const here = await town(db);
	const { anh, binh } = here.officers;
	const on = (number: number, day: string, officerId: number | null) =>
		entry(here, number, { day, officerId, officerGrade: officerId === null ? null : 5 });
	await put(db, [on(1, '2026-03-31', anh), on(2, '2026-02-01', null)]);
	const period = { id: 1, kind: 'quarter', from: '2026-01-01', to: '2026-03-31', mode: 'appraisal' } as const;
	const moment = { position: 2, entryId: 0, markId: 0 };
	const of = (subject: object): Of => ({ subject: subject as Of['subject'], period, moment });
	const [own, other] = [of({ kind: 'officer', officerId: anh }), of({ kind: 'officer', officerId: binh })];
	const [a, b] = [here.branches.a, here.branches.b].map((branchId) => of({ kind: 'unit', branchId }));
	for (const one of [own, other, a!, b!])
		expect(await since(db.read, one)).toEqual({ ratings: 0, entries: 0 });
	await put(db, [on(3, '2026-03-31', anh), on(4, '2026-04-01', anh), on(5, '2026-01-01', null)]);
	expect(await since(db.read, own)).toEqual({ ratings: 1, entries: 0 });
	expect(await since(db.read, other)).toEqual({ ratings: 0, entries: 0 });
	expect(await since(db.read, a!)).toEqual({ ratings: 2, entries: 0 });
	const { leaderA } = here.people;
	const reason = 'Xem lại theo sổ trực';
	await db.write(async (tx) => {
		for (const position of [1, 4])
			await strike.propose(tx, leaderA, 'all', { ratingId: await idAt(db, position), reason }, AFTER);
		const ratingId = await idAt(db, 2);
		await strike.settleOfficer(tx, leaderA, 'all', { ratingId, officerId: binh, reason }, AFTER);
	});
	expect(await since(db.read, own)).toEqual({ ratings: 1, entries: 1 });
	// Settled onto them: an entry about their figures, though the rating was recorded for nobody.
	expect(await since(db.read, other)).toEqual({ ratings: 0, entries: 1 });
	expect(await since(db.read, a!)).toEqual({ ratings: 2, entries: 2 });
	expect(await since(db.read, b!)).toEqual({ ratings: 0, entries: 0 });
});
