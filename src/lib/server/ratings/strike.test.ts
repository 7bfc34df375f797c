// Who may strike a rating, settle who served, clear a mark; and who may not.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { instantOf } from '../../shared/day';
import { GENESIS, link } from '../db/chain';
import type { Writes } from '../db/open';
import { trail } from '../audit/trail';
import * as duty from '../org/duty';
import * as officers from '../org/officers';
import * as entries from './entries';
import type { Entry } from './record';
import * as strike from './strike';
import { marks, type MarkRule } from './table';

const DAY = '2026-02-27';
const reason = 'Nhân viên tự bấm máy';

/** Four ratings of the past: at A by Anh, at A by nobody, at B by Giang, and one of today at A. */
async function here() {
	const db = database();
	const place = await town(db);
	const said: Partial<Entry>[] = [
		{},
		{ officerId: null, officerGrade: null, claimedOfficerId: 5, claimedOfficerGrade: 2 },
		{ branchId: place.branches.b, counterId: place.counters.b1, officerId: place.officers.giang },
		{ tappedAt: NOW - 60_000 }
	];
	const ratings = said.map((one, index) =>
		entry(place, index, { tappedAt: instantOf(DAY, ZONE, 9), ...one })
	);
	await put(db, ratings);
	const [atA, byNobody, atB, today] = ratings.map(({ id }) => id) as [string, string, string, string];
	const { hr, leaderA } = place.people;
	const hr2: Person = { ...hr, id: 'hr2', name: 'Nhân Sự Hai' };
	const run = <T>(work: (tx: Writes) => Promise<T>) => db.write(work);
	return {
		db,
		place,
		...{ atA, byNobody, atB, today, hr, hr2, leaderA },
		propose: (who: Person, ratingId: string) =>
			run((tx) => strike.propose(tx, who, who.scope, { ratingId, reason }, NOW)),
		confirm: (who: Person, id: number) =>
			run((tx) => strike.confirm(tx, who, who.scope, id, { reason }, NOW)),
		decline: (who: Person, id: number) =>
			run((tx) => strike.decline(tx, who, who.scope, id, { reason }, NOW)),
		proposeLift: (who: Person, ratingId: string) =>
			run((tx) => strike.proposeLift(tx, who, who.scope, { ratingId, reason }, NOW)),
		confirmLift: (who: Person, id: number) =>
			run((tx) => strike.confirmLift(tx, who, who.scope, id, { reason }, NOW)),
		settle: (who: Person, ratingId: string, officerId: number | null) =>
			run((tx) => strike.settleOfficer(tx, who, who.scope, { ratingId, officerId, reason }, NOW)),
		clear: (who: Person, ratingId: string, rule: string) =>
			run((tx) => strike.clearMark(tx, who, who.scope, { ratingId, rule, reason }, NOW)),
		mark: (position: number, rule: MarkRule) =>
			run(async (tx) => {
				const id = (await tx.$count(marks)) + 1;
				await tx.insert(marks).values({ id, position, rule, numbers: {}, at: NOW });
			}),
		acts: async (ratingId: string) => (await entries.of(db.read, ratingId)).map(({ act }) => act)
	};
}

