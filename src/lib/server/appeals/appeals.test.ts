// Who may reply, appeal, give an opinion and decide; and who may not.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { chance, entry, put } from '../../../../tests/ledger';
import { NOW, town, ZONE } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { addDays, dayOf, instantOf } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { trail } from '../audit/trail';
import { people, personBranches } from '../auth/table';
import type { Writes } from '../db/open';
import * as entries from '../ratings/entries';
import * as strike from '../ratings/strike';
import { standings } from '../ratings/table';
import * as upkeep from '../ratings/upkeep';
import * as acts from './acts';
import * as appeals from './appeals';
import * as replies from './replies';
import * as rules from './rules';

/** Monday of a week that is shown since 22 February; NOW is 2 March, the last day to answer 8 March. */
const DAY = '2026-02-09';
const DAY_MS = 86_400_000;
const statement = 'Tôi nghỉ phép ngày hôm đó';
const reason = 'Sổ trực cho thấy người khác phục vụ';

/** Six ratings of Anh at A in a week that is shown, one of Bình's, one of hers of a week that is not yet. */
async function here() {
	const db = database();
	const place = await town(db);
	const mine = Array.from({ length: 6 }, (_, at) => entry(place, at, { day: DAY, officerGrade: at ? 5 : 1 }));
	const others = [
		entry(place, 10, { day: DAY, officerId: place.officers.binh }),
		entry(place, 11, { day: '2026-02-24', officerGrade: 1 })
	];
	await put(db, [...mine, ...others]);
	const { officer, reviewer, hr, leaderA } = place.people;
	const run = <T>(work: (tx: Writes) => Promise<T>) => db.write(work);
	const [own, second] = mine.map(({ id }) => id) as [string, string];
	return {
		...{ db, place, own, second, officer, reviewer, hr, leaderA, run },
		reviewer2: { ...reviewer, id: 'reviewer2', name: 'Người Thứ Hai' } satisfies Person,
		notMine: others[0]!.id,
		early: others[1]!.id,
		file: (who: Person = officer, ratingId = own, at = NOW, ground = 'not_served_by_me') =>
			run((tx) => appeals.file(tx, who, { ratingId, ground, statement }, at)),
		reply: (who: Person = officer, ratingId = own, at = NOW) =>
			run((tx) => replies.reply(tx, who, { ratingId, body: 'Tôi xin giải trình' }, at)),
		withdraw: (who: Person, id: number) => run((tx) => appeals.withdraw(tx, who, id, NOW)),
		opine: (who: Person, id: number) => run((tx) => appeals.opine(tx, who, id, 'Đúng như vậy', NOW)),
		uphold: (who: Person, id: number, at = NOW) => run((tx) => appeals.uphold(tx, who, id, reason, at)),
		reject: (who: Person, id: number, said = reason) => run((tx) => appeals.reject(tx, who, id, said, NOW)),
		state: async (id: number) => (await appeals.one(db.read, id)).state,
		struck: async () => {
			await upkeep.catchUp(db);
			return (await db.read.select().from(standings)).filter((row) => row.struck === 1).length;
		}
	};
}

const refused = (code: string) => expect.objectContaining({ code });

describe('a reply', () => {
	test('is nobody’s but the officer’s, once, about a rating that is theirs and shown to them', async () => {
		const { db, place, reply, notMine, early, own, officer } = await here();
		const { reviewer, hr, leaderA, administrator, auditor } = place.people;
		for (const who of [reviewer, hr, leaderA, administrator, auditor])
			await expect(reply(who), who.role).rejects.toEqual(refused('not_allowed'));
		await expect(reply(officer, notMine)).rejects.toEqual(refused('not_found'));
		await expect(reply(officer, early)).rejects.toEqual(refused('not_found'));
		expect(await reply()).toBe(1);
		await expect(reply()).rejects.toEqual(refused('replied_already'));
		const said = await replies.of(db.read, place.officers.anh, [own]);
		expect(said.get(own)).toMatchObject({ at: NOW, body: 'Tôi xin giải trình' });
	});

	test('and an appeal can be given on the last day, and not on the day after', async () => {
		const { reply, file, officer, own, second } = await here();
		const last = instantOf('2026-03-08', ZONE, 23, 59);
		expect(await reply(officer, own, last)).toBe(1);
		expect(await file(officer, own, last)).toBe(1);
		const after = instantOf('2026-03-09', ZONE);
		await expect(reply(officer, second, after)).rejects.toEqual(refused('appeal_too_late'));
		await expect(file(officer, second, after)).rejects.toMatchObject({
			code: 'appeal_too_late',
			details: { day: '2026-03-08' }
		});
	});
});

