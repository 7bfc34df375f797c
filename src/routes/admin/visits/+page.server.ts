// Served cases: what is known of a month, a day counted by hand, and a file, looked at before it is kept.
import { fail, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { dayOf, type Day } from '$lib/shared/day';
import { say } from '$lib/shared/language';
import { Problem } from '$lib/shared/problem';
import { may } from '$lib/shared/role';
import { tree } from '$lib/shared/tree';
import { within } from '$lib/server/analytics/asked';
import { lines } from '$lib/server/analytics/coverage';
import { holds } from '$lib/server/auth/scope';
import * as branches from '$lib/server/org/branches';
import * as privacy from '$lib/server/org/privacy';
import * as services from '$lib/server/org/services';
import * as visitfile from '$lib/server/ratings/visitfile';
import * as visits from '$lib/server/ratings/visits';
import { HOUSE_ZONE } from '$lib/ui/when';
import { sentence } from '$lib/words/problem';
import { form, page } from '../../doors';
import { DayShape } from '../setup/act';
import { counted, span, SourceShape } from './asked';

export const load = (event) =>
	page(event, async () => {
		const { house, person, at, language } = event.locals;
		if (!person) throw new Problem('not_found');
		const { db } = house;
		const today = dayOf(at, HOUSE_ZONE);
		const all = (await branches.all(db.read, today)).filter(({ id }) => holds(person.scope, id));
		const there = tree(all.filter(({ state }) => state !== 'planned'));
		const asked = span(event.url.searchParams, today);
		const branchId = asked.branchId ?? (there.length === 1 ? there[0]!.id : null);
		const cut = {
			branches: await within(db.read, person.scope, branchId),
			from: asked.from,
			to: asked.to,
			serviceId: null
		};
		const isOne = cut.branches !== 'all' && cut.branches.length === 1;
		const { minCell } = await privacy.current(db.read);
		const known = branchId !== null && asked.day ? await visits.known(db.read, branchId, asked.day) : [];
		const total = await visits.coverage(db, cut);
		return {
			today,
			...asked,
			branchId,
			minCell,
			mayChange: may(person.role, 'visits.change'),
			/** By day of one branch, else by branch. */
			isOne,
			total: total && total.rated > 0 && total.rated < minCell ? { ...total, rated: null } : total,
			lines: await lines(db, cut, isOne ? 'day' : 'month', minCell),
			branches: there.map(({ id, code, name, depth, state }) => ({
				...{ id, code, depth, state },
				name: say(name, language)
			})),
			services: (await services.all(db.read, asked.day ?? today))
				.filter(({ id, state }) => state === 'open' || known.some(({ serviceId }) => serviceId === id))
				.map(({ id, code, name }) => ({ id, code, name: say(name, language) })),
			known
		};
	});

/** Files beyond this are refused before they are read, in bytes: a little below what the server takes at all. */
const MOST_BYTES = 480_000;

export const actions = {
	/** A day counted by hand; a field left as it was says nothing new, an empty one nothing at all. */
	day: (event) =>
		told(event, async (data) => {
			const { house, person, at } = event.locals;
			const typed = v.parse(
				v.object({
					branchId: v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number)),
					day: DayShape,
					source: SourceShape
				}),
				Object.fromEntries(data)
			);
			if (!holds(person!.scope, typed.branchId)) throw new Problem('not_found', { branch: typed.branchId });
			const known = await visits.known(house.db.read, typed.branchId, typed.day);
			const { branchId, day, source } = typed;
			const rows = counted(data, known).map((row) => ({ branchId, day, officerId: 0, ...row }));
			if (rows.length === 0) return { saved: { rows: 0, added: 0, replaced: 0, same: 0 } };
			const saved = await house.db.write((tx) => visits.put(tx, person!, rows, source, at));
			return { saved };
		}),
	check: (event) => told(event, (data) => file(event, data, false)),
	save: (event) => told(event, (data) => file(event, data, true))
};

async function told<T>(
	event: RequestEvent,
	work: (data: FormData) => Promise<T>
): Promise<
	| T
	| ActionFailure<{
			problem: string;
			code: string;
			fields: Record<string, string>;
			values: Record<string, string>;
	  }>
> {
	if (Number(event.request.headers.get('content-length') ?? 0) > MOST_BYTES) {
		const limit = Math.round(MOST_BYTES / 1000);
		const problem = sentence('too_large', { limit }, event.locals.language);
		return fail(413, { problem, code: 'too_large', fields: { file: problem }, values: {} });
	}
	const data = await event.request.formData();
	return form(event, data, () => work(data));
}

/** Looks at a file, or keeps it where nothing in it is wrong. */
async function file({ locals }: RequestEvent, data: FormData, isKept: boolean) {
	const { house, person, at } = locals;
	const given = data.get('file');
	const text = given instanceof File && given.size > 0 ? await given.text() : String(data.get('text') ?? '');
	const source = v.parse(v.object({ source: SourceShape }), { source: data.get('source') }).source;
	const read = await visitfile.read(house.db.read, person!.scope, text, at);
	if (read.rows.length === 0 && read.badCount === 0) throw new Problem('bad_shape', { field: 'text' });
	if (isKept && read.badCount === 0)
		return { saved: await house.db.write((tx) => visits.put(tx, person!, read.rows, source, at)) };
	const days = read.rows.map(({ day }) => day).sort() as Day[];
	return {
		preview: {
			text,
			source,
			bad: read.bad,
			badCount: read.badCount,
			blank: read.blank,
			put: await visits.preview(house.db.read, read.rows),
			served: read.rows.reduce((sum, { count }) => sum + count, 0),
			branches: new Set(read.rows.map(({ branchId }) => branchId)).size,
			from: days[0] ?? null,
			to: days.at(-1) ?? null
		}
	};
}
