// One sheet as a reader gets it. A signed one is what its seal holds, whatever has come about since.
import type { Person } from '../../shared/actor';
import {
	SHEET_ACTS,
	type Act,
	type SheetAct,
	type SheetContent,
	type Standing
} from '../../shared/appraisal';
import type { Day } from '../../shared/day';
import { Problem, type ProblemCode, type ProblemDetails } from '../../shared/problem';
import { may } from '../../shared/role';
import type { Outcome } from '../../shared/ruleset';
import type { Reads } from '../db/open';
import { outcomeOf } from './content';
import { context, isOf, refusal, sees, waitsUntil, type Context } from './rights';
import * as seals from './seals';
import type { Seal } from './seals';
import { one as periodOf, type Period } from './sight';
import { since } from './since';

export type ReadSheet = {
	period: Period;
	sheet: Pick<
		Context['sheet'],
		| 'id'
		| 'periodId'
		| 'officerId'
		| 'unitId'
		| 'branchId'
		| 'peerGroup'
		| 'contentHash'
		| 'draftedAt'
		| 'state'
	>;
	/** Null: not drafted yet; or for its officer not before the period is over; or erased. */
	content: SheetContent | null;
	outcome: Outcome | null;
	standing: Standing;
	acts: Act[];
	/** The seal that holds, where it is signed; and all there were, newest first, without their bodies. */
	seal: Seal | null;
	seals: Omit<Seal, 'body'>[];
	/** What came about it since it was signed; null: not signed, or told to nobody who could be rated by it. */
	arrivals: { ratings: number; entries: number } | null;
	/** The last day on which the leader waits for the officer; null: not waiting. */
	waitsUntil: Day | null;
	mayDo: SheetAct[];
	/** What this person would do, were it not for this. */
	mayNot: Partial<Record<SheetAct, { code: ProblemCode; details: ProblemDetails }>>;
};

/**
 * A sheet within a person's sight: HR and auditors any, leaders those of their branches once announced, officers their
 * own once drafted; these get its figures when the period is over, since drafts of a running one would tell them from
 * day to day what was rated. Refuses not_found.
 */
export async function forReader(db: Reads, person: Person, sheetId: number, at: number): Promise<ReadSheet> {
	const of = await context(db, sheetId);
	if (!sees(person, of)) throw new Problem('not_found', { sheet: sheetId });
	const all = await seals.ofSheet(db, sheetId);
	const { standing } = of.so;
	const seal = standing.state === 'signed' ? (all[0] ?? null) : null;
	const isOwn = may(person.role, 'own.see');
	const isShown = !isOwn || at >= of.overAt;
	const content = !isShown ? null : seal ? (seal.body?.content ?? null) : of.sheet.content;
	const { content: _content, ...sheet } = of.sheet;
	return {
		period: await periodOf(db, person, of.period.id),
		sheet,
		content,
		outcome: content && (seal?.body?.outcome ?? outcomeOf(content, standing.given)),
		standing,
		acts: of.acts.map(({ actorId: _actorId, ...act }) => act),
		seal,
		seals: all.map(({ body: _body, ...one }) => one),
		// Their own officer could watch the number grow while a customer stands at the counter.
		arrivals: seal && content && !isOwn ? await since(db, content) : null,
		waitsUntil: waitsUntil(of),
		...whatNow(person, of, at)
	};
}

function whatNow(person: Person, of: Context, at: number): Pick<ReadSheet, 'mayDo' | 'mayNot'> {
	const mayDo: SheetAct[] = [];
	const mayNot: ReadSheet['mayNot'] = {};
	for (const act of SHEET_ACTS) {
		if (act === 'drafted' || !isOf(person, of, act)) continue;
		const problem = refusal(person, of, act, at);
		if (problem) mayNot[act] = { code: problem.code, details: problem.details };
		else mayDo.push(act);
	}
	return { mayDo, mayNot };
}