describe('an appeal', () => {
	test('is filed by nobody but the officer, once, with a ground and a statement', async () => {
		const { db, place, file, run, notMine, early, officer, own } = await here();
		const { reviewer, hr, leaderA, administrator, auditor } = place.people;
		for (const who of [reviewer, hr, leaderA, administrator, auditor])
			await expect(file(who), who.role).rejects.toEqual(refused('not_allowed'));
		await expect(file(officer, notMine)).rejects.toEqual(refused('not_found'));
		await expect(file(officer, early)).rejects.toEqual(refused('not_found'));
		await expect(file(officer, own, NOW, 'because')).rejects.toEqual(refused('bad_shape'));
		const empty = { ratingId: own, ground: 'abusive', statement: '  ' };
		await expect(run((tx) => appeals.file(tx, officer, empty, NOW))).rejects.toEqual(refused('bad_shape'));
		expect(await file()).toBe(1);
		await expect(file()).rejects.toMatchObject({ code: 'appealed_already', details: { appeal: 1 } });
		expect(await acts.of(db.read, 1)).toMatchObject([{ act: 'filed', body: statement, actorId: officer.id }]);
		const [line] = await trail(db.read, { subject: 'appeal:1' });
		expect(line).toMatchObject({ act: 'appeals.file', actorId: officer.id });
		expect(JSON.stringify(line?.details)).not.toContain(statement);
	});

	test('is to be decided by the end of the day that many days after', async () => {
		const { db, file, run, place, officer, own, second } = await here();
		await file(officer, own, instantOf('2026-03-02', ZONE, 23, 59));
		expect((await appeals.one(db.read, 1)).dueAt).toBe(instantOf('2026-03-13', ZONE) - 1);
		const wanted = { appealDays: 30, decideDays: 1 };
		await expect(run((tx) => rules.change(tx, place.people.reviewer, wanted, NOW))).rejects.toEqual(
			refused('not_allowed')
		);
		await run((tx) => rules.change(tx, place.people.hr, wanted, NOW));
		await file(officer, second);
		expect((await appeals.one(db.read, 2)).dueAt).toBe(instantOf('2026-03-04', ZONE) - 1);
		expect((await appeals.one(db.read, 1)).dueAt, 'as it was filed').toBe(instantOf('2026-03-13', ZONE) - 1);
		expect(await rules.history(db.read)).toHaveLength(1);
	});

	test('about a rating that is struck already is refused', async () => {
		const { run, file, leaderA, hr, own } = await here();
		const said = { ratingId: own, reason };
		const id = await run((tx) => strike.propose(tx, leaderA, leaderA.scope, said, NOW));
		await run((tx) => strike.confirm(tx, hr, hr.scope, id, said, NOW));
		await expect(file()).rejects.toEqual(refused('struck_already'));
	});

	test('is withdrawn by its officer alone, for good', async () => {
		const { place, file, withdraw, officer, reviewer, uphold, state } = await here();
		const id = await file();
		const other = { ...officer, id: 'other', officerId: place.officers.binh };
		await expect(withdraw(other, id)).rejects.toEqual(refused('not_found'));
		await expect(withdraw(reviewer, id)).rejects.toEqual(refused('not_allowed'));
		await withdraw(officer, id);
		await expect(withdraw(officer, id)).rejects.toEqual(refused('appeal_final'));
		await expect(uphold(reviewer, id)).rejects.toEqual(refused('appeal_final'));
		await expect(file()).rejects.toEqual(refused('appealed_already'));
		expect(await state(id)).toBe('withdrawn');
	});

	test('is given an opinion by leaders of the rating’s branch alone, and only while it is open', async () => {
		const { db, place, file, opine, reject, reviewer, leaderA } = await here();
		const id = await file();
		const { leaderB, hr, officer } = place.people;
		await expect(opine(leaderB, id)).rejects.toEqual(refused('not_found'));
		for (const who of [hr, officer, reviewer])
			await expect(opine(who, id)).rejects.toEqual(refused('not_allowed'));
		await opine(leaderA, id);
		expect((await acts.of(db.read, id)).at(-1)).toMatchObject({ act: 'opinion', actorRole: 'leader' });
		await reject(reviewer, id);
		await expect(opine(leaderA, id)).rejects.toEqual(refused('appeal_final'));
	});
});

