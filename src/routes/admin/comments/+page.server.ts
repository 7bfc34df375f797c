// What customers wrote, newest first, page by page.
import { redirect } from '@sveltejs/kit';
import { isLanguage } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { readerOf, asked } from '$lib/server/analytics/asked';
import { choices } from '$lib/server/analytics/choices';
import { comments } from '$lib/server/analytics/comments';
import { tidy } from '$lib/ui/query';
import { page } from '../../doors';
import { readGrade } from './grade';

const PAGE = 30;

export async function load(event) {
	const { locals, url } = event;
	const better = tidy(url.searchParams);
	if (better) redirect(303, `?${better}`);
	return page(event, async () => {
		const { db } = locals.house;
		const reader = readerOf(locals.person);
		const params = new URLSearchParams(
			[...url.searchParams].filter(([name]) => name === 'branch' || name === 'service')
		);
		const wanted = await asked(db, reader, params, locals.at);
		const language = url.searchParams.get('language');
		if (language !== null && !isLanguage(language)) throw new Problem('not_found');
		const before = url.searchParams.get('before');
		if (before !== null && !/^[1-9]\d{0,14}$/.test(before)) throw new Problem('not_found');
		const grades = readGrade(url.searchParams.get('grade'));
		const found = await comments(db, {
			branches: wanted.cut.branches,
			days: null,
			serviceId: wanted.serviceId,
			language,
			grades,
			before: before === null ? null : Number(before),
			limit: PAGE
		});
		const place = await choices(db, reader.scope, wanted, locals.language);
		return {
			...place,
			...found,
			asked: {
				branchId: wanted.branchId,
				serviceId: wanted.serviceId,
				language,
				grade: url.searchParams.get('grade')
			},
			isFirst: before === null
		};
	});
}
