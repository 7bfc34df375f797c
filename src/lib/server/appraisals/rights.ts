// Who may do what to a sheet, and when. Three sides: the officer's own, the leader's and HR's; nobody is on two of them.
// Of a unit's sheet its leader is the one it is about, HR decides, and the leader signs for it.
import { eq } from 'drizzle-orm';
import type { Actor, Person } from '../../shared/actor';
import type { Act, SheetAct, Subject } from '../../shared/appraisal';
import { addDays, dayOf, instantOf, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { may, type Act as Right } from '../../shared/role';
import { holds } from '../auth/scope';
import type { Reads } from '../db/open';
import { BRANCH, newest } from '../org/kind';
import { overAt } from './sight';
import { fold, from, type Folded } from './state';
import { periods, sheetActs, sheets } from './table';

export type Side = 'own' | 'leader' | 'hr';

/** Everything that a rule about a sheet asks. */
export type Context = {
	sheet: typeof sheets.$inferSelect;
	period: typeof periods.$inferSelect;
	acts: readonly (Act & { actorId: string })[];
	so: Folded;
	/** When the period is over for those it is about (sight.ts), and the zone in which their days are counted. */
	overAt: number;
	zone: string;
};

const OFFICER: Record<SheetAct, Side> = {
	drafted: 'hr',
	self_scored: 'own',
	appraised: 'leader',
	decided: 'leader',
	acknowledged: 'own',
	contested: 'own',
	answered: 'hr',
	signed_leader: 'leader',
	signed_hr: 'hr',
	excused: 'hr',
	included: 'hr',
	reopened: 'hr'
};
const SIDES: Record<Subject, Record<SheetAct, Side>> = {
	officer: OFFICER,
	unit: { ...OFFICER, appraised: 'hr', decided: 'hr' }
};

/** Acts about what the figures of the whole period are: not before it is over, and on a draft made since. */
const WHOLE: readonly SheetAct[] = [
	'self_scored',
	'decided',
	'acknowledged',
	'contested',
	'signed_leader',
	'signed_hr'
];

/** What the rules ask about one sheet. Refuses not_found. */
export async function context(db: Reads, sheetId: number): Promise<Context> {
	const [row] = await db
		.select({ sheet: sheets, period: periods })
		.from(sheets)
		.innerJoin(periods, eq(periods.id, sheets.periodId))
		.where(eq(sheets.id, sheetId));
	if (!row) throw new Problem('not_found', { sheet: sheetId });
	const rows = await db.select().from(sheetActs).where(eq(sheetActs.sheetId, sheetId)).orderBy(sheetActs.id);
	const acts = rows.map(({ sheetId: _sheetId, ...act }) => act);
	const { zone } = await newest(db, BRANCH, row.sheet.branchId);
	return { ...row, acts, so: fold(acts), overAt: await overAt(db, row.period), zone };
}

/** Whether a person sees this sheet at all: HR and auditors, its leaders once it is announced, its officer once drafted. */
export function sees(person: Person, { sheet, period, so }: Context): boolean {
	if (may(person.role, 'own.see'))
		return (
			sheet.officerId !== null && sheet.officerId === person.officerId && so.standing.state !== 'waiting'
		);
	if (!may(person.role, 'appraisals.see')) return false;
	return person.scope === 'all' || (period.openedAt !== null && holds(person.scope, sheet.branchId));
}

/** The side that does an act to a sheet. */
export function sideOf({ period }: Pick<Context, 'period'>, act: SheetAct): Side {
	return SIDES[period.subject][act];
}

/**
 * Whether HR would only write down, with a reason that names the paper, what another side gave: points of officers and
 * leaders who do not sign in. It decides, acknowledges and signs for nobody.
 */
export function records(person: Person, of: Context, act: SheetAct): boolean {
	const isPoints = act === 'self_scored' || act === 'appraised';
	return isPoints && sideOf(of, act) !== 'hr' && may(person.role, 'appraisals.run') && sees(person, of);
}

/** Whether a person is of the side that does an act to this sheet, or records it, whatever its state. */
export function isOf(person: Person, of: Context, act: SheetAct): boolean {
	if (records(person, of, act)) return person.officerId === null || person.officerId !== of.sheet.officerId;
	const side = sideOf(of, act);
	const right: Right =
		side === 'hr'
			? act === 'signed_hr'
				? 'appraisals.seal'
				: 'appraisals.run'
			: side === 'leader' || of.period.subject === 'unit'
				? 'appraisals.decide'
				: 'own.answer';
	if (!may(person.role, right) || !sees(person, of)) return false;
	// Nobody has a hand in their own sheet but as the one it is about.
	return side === 'own' || person.officerId === null || person.officerId !== of.sheet.officerId;
}

/**
 * Why a person may not do an act to a sheet now; null: they may. In this order: not_found (out of sight), not_allowed
 * (another side's), period_not_announced, period_closed, sheet_not_there_yet, second_person_needed, period_running,
 * draft_old, officer_still_has_time.
 */
export function refusal(person: Person, of: Context, act: SheetAct, at: number): Problem | null {
	const { sheet, period, so } = of;
	if (!sees(person, of)) return new Problem('not_found', { sheet: sheet.id });
	if (!isOf(person, of, act)) return new Problem('not_allowed', { act });
	if (period.openedAt === null) return new Problem('period_not_announced');
	if (period.closedAt !== null) return new Problem('period_closed');
	const { state } = so.standing;
	if (!from(act, period.mode).includes(state))
		return new Problem('sheet_not_there_yet', { sheet: sheet.id, state });
	if (hasOtherHand(person, of)) return new Problem('second_person_needed');
	if (!WHOLE.includes(act)) return null;
	if (at < of.overAt) return new Problem('period_running', { day: dayOf(of.overAt, of.zone) });
	const isOld = (sheet.draftedAt ?? 0) < of.overAt || sheet.content?.peers.group !== sheet.peerGroup;
	if (isOld) return new Problem('draft_old');
	const untilDay = waitsUntil(of);
	if (act !== 'signed_leader' || untilDay === null) return null;
	return at < instantOf(addDays(untilDay, 1), of.zone)
		? new Problem('officer_still_has_time', { day: untilDay })
		: null;
}

/** Refuses what `refusal` says. The system does nothing to sheets but drafting. */
export function demandAct(actor: Actor, of: Context, act: SheetAct, at: number): asserts actor is Person {
	if (actor.kind !== 'person') throw new Problem('not_allowed', { act });
	const problem = refusal(actor, of, act, at);
	if (problem) throw problem;
}

/** The last day on which the leader waits for the officer's word; null where there is nothing to wait for. */
export function waitsUntil({ so, period, zone, overAt }: Context): Day | null {
	const { standing, draftedAt } = so;
	const since = period.mode === 'coaching' ? draftedAt : (standing.decision?.at ?? null);
	const isShown = standing.state === (period.mode === 'coaching' ? 'drafted' : 'decided');
	return isShown && since !== null ? addDays(dayOf(Math.max(since, overAt), zone), period.ackDays) : null;
}

/** Somebody who has done something to this sheet in another role does nothing to it in this one. */
function hasOtherHand(person: Person, { acts }: Context): boolean {
	return acts.some(({ actorId, actorRole }) => actorId === person.id && actorRole !== person.role);
}