describe('a decision', () => {
	test('is nobody’s but a reviewer’s', async () => {
		const { place, file, uphold, reject, state, struck } = await here();
		const id = await file();
		const { hr, leaderA, officer, administrator, auditor } = place.people;
		for (const who of [hr, leaderA, officer, administrator, auditor]) {
			await expect(uphold(who, id), who.role).rejects.toEqual(refused('not_allowed'));
			await expect(reject(who, id), who.role).rejects.toEqual(refused('not_allowed'));
		}
		expect(await state(id)).toBe('open');
		expect(await struck()).toBe(0);
	});

	test('is not the reviewer’s who is that officer, leads the branch, or has said something of it', async () => {
		const { db, place, file, uphold, reject, opine, run, reviewer, leaderA, reviewer2 } = await here();
		const id = await file();
		await opine(leaderA, id);
		const promoted = { ...leaderA, role: 'reviewer', scope: 'all' } satisfies Person;
		await expect(reject(promoted, id), 'gave an opinion, leads A').rejects.toEqual(
			refused('not_independent')
		);
		const [row] = await db.read.select().from(people).limit(1);
		const join = (said: object) =>
			run((tx) =>
				tx.insert(people).values({
					...row!,
					...said,
					id: reviewer2.id,
					email: 'r2@x',
					username: 'r2',
					displayUsername: 'r2'
				})
			);
		await join({ role: 'reviewer', officerId: place.officers.anh });
		await expect(uphold(reviewer2, id), 'is the officer').rejects.toEqual(refused('not_independent'));
		await run((tx) => tx.update(people).set({ officerId: null }));
		// The root holds A too.
		await run((tx) =>
			tx.insert(personBranches).values({ personId: reviewer2.id, branchId: place.branches.root })
		);
		await expect(uphold(reviewer2, id), 'leads it from above').rejects.toEqual(refused('not_independent'));
		await uphold(reviewer, id);
	});

	test('upheld strikes by an entry that names the appeal, and the figures follow', async () => {
		const { db, file, uphold, own, reviewer, state, struck } = await here();
		const id = await file();
		expect(await struck()).toBe(0);
		await uphold(reviewer, id);
		expect(await state(id)).toBe('upheld');
		expect(await struck()).toBe(1);
		const [entered] = await entries.of(db.read, own);
		expect(entered).toMatchObject({
			...{ act: 'strike_confirmed', ground: 'appeal', appealId: id, reason, actorId: reviewer.id }
		});
		expect((await acts.of(db.read, id)).at(-1)).toMatchObject({ act: 'upheld', entryId: entered!.id });
	});

	test('upheld where two persons struck it meanwhile: it stays struck by theirs, once', async () => {
		const { db, file, uphold, run, own, reviewer, leaderA, hr } = await here();
		const id = await file();
		const said = { ratingId: own, reason };
		const proposed = await run((tx) => strike.propose(tx, leaderA, leaderA.scope, said, NOW));
		const entryId = await run((tx) => strike.confirm(tx, hr, hr.scope, proposed, said, NOW));
		await uphold(reviewer, id);
		expect((await acts.of(db.read, id)).at(-1)).toMatchObject({ act: 'upheld', entryId });
		expect((await entries.of(db.read, own)).filter(({ act }) => act === 'strike_confirmed')).toHaveLength(1);
	});

	test('rejected leaves the rating as it is, and takes a reason', async () => {
		const { db, file, reject, own, reviewer, state, struck } = await here();
		const id = await file();
		await expect(reject(reviewer, id, ' ')).rejects.toEqual(refused('bad_shape'));
		await reject(reviewer, id);
		expect(await state(id)).toBe('rejected');
		expect(await struck()).toBe(0);
		expect(await entries.of(db.read, own)).toEqual([]);
	});

	test('is made once, also by two reviewers at the same moment, and also after the deadline', async () => {
		const { db, file, uphold, reject, reviewer, reviewer2, officer, second, struck } = await here();
		const id = await file();
		const both = await Promise.allSettled([uphold(reviewer, id), reject(reviewer2, id)]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find((one) => one.status === 'rejected')?.reason).toEqual(refused('appeal_final'));
		await expect(reject(reviewer, id)).rejects.toEqual(refused('appeal_final'));
		expect((await acts.of(db.read, id)).filter(({ act }) => act !== 'filed')).toHaveLength(1);
		expect(await struck()).toBeLessThanOrEqual(1);
		const late = await file(officer, second);
		await uphold(reviewer, late, NOW + 40 * DAY_MS);
	});
});

