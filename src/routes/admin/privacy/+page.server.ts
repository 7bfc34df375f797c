// How customers stay unknown: the rules in plain words, who changed them when, and for administrators their change.
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { PrivacyShape, type Privacy } from '$lib/shared/privacy';
import { may } from '$lib/shared/role';
import { trail } from '$lib/server/audit/trail';
import * as privacy from '$lib/server/org/privacy';
import { form, page } from '../../doors';

export async function load(event) {
	const { locals } = event;
	return page(event, async () => {
		const { read } = locals.house.db;
		const lines = await trail(read, { subject: 'privacy:rules' });
		return {
			rules: await privacy.current(read),
			mayChange: locals.person !== null && may(locals.person.role, 'privacy.change'),
			changes: lines.map(({ at, actorName, details }) => ({
				at,
				who: actorName,
				before: (details.before ?? {}) as Partial<Privacy>,
				after: (details.after ?? {}) as Partial<Privacy>
			}))
		};
	});
}

/** What a form sends, as the shape wants it: an unticked box sends nothing, and no number is not zero. */
function readRules(data: FormData): unknown {
	return Object.fromEntries(
		Object.entries(PrivacyShape.entries).map(([name, shape]) => {
			const said = data.get(name);
			if (shape.type === 'boolean') return [name, said !== null];
			return [name, typeof said === 'string' && /^\d{1,3}$/.test(said.trim()) ? Number(said) : null];
		})
	);
}

export const actions = {
	async change(event) {
		const { locals, request } = event;
		const data = await request.formData();
		return form(event, data, async () => {
			if (!locals.person) throw new Problem('signed_out');
			const { person, at, house } = locals;
			const wanted = v.parse(PrivacyShape, readRules(data));
			const before = await privacy.current(house.db.read);
			await house.db.write((tx) => privacy.change(tx, person, wanted, at));
			return {
				saved: JSON.stringify(before) === JSON.stringify({ ...before, ...wanted }) ? 'same' : 'changed'
			};
		});
	}
};
