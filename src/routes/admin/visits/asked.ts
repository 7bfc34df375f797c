// What the page of served cases is asked for, and what its forms say.
import * as v from 'valibot';
import { addDays, isDay, monthOf, type Day, type Month } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';

export const SourceShape = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));

export type Asked = { branchId: number | null; month: Month; from: Day; to: Day; day: Day };

/** Branch, month ('2026-11', the one of today) and day (today, or the last of the month). Refuses not_found. */
export function span(params: URLSearchParams, today: Day): Asked {
	const branch = params.get('branch') || null;
	if (branch !== null && !/^[1-9]\d{0,8}$/.test(branch)) throw new Problem('not_found');
	const day = params.get('day') || null;
	if (day !== null && (!isDay(day) || day > today)) throw new Problem('not_found');
	const month = params.get('month') || monthOf(day ?? today);
	const from = `${month}-01`;
	if (!isDay(from) || from < '2000' || month > monthOf(today)) throw new Problem('not_found');
	const to = addDays(`${monthOf(addDays(from, 31))}-01`, -1);
	const last = to < today ? to : today;
	const chosen = day !== null && monthOf(day) === month ? day : last;
	return { branchId: branch === null ? null : Number(branch), month, from, to: last, day: chosen };
}

/** The month and those before it, newest first. */
export function months(today: Day, count: number): Month[] {
	const [year = 0, month = 0] = today.split('-').map(Number);
	return Array.from({ length: count }, (_, back) =>
		new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7)
	);
}

/**
 * The numbers typed for a day's services (`count.ID`): those that differ from what is known. Refuses what is no whole
 * number: bad_shape naming the field.
 */
export function counted(
	data: FormData,
	known: readonly { serviceId: number; count: number }[]
): { serviceId: number; count: number }[] {
	return [...data].flatMap(([field, value]) => {
		const serviceId = Number(/^count\.(\d{1,9})$/.exec(field)?.[1]);
		const text = typeof value === 'string' ? value.trim() : '';
		if (!serviceId || text === '') return [];
		if (!/^\d{1,6}$/.test(text)) throw new Problem('bad_shape', { field });
		const count = Number(text);
		const before = known.find((one) => one.serviceId === serviceId);
		return before?.count === count ? [] : [{ serviceId, count }];
	});
}
