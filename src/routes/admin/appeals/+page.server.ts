// Appeals: what waits first, overdue ones on top; HR sets within how many days one appeals and decides.
import * as v from 'valibot';
import { list } from '$lib/server/appeals/list';
import * as rules from '$lib/server/appeals/rules';
import * as names from '$lib/server/org/names';
import { APPEAL_STATES, AppealRulesShape } from '$lib/shared/appeal';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { form, page } from '../../doors';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;
const STATES = [...APPEAL_STATES, 'all'] as const;

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const { read } = locals.house.db;
		const asked = url.searchParams.get('state') ?? 'open';
		const state = STATES.find((one) => one === asked);
		const number = url.searchParams.get('page') ?? '1';
		if (!state || !/^[1-9]\d{0,5}$/.test(number)) throw new Problem('not_found');
		const wanted = { state, offset: (Number(number) - 1) * PAGE, limit: PAGE + 1 };
		const { lines, tally } = await list(read, locals.person!, wanted, locals.at);
		const { officers, branches } = await names.at(read);
		return {
			state,
			page: Number(number),
			hasMore: lines.length > PAGE,
			tally,
			lines: lines.slice(0, PAGE).map(({ officerId, branchId, ...line }) => ({
				...line,
				officer: officers.get(officerId)?.fullName ?? '',
				branch: say(branches.get(branchId)!.name, locals.language)
			})),
			rules: await rules.current(read),
			mayRule: may(locals.person!.role, 'appeals.rules')
		};
	});

export const actions: Actions = {
	async rules(event) {
		const { locals, request } = event;
		const data = await request.formData();
		return form(event, data, async () => {
			const number = (name: string) => {
				const said = String(data.get(name) ?? '').trim();
				return /^\d{1,3}$/.test(said) ? Number(said) : null;
			};
			const said = { appealDays: number('appealDays'), decideDays: number('decideDays') };
			const wanted = v.parse(AppealRulesShape, said);
			await locals.house.db.write((tx) => rules.change(tx, locals.person!, wanted, locals.at));
			return { saved: true };
		});
	}
};
