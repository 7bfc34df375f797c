// Refused ratings: looked at, taken in, set aside; what was written in them erased.
import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { say, type Language } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import type { Reads } from '$lib/server/db/open';
import * as admit from '$lib/server/intake/admit';
import * as refused from '$lib/server/intake/refused';
import * as names from '$lib/server/org/names';
import { eraseRefused } from '$lib/server/ratings/erase';
import { checkRefused } from '$lib/server/retention/comments';
import { form, page } from '../../doors';
import { number } from '../fields';
import { why } from './why';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const PAGE = 20;

export const load: PageServerLoad = ({ locals, url }) =>
	page({ locals }, async () => {
		const { read } = locals.house.db;
		const show = url.searchParams.get('show');
		const before = url.searchParams.get('before');
		if (show !== null && show !== 'settled') throw new Problem('not_found');
		if (before !== null && !/^[1-9]\d{0,14}$/.test(before)) throw new Problem('not_found');
		const found = await refused.page(read, {
			settled: show === 'settled',
			before: before === null ? null : Number(before),
			limit: PAGE
		});
		const role = locals.person!.role;
		return {
			mayChange: may(role, 'drawer.change'),
			mayErase: may(role, 'comments.erase'),
			counts: await refused.counted(read),
			show: show === 'settled' ? ('settled' as const) : ('open' as const),
			isFirst: before === null,
			next: found.next,
			refused: await told(read, found.refused, locals.language)
		};
	});

/** With names for the numbers, and why it was refused as a sentence. */
async function told(db: Reads, rows: refused.Refused[], language: Language) {
	const called = await names.at(db);
	const named = (row: { name: Parameters<typeof say>[0] } | undefined) => row && say(row.name, language);
	return rows.map(({ details, code, ...row }) => ({
		...row,
		code,
		why: why(code, details, language),
		service: named(called.services.get(row.serviceId ?? 0)) ?? null,
		counter: named(called.counters.get(row.counterId ?? 0)) ?? null,
		officer: called.officers.get(row.officerId ?? 0)?.fullName ?? null
	}));
}

/** An action about one refused rating; a refusal comes back with its number, to be said where it belongs. */
function action<T extends object>(
	work: (event: RequestEvent, refusedId: number, data: FormData) => Promise<T>
) {
	return async (event: RequestEvent) => {
		const data = await event.request.formData();
		const returned = await form(event, data, async () => {
			const refusedId = v.parse(number(1), data.get('refusedId'));
			return { refusedId, ...(await work(event, refusedId, data)) };
		});
		return 'status' in returned
			? fail(returned.status, { ...returned.data, refusedId: Number(data.get('refusedId')) })
			: returned;
	};
}

export const actions = {
	take: action(async ({ locals: { house, person, at } }, refusedId) => {
		const { position, branchId } = await house.db.write((tx) => admit.take(tx, person!, refusedId, at));
		house.news.tell(new Set([branchId]));
		return { taken: position };
	}),
	aside: action(async ({ locals: { house, person, at } }, refusedId, data) => {
		const reason = String(data.get('reason') ?? '');
		await house.db.write((tx) => admit.setAside(tx, person!, { refusedId, reason }, at));
		return { aside: true };
	}),
	erase: action(async ({ locals: { house, person, at } }, refusedId, data) => {
		const reason = String(data.get('reason') ?? '');
		await house.db.write(async (tx) => {
			await checkRefused(tx, person!, refusedId);
			await eraseRefused(tx, person!, { refusedId, reason }, at);
		});
		return { erased: true };
	})
} satisfies Actions;