describe('a strike', () => {
	test('is proposed by nobody but leaders and HR', async () => {
		const { place, propose, atA, acts } = await here();
		const { administrator, auditor, officer } = place.people;
		for (const who of [administrator, auditor, officer])
			await expect(propose(who, atA), who.role).rejects.toMatchObject({ code: 'not_allowed' });
		expect(await acts(atA)).toEqual([]);
	});

	test('is not there for a leader outside their branches, nor for HR on the day itself', async () => {
		const { place, propose, hr, leaderA, atA, atB, today } = await here();
		await expect(propose(leaderA, atB)).rejects.toMatchObject({ code: 'not_found' });
		await expect(propose(place.people.leaderB, atA)).rejects.toMatchObject({ code: 'not_found' });
		await expect(propose(hr, today)).rejects.toMatchObject({ code: 'not_found' });
		await expect(propose(hr, 'no such rating')).rejects.toMatchObject({ code: 'not_found' });
		expect(await propose(leaderA, today)).toBe(1);
	});

	test('is not confirmed by its proposer, by a leader, or by HR on the day itself', async () => {
		const { propose, confirm, hr, hr2, leaderA, atA, today, acts } = await here();
		const id = await propose(hr, atA);
		await expect(confirm(hr, id)).rejects.toMatchObject({ code: 'second_person_needed' });
		await expect(confirm(leaderA, id)).rejects.toMatchObject({ code: 'not_allowed' });
		const early = await propose(leaderA, today);
		await expect(confirm(hr2, early)).rejects.toMatchObject({ code: 'not_found' });
		expect(await acts(atA)).toEqual(['strike_proposed']);
	});

	test('is not without a reason, nor with one that is too long', async () => {
		const { db, hr, atA } = await here();
		for (const reason of ['', '  \n', 'x'.repeat(1_001)])
			await expect(
				db.write((tx) => strike.propose(tx, hr, 'all', { ratingId: atA, reason }, NOW))
			).rejects.toMatchObject({ code: 'bad_shape', details: { field: 'reason' } });
	});

	test('is proposed once at a time and answered once', async () => {
		const { propose, confirm, decline, hr, hr2, leaderA, atA } = await here();
		const id = await propose(leaderA, atA);
		await expect(propose(hr, atA)).rejects.toMatchObject({ code: 'struck_already' });
		await confirm(hr, id);
		await expect(confirm(hr2, id)).rejects.toMatchObject({ code: 'answered_already' });
		await expect(decline(hr2, id)).rejects.toMatchObject({ code: 'answered_already' });
		await expect(propose(hr, atA)).rejects.toMatchObject({ code: 'struck_already' });
		await expect(confirm(hr2, 99)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is declined by another, or withdrawn by its proposer, but not by a third who may not confirm', async () => {
		const { place, propose, decline, hr, leaderA, atA, acts } = await here();
		const first = await propose(leaderA, atA);
		const colleague: Person = { ...place.people.leaderA, id: 'other leader' };
		await expect(decline(colleague, first)).rejects.toMatchObject({ code: 'not_allowed' });
		await decline(leaderA, first);
		await decline(hr, await propose(leaderA, atA));
		await propose(leaderA, atA);
		expect(await acts(atA)).toEqual([
			...['strike_proposed', 'strike_declined', 'strike_proposed', 'strike_declined'],
			'strike_proposed'
		]);
	});

	test('is lifted only where there is one, and by two persons too', async () => {
		const { propose, confirm, proposeLift, confirmLift, hr, hr2, leaderA, atA, acts } = await here();
		await expect(proposeLift(hr, atA)).rejects.toMatchObject({ code: 'not_struck' });
		const id = await propose(leaderA, atA);
		await expect(confirmLift(hr, id)).rejects.toMatchObject({ code: 'not_found' });
		await confirm(hr, id);
		const lift = await proposeLift(hr2, atA);
		await expect(confirmLift(hr2, lift)).rejects.toMatchObject({ code: 'second_person_needed' });
		await expect(confirm(hr, lift)).rejects.toMatchObject({ code: 'not_found' });
		await confirmLift(hr, lift);
		await expect(proposeLift(hr, atA)).rejects.toMatchObject({ code: 'not_struck' });
		expect((await acts(atA)).at(-1)).toBe('lift_confirmed');
	});

	test('comes by an appeal in one entry, which answers a waiting proposal', async () => {
		const { db, place, propose, proposeLift, confirm, hr, leaderA, atA, acts } = await here();
		const { reviewer } = place.people;
		const decide = (who: Person, lifts: boolean) =>
			db.write((tx) => strike.byAppeal(tx, who, { ratingId: atA, appealId: 4, reason, lifts }, NOW));
		for (const who of [leaderA, hr, place.people.auditor, place.people.officer])
			await expect(decide(who, false)).rejects.toMatchObject({ code: 'not_allowed' });
		await expect(decide(reviewer, true)).rejects.toMatchObject({ code: 'not_struck' });
		const id = await propose(leaderA, atA);
		await decide(reviewer, false);
		await expect(confirm(hr, id)).rejects.toMatchObject({ code: 'answered_already' });
		await expect(decide(reviewer, false)).rejects.toMatchObject({ code: 'struck_already' });
		// Those whom the appeal went against do not undo it between themselves.
		await expect(proposeLift(leaderA, atA)).rejects.toMatchObject({ code: 'appeal_final' });
		await decide(reviewer, true);
		expect(await acts(atA)).toEqual(['strike_proposed', 'strike_confirmed', 'lift_confirmed']);
		const [, struck] = await entries.of(db.read, atA);
		expect(struck).toMatchObject({ ground: 'appeal', appealId: 4, answersId: id });
	});

	test('leaves a line in the trail, and its entries hang together in one chain', async () => {
		const { db, propose, confirm, hr, leaderA, atA, atB } = await here();
		await confirm(hr, await propose(leaderA, atA));
		await propose(hr, atB);
		const lines = await trail(db.read, { subject: `rating:${atA}` });
		expect(lines.map(({ act }) => act)).toEqual(['ratings.strikeConfirmed', 'ratings.strikeProposed']);
		const all = [...(await entries.of(db.read, atA)), ...(await entries.of(db.read, atB))];
		let previous = GENESIS;
		for (const one of all) {
			expect(one.link).toBe(link(previous, entries.linked(one)));
			previous = one.link;
		}
	});
});

describe('who served', () => {
	test('is not settled by those who may not, outside the scope, or where the ledger is sure', async () => {
		const { place, settle, hr, leaderA, atA, atB, byNobody } = await here();
		const { anh } = place.officers;
		await expect(settle(place.people.auditor, byNobody, anh)).rejects.toMatchObject({
			code: 'not_allowed'
		});
		await expect(settle(leaderA, atB, anh)).rejects.toMatchObject({ code: 'not_found' });
		await expect(settle(hr, atA, place.officers.binh)).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'officerId' }
		});
	});

	test('is an officer of the branch or on duty at that counter then, and nobody else', async () => {
		const { db, place, settle, leaderA, byNobody } = await here();
		const { giang, ha, chau, dung } = place.officers;
		const { administrator } = place.people;
		await db.write((tx) => officers.close(tx, administrator, dung, { day: DAY }, NOW));
		await expect(settle(leaderA, byNobody, dung)).rejects.toMatchObject({ code: 'officer_unknown' });
		await expect(settle(leaderA, byNobody, giang)).rejects.toMatchObject({ code: 'officer_unknown' });
		await expect(settle(leaderA, byNobody, 999)).rejects.toMatchObject({ code: 'officer_unknown' });
		await settle(leaderA, byNobody, chau);
		// Hà helps out at A1 on that morning, Giang did until the minute before.
		const [fromAt, untilAt] = [instantOf(DAY, ZONE, 8), instantOf(DAY, ZONE, 12)];
		await db.write(async (tx) => {
			const there = await duty.list(tx, { counterIds: [place.counters.b1], fromAt, untilAt });
			for (const one of there) await duty.end(tx, administrator, one.id, fromAt, NOW);
			const at = { counterId: place.counters.a1, fromAt };
			const tapped = instantOf(DAY, ZONE, 9);
			await duty.assign(tx, administrator, { ...at, officerId: ha, untilAt }, NOW);
			await duty.assign(tx, administrator, { ...at, officerId: giang, untilAt: tapped }, NOW);
		});
		await expect(settle(leaderA, byNobody, giang)).rejects.toMatchObject({ code: 'officer_unknown' });
		await settle(leaderA, byNobody, ha);
		expect(await settle(leaderA, byNobody, ha)).toBe(2);
		expect(entries.stateOf(await entries.of(db.read, byNobody)).settled?.officerId).toBe(ha);
	});

	test('answers the mark that it is unclear; that nobody was on duty only where somebody is named', async () => {
		const { place, settle, leaderA, atA, byNobody, mark, acts } = await here();
		await mark(1, 'officer_unclear');
		await mark(2, 'nobody_on_duty');
		await settle(leaderA, atA, null);
		expect(await acts(atA)).toEqual(['officer_settled', 'mark_cleared']);
		await settle(leaderA, byNobody, null);
		expect(await acts(byNobody)).toEqual(['officer_settled']);
		await settle(leaderA, byNobody, place.officers.binh);
		expect(await acts(byNobody)).toEqual(['officer_settled', 'officer_settled', 'mark_cleared']);
	});
});

describe('a mark', () => {
	test('is cleared once, by whoever may, and only where it is', async () => {
		const { place, clear, hr, leaderA, atA, atB, mark, acts } = await here();
		await mark(1, 'burst');
		await mark(3, 'burst');
		await expect(clear(place.people.auditor, atA, 'burst')).rejects.toMatchObject({
			code: 'not_allowed'
		});
		await expect(clear(leaderA, atB, 'burst')).rejects.toMatchObject({ code: 'not_found' });
		await expect(clear(hr, atA, 'too_soon')).rejects.toMatchObject({ code: 'not_found' });
		await clear(hr, atA, 'burst');
		await expect(clear(leaderA, atA, 'burst')).rejects.toMatchObject({ code: 'answered_already' });
		expect(await acts(atA)).toEqual(['mark_cleared']);
	});
});
