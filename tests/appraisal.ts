// An appraisal in the town: January 2026 by a rule set with a formula, a criterion that the appraised score first and one
// that they do not; Anh, Bình and Giang with forty ratings each, Châu with five, Dũng and Hà with none.
import { expect } from 'vitest';
import type { Person } from '../src/lib/shared/actor';
import type { Mode, Subject } from '../src/lib/shared/appraisal';
import { addDays } from '../src/lib/shared/day';
import type { Words } from '../src/lib/shared/language';
import { Problem, type ProblemCode } from '../src/lib/shared/problem';
import type { RuleSet } from '../src/lib/shared/ruleset';
import * as acts from '../src/lib/server/appraisals/acts';
import { draftAll } from '../src/lib/server/appraisals/draft';
import * as members from '../src/lib/server/appraisals/members';
import * as periods from '../src/lib/server/appraisals/periods';
import { sheets } from '../src/lib/server/appraisals/table';
import type { Db } from '../src/lib/server/db/open';
import { keyFrom } from '../src/lib/server/ratings/checkpoint';
import * as rulesets from '../src/lib/server/rulesets/rulesets';
import { entry, put } from './ledger';
import { NOW, town, type Town } from './town';

/** After January is over for officers too: whatever is done to its sheets can be done now. */
export const LATER = NOW;

const words = (vi: string): Words => ({ vi, en: vi, ja: '', zh: '', ko: '' });

export const RULES: RuleSet = {
	name: words('Phiếu thử'),
	source: null,
	sureness: 'own_rules',
	subject: 'officer',
	criteria: [
		{
			code: 'share',
			words: words('Hài lòng'),
			explains: null,
			most: 1_000,
			from: { kind: 'formula', text: 'satisfied * 10' }
		},
		{
			code: 'manner',
			words: words('Thái độ'),
			explains: null,
			most: 200,
			from: { kind: 'given', step: 10, self: true }
		},
		{
			code: 'order',
			words: words('Trật tự'),
			explains: null,
			most: 200,
			from: { kind: 'given', step: 10, self: false }
		}
	],
	sumOf: ['share', 'manner', 'order'],
	bands: [
		{ code: 'good', words: words('Tốt'), atLeast: 1_100 },
		{ code: 'fair', words: words('Khá'), atLeast: 700 },
		{ code: 'poor', words: words('Yếu'), atLeast: 0 }
	],
	minRatings: 10,
	countMarked: true,
	cap: { band: 'good', of: ['good', 'fair'], share: 0.2 }
};

export type Appraisal = {
	db: Db;
	here: Town;
	periodId: number;
	versionId: number;
	/** A sheet's id by its officer (or unit). */
	sheetOf: (id: number) => number;
	/** The hash of a sheet's content as it is now. */
	seen: (sheetId: number) => Promise<{ contentHash: string | null }>;
	/** Officers who sign in, by the officer they are. */
	as: (officerId: number) => Person;
};

/** Publishes a rule set under a code and answers its version's id. */
export async function ruled(db: Db, { people }: Town, code: string, content: RuleSet): Promise<number> {
	return db.write(async (tx) => {
		const id = await rulesets.draft(tx, people.hr, { code, content, fromDay: '2026-01-01' }, NOW);
		await rulesets.publish(tx, people.hr, id, NOW);
		return id;
	});
}

/** The ratings said above; `number` begins their ids. */
export async function rated(db: Db, here: Town, number = 1): Promise<void> {
	const { anh, binh, chau, giang } = here.officers;
	const list = [
		...[anh, binh, giang].flatMap((officerId) => Array.from({ length: 40 }, (_, at) => ({ officerId, at }))),
		...Array.from({ length: 5 }, (_, at) => ({ officerId: chau, at }))
	];
	await put(
		db,
		list.map(({ officerId, at }, more) =>
			entry(here, number + more, {
				day: addDays('2026-01-05', at % 20),
				officerId,
				branchId: officerId === giang ? here.branches.b : here.branches.a,
				counterId: officerId === giang ? here.counters.b1 : here.counters.a1,
				// Of each forty, thirty-two are satisfied: 8 points of 10.
				officerGrade: at % 5 === 4 ? 1 : 5,
				serviceGrade: 4
			})
		)
	);
}

