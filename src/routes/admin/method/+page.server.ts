// How figures are made, in plain words, with the numbers that hold in this house now. For everyone signed in.
import { desc } from 'drizzle-orm';
import { APPEAL_RULES } from '$lib/shared/appeal';
import { may } from '$lib/shared/role';
import { appealRules } from '$lib/server/appeals/table';
import { fairnessSettings } from '$lib/server/fairness/table';
import * as privacy from '$lib/server/org/privacy';
import { page } from '../../doors';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const [appeal] = await db.select().from(appealRules).orderBy(desc(appealRules.id)).limit(1);
		const [fair] = await db.select().from(fairnessSettings).orderBy(desc(fairnessSettings.id)).limit(1);
		const role = locals.person?.role;
		return {
			privacy: await privacy.current(db),
			appeal: appeal?.rules ?? APPEAL_RULES,
			isFairOn: fair?.isOn ?? false,
			seesRules: role !== undefined && may(role, 'rulesets.see'),
			isOfficer: role === 'officer'
		};
	});
