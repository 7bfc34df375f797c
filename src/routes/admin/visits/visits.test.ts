import { isActionFailure, isHttpError } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import type { Person } from '$lib/shared/actor';
import * as branches from '$lib/server/org/branches';
import * as services from '$lib/server/org/services';
import * as visits from '$lib/server/ratings/visits';
import { actions, load } from './+page.server';

async function set() {
	const db = database();
	const place = await town(db);
	const [branch] = await branches.history(db.read, place.branches.a);
	const [service] = await services.history(db.read, place.services.declare);
	const locals = (person: Person) => ({ house: { db }, person, at: NOW, language: 'en' });
	const post = async (name: keyof typeof actions, typed: Record<string, string>, person: Person) => {
		const body = new FormData();
		for (const [field, value] of Object.entries(typed)) body.set(field, value);
		const url = new URL(`http://localhost/admin/visits?/${name}`);
		return actions[name]({
			url,
			request: new Request(url, { method: 'POST', body }),
			locals: locals(person)
		} as never);
	};
	const seen = (text: string, person: Person) =>
		load({ url: new URL(`http://localhost/admin/visits?${text}`), locals: locals(person) } as never);
	const known = () =>
		visits.coverage(db, { branches: 'all', from: '2026-01-01', to: '2026-03-02', serviceId: null });
	const line = (count: string, day = '2026-03-01') => `${day};${branch!.code};${service!.code};${count}`;
	return { db, place, ...place, post, seen, known, line };
}

const source = 'Queue';

test('whoever may not is refused by the verbs too, past the gate, and nothing is kept', async () => {
	const { people, branches: at, services: of, post, known, line } = await set();
	const save = await post('save', { text: line('4'), source }, people.auditor);
	expect(isActionFailure(save) && save.status).toBe(403);
	const day = { branchId: String(at.b), day: '2026-03-01', source, [`count.${of.declare}`]: '4' };
	await expect(post('day', day, people.leaderA)).rejects.toSatisfy(isHttpError);
	expect(await known()).toBeNull();
});

test('a leader sees only their own branches, and asking for another finds nothing', async () => {
	const { people, branches: at, seen } = await set();
	const own = (await seen('month=2026-02', people.leaderA)) as { branches: { id: number }[] };
	expect(own.branches.map(({ id }) => id)).toEqual([at.a]);
	await expect(seen(`branch=${at.b}`, people.leaderA)).rejects.toSatisfy(isHttpError);
});

test('a file is looked at first; with one bad line nothing of it is kept, by either button', async () => {
	const { people, post, known, line } = await set();
	const text = `${line('12')}\r\n${line('-3', '2026-02-27')}`;
	for (const button of ['check', 'save'] as const) {
		const answer = await post(button, { text, source }, people.leaderA);
		expect(answer).toMatchObject({
			preview: { badCount: 1, bad: [{ line: 2, fault: 'negative' }], text, source }
		});
	}
	const good = await post('check', { text: line('12'), source }, people.leaderA);
	expect(good).toMatchObject({ preview: { badCount: 0, served: 12, put: { added: 1, replaced: 0 } } });
	expect(await known()).toBeNull();
	expect(await post('save', { text: line('12'), source }, people.leaderA)).toMatchObject({
		saved: { added: 1 }
	});
	expect(await known()).toMatchObject({ served: 12 });
	const nothing = await post('save', { text: ' \n', source }, people.leaderA);
	expect(isActionFailure(nothing) && nothing.data).toMatchObject({
		code: 'bad_shape',
		fields: { text: expect.any(String) }
	});
});

test('a day by hand keeps what differs, and leaves empty fields as they are', async () => {
	const { db, people, branches: at, services: of, post } = await set();
	const day = '2026-03-01';
	const typed = {
		branchId: String(at.a),
		day,
		source,
		[`count.${of.declare}`]: '30',
		[`count.${of.refund}`]: ''
	};
	expect(await post('day', typed, people.leaderA)).toMatchObject({ saved: { added: 1 } });
	const again = { ...typed, [`count.${of.refund}`]: '4' };
	expect(await post('day', again, people.leaderA)).toMatchObject({ saved: { rows: 1, added: 1 } });
	expect(await visits.known(db.read, at.a, day)).toMatchObject([{ count: 30 }, { count: 4 }]);
	const wrong = await post('day', { ...typed, [`count.${of.declare}`]: 'x' }, people.leaderA);
	expect(isActionFailure(wrong) && wrong.data).toMatchObject({
		fields: { [`count.${of.declare}`]: expect.any(String) },
		values: { day }
	});
});

test('a day on which fewer than five rated is hidden with another, and what was served stays', async () => {
	const { db, place, people, branches: at, seen, post, line } = await set();
	const rated = (first: number, count: number, day: string) =>
		Array.from({ length: count }, (_, index) => entry(place, first + index, { day }));
	await put(db, [
		...rated(0, 3, '2026-02-10'),
		...rated(100, 8, '2026-02-11'),
		...rated(200, 9, '2026-02-12')
	]);
	const text = ['2026-02-10', '2026-02-11', '2026-02-12'].map((day) => line('20', day)).join('\n');
	await post('save', { text, source }, people.leaderA);
	const { lines, total } = (await seen(`month=2026-02&branch=${at.a}`, people.leaderA)) as {
		lines: { span: string; rated: number; served: number; hidden: boolean }[];
		total: { rated: number };
	};
	expect(lines.map(({ span, rated: n, served, hidden }) => [span, n, served, hidden])).toEqual([
		['2026-02-10', 0, 20, true],
		['2026-02-11', 0, 20, true],
		['2026-02-12', 9, 20, false]
	]);
	expect(total.rated).toBe(20);
});