test('the counts of a period are of ratings of its days, whenever they were appealed', async () => {
	const { db, place, file, reply, uphold, officer, reviewer, own, second } = await here();
	await file(officer, own);
	await reply(officer, second);
	await file(officer, second);
	await uphold(reviewer, 1);
	const { anh, binh } = place.officers;
	const counts = await appeals.countsOf(db.read, [anh, binh], DAY, DAY);
	expect([...counts]).toEqual([[anh, { replies: 1, open: 1, upheld: 1, rejected: 0, withdrawn: 0 }]]);
	expect((await appeals.countsOf(db.read, [anh], addDays(DAY, 1), dayOf(NOW, ZONE))).size).toBe(0);
	expect(await appeals.summaries(db.read, anh, DAY, DAY)).toEqual([
		{ id: 1, ground: 'not_served_by_me', state: 'upheld' },
		{ id: 2, ground: 'not_served_by_me', state: 'open' }
	]);
	expect(await appeals.ofSubject(db.read, [binh], DAY, DAY)).toEqual([]);
});

test('no acts of one person, in whatever order, uphold an appeal or lift what it struck, but the reviewer’s', async () => {
	const random = chance(3);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	const { db, place, own, run, file, reply, withdraw, opine, uphold, reject, struck, state } = await here();
	const id = await file();
	const said = { ratingId: own, reason };
	const moves: ((who: Person) => Promise<unknown>)[] = [
		(who) => file(who, own),
		(who) => reply(who),
		(who) => opine(who, id),
		(who) => uphold(who, id),
		(who) => reject(who, id),
		(who) => run((tx) => strike.propose(tx, who, who.scope, said, NOW)),
		(who) => run((tx) => strike.confirm(tx, who, who.scope, Math.ceil(random() * 4), said, NOW)),
		(who) => run((tx) => strike.proposeLift(tx, who, who.scope, said, NOW)),
		(who) => run((tx) => strike.byAppeal(tx, who, { ...said, appealId: id }, NOW)),
		(who) => (who.role === 'officer' ? Promise.resolve() : withdraw(who, id))
	];
	const { reviewer: _, ...others } = place.people;
	for (const who of Object.values(others)) {
		for (let step = 0; step < 40; step++)
			await pick(moves)(who).catch((problem: unknown) => {
				if (!(problem instanceof Problem)) throw problem;
			});
		expect(await state(id), who.role).toBe('open');
		// What another person proposed may be confirmed by HR: two persons, as ever. Never by one alone.
		const confirmed = (await entries.of(db.read, own)).filter(({ act }) => act === 'strike_confirmed');
		for (const { ground, actorId, answersId } of confirmed) {
			expect(ground).toBe('two_persons');
			const proposal = await entries.one(db.read, answersId!);
			expect(proposal?.actorId).not.toBe(actorId);
		}
	}
	await uphold(place.people.reviewer, id);
	expect(await state(id)).toBe('upheld');
	expect(await struck()).toBe(1);
});
