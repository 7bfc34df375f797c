// What the code on a paper leads to: whether there is such a seal and whether it holds. Nobody signs in, and no name and
// no figure of a person is told.
import { error } from '@sveltejs/kit';
import { periodSaid, rulesSaid } from '$lib/letters/sheetsaid';
import { proof } from '$lib/server/packs/proof';
import { moment } from '$lib/ui/when';
import * as m from '$words';
import { page } from '../../doors';

export function load(event) {
	const { locals, params, setHeaders } = event;
	return page(event, async () => {
		setHeaders({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex', 'cache-control': 'no-store' });
		const found = await proof(locals.house.db.read, params.hash);
		if (!found) error(404, { message: m.pack_check_unknown(), code: 'not_found' });
		const { period, ruleSet, sealedAt, ...told } = found;
		const { language } = locals;
		const content = { name: ruleSet.name };
		return {
			...told,
			...{ language, subject: period.subject, mode: period.mode },
			period: periodSaid(period, language),
			rules: rulesSaid({ ruleSet: { version: ruleSet.version, content } }, language),
			sealedAt: moment(sealedAt, language)
		};
	});
}
