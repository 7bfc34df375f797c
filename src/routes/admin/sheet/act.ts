// What the forms on a sheet do: one act in one transaction, said to be about the sheet as its reader saw it.
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Person } from '$lib/shared/actor';
import type { SheetAct } from '$lib/shared/appraisal';
import { Problem } from '$lib/shared/problem';
import * as acts from '$lib/server/appraisals/acts';
import { draftOne } from '$lib/server/appraisals/draft';
import { forReader } from '$lib/server/appraisals/sheets';
import type { Writes } from '$lib/server/db/open';
import { form } from '../../doors';
import { givenOf, pointsIn } from './points';

type Event = RequestEvent<{ id: string }>;
/** 'draft': the sheet is computed again; everything else is an act of its own. */
export type Doing = Exclude<SheetAct, 'drafted'> | 'draft';
type Said = { contentHash: string | null; reason: string; band: string | null };
type Verb = (tx: Writes, person: Person, sheetId: number, said: Said, at: number) => Promise<void>;

const VERBS: Record<Exclude<Doing, 'draft' | 'self_scored' | 'appraised' | 'signed_hr'>, Verb> = {
	decided: acts.decide,
	acknowledged: acts.acknowledge,
	contested: acts.contest,
	answered: acts.answer,
	signed_leader: acts.signLeader,
	excused: acts.excuse,
	included: acts.include,
	reopened: acts.reopen
};

/** The number of the sheet that the address names. Refuses not_found. */
export function idOf({ params }: Pick<Event, 'params'>): number {
	if (!/^[1-9]\d{0,14}$/.test(params.id)) throw new Problem('not_found');
	return Number(params.id);
}

/** The form actions of a page, each called like its act. Its answer names the act, refused or done. */
export function actions<D extends Doing>(wanted: readonly D[]) {
	const of = wanted.map((act) => [act, (event: Event) => answer(event, act)] as const);
	return Object.fromEntries(of) as Record<D, (event: Event) => ReturnType<typeof answer>>;
}

async function answer(event: Event, act: Doing) {
	const data = await event.request.formData();
	const done = await form(event, data, async () => {
		await work(event, act, data);
		return { done: act };
	});
	return 'status' in done ? fail(done.status, { ...done.data, act }) : done;
}

async function work(event: Event, act: Doing, data: FormData): Promise<void> {
	const { house, person, at } = event.locals;
	if (!person) throw new Error('the gate let nobody through');
	const id = idOf(event);
	const text = (name: string) => String(data.get(name) ?? '');
	const said: Said = {
		contentHash: text('contentHash') || null,
		reason: text('reason'),
		band: text('band') || null
	};
	if (act === 'draft') return draftOne(house.db, person, id, at).then(() => undefined);
	if (act === 'self_scored' || act === 'appraised') {
		const { period } = await forReader(house.db.read, person, id, at);
		const whose = act === 'self_scored' ? 'self' : 'appraised';
		const points = pointsIn(data, givenOf(period.ruleSet.content.criteria, whose));
		const verb = act === 'self_scored' ? acts.selfScore : acts.appraise;
		return house.db.write((tx) => verb(tx, person, id, { ...said, points }, at));
	}
	if (act === 'signed_hr') {
		const contentHashes = { [id]: said.contentHash };
		await house.db.write((tx) => acts.signHr(tx, person, [id], { contentHashes }, house.checkpointKey, at));
		return;
	}
	const verb = VERBS[act];
	return house.db.write((tx) => verb(tx, person, id, said, at));
}
