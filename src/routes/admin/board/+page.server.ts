// The live board as it is now, and links with which a screen on a wall opens it.
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { LanguageShape } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { readerOf } from '$lib/server/analytics/asked';
import { choices } from '$lib/server/analytics/choices';
import { asked } from '$lib/server/analytics/asked';
import * as keys from '$lib/server/auth/keys';
import { tidy } from '$lib/ui/query';
import { redirect } from '@sveltejs/kit';
import { form, page } from '../../doors';
import { seen } from '../../wall';

const DAY_MS = 86_400_000;

export async function load(event) {
	event.depends('desk:figures');
	const { locals, url } = event;
	const better = tidy(url.searchParams);
	if (better) redirect(303, `?${better}`);
	return page(event, async () => {
		const { person, house, at, language } = locals;
		const reader = readerOf(person);
		if (!person || !reader.live) throw new Problem('not_found');
		const params = new URLSearchParams([...url.searchParams].filter(([name]) => name === 'branch'));
		const wanted = await asked(house.db, reader, params, at);
		const place = await choices(house.db, reader.scope, wanted, language, { officers: false });
		const mayMake = may(person.role, 'keys.own');
		const links = mayMake
			? (await keys.list(house.db.read, person, at)).filter(({ use }) => use === 'board')
			: [];
		return {
			...(await seen(house.db, reader.scope, at, language, wanted.branchId)),
			branches: place.choices.branches,
			called: place.called.branches,
			branchId: wanted.branchId,
			mayMake,
			links: links.map(({ id, name, hint, branchIds, createdAt, expiresAt, lastUsedAt, state }) => ({
				...{ id, name, hint, branchIds, createdAt, expiresAt, lastUsedAt, state }
			}))
		};
	});
}

const LinkShape = v.object({
	name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	days: v.picklist(['30', '90', '365', 'never']),
	language: LanguageShape,
	branch: v.optional(v.pipe(v.string(), v.regex(/^\d{0,9}$/)), '')
});

export const actions = {
	async link(event) {
		const { locals, request, url } = event;
		const data = await request.formData();
		return form(event, data, async () => {
			if (!locals.person) throw new Problem('signed_out');
			const { person, at, house } = locals;
			const { name, days, language, branch } = v.parse(LinkShape, Object.fromEntries(data));
			const expiresAt = days === 'never' ? null : at + Number(days) * DAY_MS;
			const branchIds = branch === '' ? null : [Number(branch)];
			const { key } = await house.db.write((tx) =>
				keys.issue(tx, person, { name, use: 'board', branchIds, expiresAt }, at, randomBytes)
			);
			return { made: { name, address: `${url.origin}/board/${key}?language=${language}` } };
		});
	}
};
