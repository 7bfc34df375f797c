import { isActionFailure, isHttpError, isRedirect, type RequestEvent } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import type { Person } from '$lib/shared/actor';
import * as services from '$lib/server/org/services';
import { actions } from '../services/+page.server';
import { nested } from './act';

async function set() {
	const db = database();
	const place = await town(db);
	const post = async (
		name: 'save' | 'close',
		query: string,
		typed: Record<string, string>,
		person: Person
	) => {
		const body = new FormData();
		for (const [field, value] of Object.entries(typed)) body.set(field, value);
		const url = new URL(`http://localhost/admin/services?/${name}${query}`);
		const event = {
			url,
			request: new Request(url, { method: 'POST', body }),
			locals: { house: { db }, person, at: NOW, language: 'en' }
		} as unknown as RequestEvent;
		try {
			return await (actions[name] as (event: RequestEvent) => Promise<unknown>)(event);
		} catch (thrown) {
			return thrown;
		}
	};
	return { db, ...place, post };
}

const typed = { code: 'S9', 'name.vi': 'Kho ngoại quan', 'name.en': 'Bonded', fromDay: '2026-03-02' };

test('whoever may not is refused by the verb too, past the gate', async () => {
	const { db, people, post } = await set();
	const answer = await post('save', '', typed, people.auditor);
	expect(isActionFailure(answer) && answer.status).toBe(403);
	expect(await services.list(db.read, '2026-03-02')).toHaveLength(5);
});

test('what is missing comes back to its field, and what was typed is kept', async () => {
	const { people, post } = await set();
	const answer = await post(
		'save',
		'',
		{ ...typed, 'name.vi': ' ', fromDay: '2026-02-30' },
		people.administrator
	);
	expect(isActionFailure(answer) && answer.data).toMatchObject({
		code: 'bad_shape',
		fields: { 'name.vi': expect.any(String), fromDay: expect.any(String) },
		values: { 'name.en': 'Bonded', fromDay: '2026-02-30' }
	});
});

test('a refusal of the verb names its field', async () => {
	const { people, post } = await set();
	const answer = await post('save', '', { ...typed, code: 'S1' }, people.administrator);
	expect(isActionFailure(answer) && answer.data).toMatchObject({
		code: 'already_exists',
		fields: { code: expect.any(String) }
	});
});

test('closing what is not there is a 404', async () => {
	const { people, post } = await set();
	for (const query of ['', '&close=99']) {
		const answer = await post('close', query, { day: '2026-03-05' }, people.administrator);
		expect(isHttpError(answer) && answer.status, query).toBe(404);
	}
});

test('what was kept goes back to the list as it was filtered, which says so', async () => {
	const { db, people, post } = await set();
	const added = await post('save', '&q=kho', typed, people.administrator);
	expect(isRedirect(added) && added.location).toBe('/admin/services?q=kho&saved=6');
	const name = { ...typed, 'name.vi': 'Kho' };
	const changed = await post('save', '&edit=6', name, people.administrator);
	expect(isRedirect(changed) && changed.location).toBe('/admin/services?saved=6');
	expect((await services.history(db.read, 6)).map((row) => row.name.vi)).toEqual(['Kho']);
});

test('a field cannot reach beyond the form', () => {
	const data = new FormData();
	data.set('name.vi', 'Một');
	data.set('__proto__.polluted', 'yes');
	data.set('constructor.prototype', 'yes');
	expect(nested(data)).toMatchObject({ name: { vi: 'Một' } });
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
