// No sequence of acts by one role, or by two, reaches what is another's to reach. Acts are tried at random, in and out of
// turn, by everybody of those roles, with draft and time moving in between.
import { describe, expect, it } from 'vitest';
import { appraisal, doing, LATER, type Appraisal } from '../../../../tests/appraisal';
import { database } from '../../../../tests/database';
import { chance } from '../../../../tests/ledger';
import type { Person } from '../../shared/actor';
import { SHEET_ACTS, type Act, type SheetAct, type Subject } from '../../shared/appraisal';
import { Problem } from '../../shared/problem';
import { actsOf } from './append';
import { draftOne } from './draft';
import { group } from './members';
import { context, records, refusal } from './rights';
import { stateOf } from './state';
import { sheets } from './table';

const DAY = 86_400_000;

/** Tries acts at random and answers all that came of them, holding the stored state to the fold after every one. */
async function tried(
	all: Appraisal,
	sheetId: number,
	people: readonly Person[],
	seed: number,
	steps: number
) {
	const { db, periodId } = all;
	const does = doing(all);
	const random = chance(seed);
	const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
	let at = LATER;
	let done = 0;
	for (let step = 0; step < steps; step++) {
		at += Math.floor(random() * 3 * DAY);
		const points = { manner: Math.floor(random() * 20) * 10 };
		const band = pick(['good', 'fair', 'poor', null]);
		const acts: Record<SheetAct | 'grouped', (person: Person) => Promise<unknown>> = {
			self_scored: (person) => does.selfScore(person, sheetId, { points, reason: 'on paper' }, at),
			appraised: (person) =>
				does.appraise(person, sheetId, { points: { ...points, order: 100 }, reason: 'on paper' }, at),
			decided: (person) => does.decide(person, sheetId, { band, reason: 'so it is' }, at),
			acknowledged: (person) => does.acknowledge(person, sheetId, {}, at),
			contested: (person) => does.contest(person, sheetId, { reason: 'not so' }, at),
			answered: (person) => does.answer(person, sheetId, { reason: 'but so' }, at),
			signed_leader: (person) => does.signLeader(person, sheetId, {}, at),
			signed_hr: (person) => does.signHr(person, sheetId, at),
			excused: (person) => does.excuse(person, sheetId, { reason: 'ill' }, at),
			included: (person) => does.include(person, sheetId, {}, at),
			reopened: (person) => does.reopen(person, sheetId, { reason: 'once more' }, at),
			drafted: (person) => draftOne(db, person, sheetId, at),
			grouped: (person) => db.write((tx) => group(tx, person, periodId, [sheetId], pick(['Một', 'Hai']), at))
		};
		// Half of them at random, half among what is in turn, or next to nothing would get far.
		const of = await context(db.read, sheetId);
		const inTurn = people.flatMap((person) =>
			SHEET_ACTS.filter(
				(act) => act !== 'excused' && !records(person, of, act) && refusal(person, of, act, at) === null
			).map((act) => ({
				act,
				person
			}))
		);
		const any = { act: pick(Object.keys(acts) as SheetAct[]), person: pick(people) };
		const { act, person } = random() < 0.5 && inTurn.length > 0 ? pick(inTurn) : any;
		const work = () => acts[act](person);
		try {
			await work();
			done++;
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
		}
		const so = (await actsOf(db.read, [sheetId])).get(sheetId) ?? [];
		const [row] = (await db.read.select().from(sheets)).filter(({ id }) => id === sheetId);
		expect(stateOf(so).state).toBe(row?.state);
	}
	expect(done, 'of the acts tried some were done').toBeGreaterThan(0);
	return (await actsOf(db.read, [sheetId])).get(sheetId) ?? [];
}

/** What each role alone may have brought about, on an officer's sheet and on a unit's. */
const RESERVED: Record<Subject, Record<Person['role'], Act['act'][]>> = {
	officer: {
		officer: ['self_scored', 'acknowledged', 'contested'],
		leader: ['appraised', 'decided', 'signed_leader'],
		// Points only written down: HR names the paper they stand on.
		hr: [
			...(['drafted', 'self_scored', 'appraised', 'answered'] as const),
			...(['signed_hr', 'excused', 'included', 'reopened'] as const)
		],
		auditor: [],
		reviewer: [],
		administrator: []
	},
	unit: {
		officer: [],
		leader: ['self_scored', 'acknowledged', 'contested', 'signed_leader'],
		hr: [
			...(['drafted', 'self_scored', 'appraised', 'decided', 'answered'] as const),
			...(['signed_hr', 'excused', 'included', 'reopened'] as const)
		],
		auditor: [],
		reviewer: [],
		administrator: []
	}
};

describe.each(['officer', 'unit'] as const)('of a sheet about a %s', (subject) => {
	const roles = ['officer', 'leader', 'hr'] as const;
	const sets = roles.flatMap((one, at) => [[one], ...roles.slice(at + 1).map((other) => [one, other])]);
	// An officer has nothing to do with a unit's sheet.
	const able = sets.filter((set) => subject === 'officer' || set.some((role) => role !== 'officer'));
	it.each(able.map((some) => ({ some, who: some.join(' and ') })))(
		'nothing that another may do is done by $who',
		async ({ some }) => {
			const db = database();
			const all = await appraisal(db, { subject });
			const { people, officers, branches } = all.here;
			const own = { officer: all.as(officers.anh), leader: people.leaderA, hr: people.hr };
			const strangers = [all.as(officers.binh), people.leaderB, people.auditor, people.administrator];
			const sheetId = all.sheetOf(subject === 'officer' ? officers.anh : branches.a);
			const mine = some.map((role) => own[role]);
			const acts = await tried(all, sheetId, [...mine, ...mine, ...strangers], some.join().length, 150);
			const theirs = some.flatMap((role) => RESERVED[subject][role]);
			for (const { act, actorRole, actorName } of acts.slice(1)) {
				expect(theirs, act).toContain(act);
				expect(RESERVED[subject][actorRole as Person['role']], actorRole).toContain(act);
				expect(mine.map(({ name }) => name)).toContain(actorName);
			}
			const needed = ['leader', 'hr'].every((role) => (some as string[]).includes(role));
			if (!needed) expect(acts.map(({ act }) => act)).not.toContain('signed_hr');
			for (const [at, { act }] of acts.entries()) {
				if (act !== 'signed_hr') continue;
				const before = stateOf(acts.slice(0, at));
				expect(before.signedLeader?.by).toBe(people.leaderA.name);
				expect(before.decision?.by).toBe(subject === 'officer' ? people.leaderA.name : people.hr.name);
			}
		},
		60_000
	);
});

it('is signed now and then where all who must have a hand in it have', async () => {
	const db = database();
	const all = await appraisal(db);
	const { people, officers } = all.here;
	const everybody = [all.as(officers.anh), people.leaderA, people.leaderA, people.hr, people.hr];
	const acts = await tried(all, all.sheetOf(officers.anh), everybody, 3, 500);
	expect(acts.map(({ act }) => act)).toContain('signed_hr');
	expect(acts.map(({ act }) => act)).toContain('reopened');
}, 60_000);
