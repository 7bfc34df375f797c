// What is kept about an officer, for the officer: how much, for how long, and who looked at it.
import { Problem } from '$lib/shared/problem';
import * as own from '$lib/server/retention/own';
import * as rules from '$lib/server/retention/rules';
import { page } from '../../../doors';
import type { PageServerLoad } from './$types';

const PAGE = 50;

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { locals, url } = event;
		const { person, house, at } = locals;
		if (!person) throw new Problem('signed_out');
		const before = Number(url.searchParams.get('before')) || undefined;
		const looks = await own.looks(house.db.read, own.officerOf(person), { before, limit: PAGE + 1 });
		return {
			counts: await own.counts(house.db, person, at),
			rules: await rules.current(house.db.read),
			looks: looks.slice(0, PAGE).map(({ id, at: lookedAt, act, name, details }) => ({
				...{ id, at: lookedAt, act, name },
				sheetId: typeof details.sheetId === 'number' ? details.sheetId : null,
				how: typeof details.how === 'string' ? details.how : null,
				role: typeof details.role === 'string' ? details.role : null
			})),
			next: looks.length > PAGE ? looks[PAGE - 1]!.id : null,
			isFirst: before === undefined
		};
	});
