import { isActionFailure, type RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import type { Person } from '$lib/shared/actor';
import * as closed from '$lib/server/org/closed';
import { actions } from './+page.server';

async function set() {
	const db = database();
	const place = await town(db);
	const post = (name: 'add' | 'remove', typed: Record<string, string>, person: Person) => {
		const body = new FormData();
		for (const [field, value] of Object.entries(typed)) body.set(field, value);
		const url = new URL(`http://localhost/admin/closed-days?/${name}`);
		return (actions[name] as (event: RequestEvent) => Promise<unknown>)({
			url,
			request: new Request(url, { method: 'POST', body }),
			locals: { house: { db }, person, at: NOW, language: 'en' }
		} as unknown as RequestEvent);
	};
	return { db, ...place, post };
}

const typed = { day: '2026-09-02', branchId: '', 'name.vi': 'Quốc khánh', 'name.en': 'National Day' };
const name = { vi: 'Quốc khánh', en: 'National Day' };

test('whoever may not is refused by the verbs too, past the gate', async () => {
	const { db, people, post } = await set();
	await post('add', typed, people.administrator);
	for (const [act, fields] of [
		['add', { ...typed, day: '2026-09-01' }],
		['remove', { id: '1' }]
	] as const) {
		const answer = await post(act, fields, people.auditor);
		expect(isActionFailure(answer) && answer.status, act).toBe(403);
	}
	expect(await closed.list(db.read)).toHaveLength(1);
});

test('a day is added, named in the answer, and taken back; gone already is fine', async () => {
	const { db, people, branches, post } = await set();
	const added = await post('add', { ...typed, branchId: String(branches.a) }, people.administrator);
	expect(added).toMatchObject({ added: { name, day: '2026-09-02' } });
	const [one] = await closed.list(db.read);
	expect(one).toMatchObject({ branchId: branches.a, day: '2026-09-02', name });
	const id = { id: String(one!.id) };
	expect(await post('remove', id, people.administrator)).toMatchObject({ removed: { name } });
	expect(await post('remove', id, people.administrator)).toEqual({ removed: null });
	expect(await closed.list(db.read)).toEqual([]);
});

test('what is missing, and a day that is taken, come back to their fields with all that was typed', async () => {
	const { people, post } = await set();
	const missing = await post('add', { ...typed, day: '', 'name.vi': '' }, people.administrator);
	expect(isActionFailure(missing) && missing.data).toMatchObject({
		fields: { day: expect.any(String), 'name.vi': expect.any(String) },
		values: { 'name.en': 'National Day' }
	});
	await post('add', typed, people.administrator);
	const taken = await post('add', typed, people.administrator);
	expect(isActionFailure(taken) && taken.status).toBe(409);
	expect(isActionFailure(taken) && taken.data).toMatchObject({
		fields: { day: expect.any(String) },
		values: typed
	});
});
