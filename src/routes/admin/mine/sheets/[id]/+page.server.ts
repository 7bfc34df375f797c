// An officer's own sheet: what it says, and what they can do with it.
import { page } from '../../../../doors';
import { actions as acts, idOf } from '../../../sheet/act';
import { read } from '../../../sheet/read';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, person, language, at } = event.locals;
		const { sealsBefore: _seals, ...found } = await read(house.db, person!, idOf(event), at, language);
		const { ruleSet, ...period } = found.period;
		return { ...found, period, rules: ruleSet.content, version: ruleSet.version };
	});

export const actions = acts(['self_scored', 'acknowledged', 'contested']);
