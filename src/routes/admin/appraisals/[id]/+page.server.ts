// One appraisal period: how far it is, what to do next, and its sheets; HR runs it, leaders see those of their branches.
import { fail } from '@sveltejs/kit';
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { ready } from '$lib/server/appraisals/bulk';
import * as periods from '$lib/server/appraisals/periods';
import { progress } from '$lib/server/appraisals/progress';
import { HOUSE_ZONE } from '$lib/ui/when';
import { form, page } from '../../../doors';
import { filterIn } from '../../appraisal/filter';
import { nextOf } from '../../appraisal/next';
import { stageOf } from '../../appraisal/periods';
import { versionsFor } from '../../appraisal/typed';
import type { Actions, PageServerLoad } from './$types';
import { WORK, type Work } from './acts';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url, params, depends } = event;
		const { house, at } = locals;
		const person = locals.person!;
		depends('appraisal:drafting');
		const id = idOf(params.id);
		const period = await periods.one(house.db.read, person, id);
		const mayRun = may(person.role, 'appraisals.run');
		const run = await house.drafting.progress(id);
		const isDrafting = run !== null && run.finishedAt === null && run.failed === null;
		const filter = filterIn(url.searchParams);
		// While sheets are being written the list would be another one every second.
		const found = isDrafting ? null : await progress(house.db.read, person, id, at, filter);
		const stage = stageOf(period, at);
		const { ruleSet, ...rest } = period;
		return {
			period: rest,
			rules: ruleSet.content,
			version: ruleSet.version,
			stage,
			filter,
			found: found && { ...found, period: undefined },
			next: nextOf({
				stage,
				total: found?.total ?? period.sheets,
				counts: found?.counts ?? NONE,
				mode: period.mode,
				subject: period.subject,
				isDrafting,
				asLeader: may(person.role, 'appraisals.decide')
			}),
			run,
			isDrafting,
			ready: mayRun && stage === 'open' && !isDrafting ? await readyFor(house.db.read, id) : null,
			mayRun,
			mayDecide: may(person.role, 'appraisals.decide'),
			mayExport: may(person.role, 'appraisals.export'),
			today: dayOf(at, HOUSE_ZONE),
			versions: mayRun && stage === 'planned' ? await versionsFor(house.db.read, locals.language) : []
		};
	});

const NONE = {
	waiting: 0,
	drafted: 0,
	decided: 0,
	acknowledged: 0,
	contested: 0,
	answered: 0,
	leader_signed: 0,
	signed: 0,
	excused: 0
};

async function readyFor(...asked: Parameters<typeof ready>) {
	const { ids, seen } = await ready(...asked);
	return { n: ids.length, seen };
}

function idOf(text: string): number {
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new Problem('not_found');
	return Number(text);
}

const act =
	(name: Work): Actions[string] =>
	async (event) => {
		const data = await event.request.formData();
		const answer = await form(event, data, async () => {
			const id = idOf(event.params.id);
			// What one does not see one does nothing to.
			await periods.one(event.locals.house.db.read, event.locals.person!, id);
			return { done: name, did: await WORK[name]({ event, id, data }) };
		});
		return 'status' in answer ? fail(answer.status, { ...answer.data, act: name }) : answer;
	};

export const actions = Object.fromEntries(
	(Object.keys(WORK) as Work[]).map((name) => [name, act(name)])
) as Record<Work, Actions[string]>;
