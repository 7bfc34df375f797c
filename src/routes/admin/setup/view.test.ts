import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import type { House } from '$lib/server/house';
import * as branches from '$lib/server/org/branches';
import * as officers from '$lib/server/org/officers';
import { action, address } from './address';
import { placed } from './view';

async function set() {
	const db = database();
	const place = await town(db);
	return {
		db,
		...place,
		see: (query: string) =>
			placed(
				{
					locals: {
						house: { db } as unknown as House,
						at: NOW,
						person: null,
						language: 'vi',
						theme: 'light'
					},
					url: new URL(`http://localhost/admin/officers${query}`)
				},
				officers,
				(row) => [row.code, row.fullName]
			)
	};
}

const codes = (seen: { rows: { code: string }[] }) => seen.rows.map((row) => row.code);

test('an unknown thing is not there, whatever stands in the address', async () => {
	const { see } = await set();
	for (const query of ['?edit=99', '?close=99', '?edit=x', '?edit=', '?edit=1%20OR%201'])
		await expect(see(query), query).rejects.toMatchObject({ code: 'not_found' });
});

test('the search finds without accents, case or order of typing marks', async () => {
	const { see } = await set();
	expect(codes(await see('?q=binh'))).toEqual(['HQ-02']);
	expect(codes(await see('?q=DUNG'))).toEqual(['HQ-04']);
	expect(codes(await see(`?q=${encodeURIComponent('Đặng'.normalize('NFD'))}`))).toEqual(['HQ-06']);
	expect(codes(await see('?q=hq-0'))).toHaveLength(6);
	expect(codes(await see('?q=nobody'))).toEqual([]);
});

test('a branch filters with all that lies under it', async () => {
	const { see, branches: ids } = await set();
	expect(codes(await see(`?branch=${ids.b}`))).toEqual(['HQ-05', 'HQ-06']);
	expect(codes(await see(`?branch=${ids.root}`))).toHaveLength(6);
});

test('closed things show only when asked for, and are counted either way', async () => {
	const { db, see, people, officers: staff } = await set();
	await db.write((tx) => officers.close(tx, people.administrator, staff.anh, { day: '2026-03-01' }, NOW));
	const usual = await see('');
	expect(codes(usual)).not.toContain('HQ-01');
	expect(usual.counts).toEqual({ open: 5, closed: 1 });
	expect(codes(await see('?closed=1'))).toContain('HQ-01');
	expect((await see(`?edit=${staff.anh}`)).last?.closedDay).toBe('2026-03-01');
});

test('the form begins with today in the zone of the branch, not of the server', async () => {
	const { db, see, people, branches: ids, officers: staff } = await set();
	const was = (await branches.history(db.read, ids.b))[0]!;
	await db.write((tx) =>
		branches.change(tx, people.administrator, ids.b, { ...was, zone: 'America/New_York' }, NOW)
	);
	const seen = await see(`?edit=${staff.ha}`);
	expect([seen.today, seen.formDay]).toEqual(['2026-03-02', '2026-03-01']);
});

test('addresses keep the filter and open one thing', () => {
	const url = new URL('http://localhost/admin/officers?q=an&branch=2&closed=1&edit=4&saved=9&other=1');
	expect(address(url)).toBe('/admin/officers?q=an&branch=2&closed=1');
	expect(address(url, { close: 4 })).toBe('/admin/officers?q=an&branch=2&closed=1&close=4');
	expect(address(new URL('http://localhost/admin/officers?edit=4'))).toBe('/admin/officers');
	expect(action('save', url)).toBe('?/save&q=an&branch=2&closed=1&edit=4&other=1');
	const refused = new URL('http://localhost/admin/officers?/save&edit=4');
	expect(action('save', refused)).toBe('?/save&edit=4');
});