/** Everything above: ratings, rule set, the period with everybody in one group, announced and drafted. */
export async function appraisal(
	db: Db,
	{ mode = 'appraisal', subject = 'officer' }: { mode?: Mode; subject?: Subject } = {}
): Promise<Appraisal> {
	const here = await town(db);
	const { hr } = here.people;
	await rated(db, here);
	const versionId = await ruled(db, here, 'trial', { ...RULES, subject });
	const said = {
		kind: 'month',
		start: '2026-01-01',
		subject,
		mode,
		ruleSetVersionId: versionId,
		grouping: 'all',
		ackDays: 5
	} as const;
	const periodId = await db.write((tx) => periods.create(tx, hr, said, NOW));
	const found = await members.propose(db, await periods.row(db.read, periodId));
	await db.write(async (tx) => {
		await members.put(tx, hr, periodId, found, NOW);
		await periods.announce(tx, hr, periodId, NOW);
	});
	await draftAll(db, hr, periodId, LATER);
	const rows = await db.read.select().from(sheets);
	return {
		db,
		here,
		periodId,
		versionId,
		sheetOf: (id) => rows.find(({ officerId, unitId }) => (officerId ?? unitId) === id)?.id ?? 0,
		seen: async (sheetId) => {
			const all = await db.read.select().from(sheets);
			return { contentHash: all.find(({ id }) => id === sheetId)?.contentHash ?? null };
		},
		as: (officerId) => ({
			...here.people.officer,
			id: `officer-${officerId}`,
			name: `Cán bộ ${officerId}`,
			officerId
		})
	};
}

/** For checkpoints. */
export const KEY = keyFrom('a secret of thirty-two characters');
/** Refused with this code, or the test fails; answers the refusal. */
export async function refused(work: Promise<unknown>, code: ProblemCode): Promise<Problem> {
	const problem = await work.then(
		() => null,
		(error: unknown) => error
	);
	expect(problem, code).toBeInstanceOf(Problem);
	expect((problem as Problem).code).toBe(code);
	return problem as Problem;
}

/** What each act is called with, by a person who may be the wrong one. */
export function doing({ db, seen }: Appraisal) {
	const done =
		<S extends object>(
			verb: (tx: never, actor: Person, id: number, said: never, at: number) => Promise<void>
		) =>
		async (actor: Person, id: number, said: S = {} as S, at = LATER) => {
			const all = { ...(await seen(id)), ...said };
			return db.write((tx) => verb(tx as never, actor, id, all as never, at));
		};
	return {
		selfScore: done<{ points?: object; reason?: string; contentHash?: string }>(acts.selfScore as never),
		appraise: done<{ points?: object; reason?: string; contentHash?: string }>(acts.appraise as never),
		decide: done<{ band?: string | null; reason?: string; contentHash?: string }>(acts.decide as never),
		acknowledge: done<{ contentHash?: string }>(acts.acknowledge as never),
		contest: done<{ reason?: string }>(acts.contest as never),
		answer: done<{ reason?: string }>(acts.answer as never),
		signLeader: done<{ contentHash?: string }>(acts.signLeader as never),
		excuse: done<{ reason?: string }>(acts.excuse as never),
		include: done(acts.include as never),
		reopen: done<{ reason?: string }>(acts.reopen as never),
		signHr: async (actor: Person, id: number, at = LATER) => {
			const { contentHash } = await seen(id);
			return db.write((tx) =>
				acts.signHr(tx, actor, [id], { contentHashes: { [id]: contentHash } }, KEY, at)
			);
		}
	};
}

export const POINTS = { points: { manner: 150, order: 160 } };
