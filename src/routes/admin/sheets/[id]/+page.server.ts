// One sheet, for HR, its leaders and auditors; every look at a person's sheet is in the trail.
import { may } from '$lib/shared/role';
import { page } from '../../../doors';
import { actions as acts, idOf } from '../../sheet/act';
import { read } from '../../sheet/read';
import { nameOf } from '../../sheet/subject';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, person, language, at } = event.locals;
		const found = await read(house.db, person!, idOf(event), at, language);
		const { ruleSet, ...period } = found.period;
		const isOpen = period.openedAt !== null && period.closedAt === null;
		return {
			...found,
			period,
			rules: ruleSet.content,
			version: ruleSet.version,
			subject: await nameOf(house.db.read, found.sheet, period.toDay, language),
			// HR appraises units itself; all other points it only writes down.
			recorded: !may(person!.role, 'appraisals.run')
				? []
				: period.subject === 'unit'
					? (['self_scored'] as const)
					: (['self_scored', 'appraised'] as const),
			mayDraft:
				isOpen &&
				may(person!.role, 'appraisals.run') &&
				found.sheet.state !== 'signed' &&
				found.sheet.state !== 'excused'
		};
	});

export const actions = acts([
	'self_scored',
	'appraised',
	'decided',
	'acknowledged',
	'contested',
	'answered',
	'signed_leader',
	'signed_hr',
	'excused',
	'included',
	'reopened',
	'draft'
]);
