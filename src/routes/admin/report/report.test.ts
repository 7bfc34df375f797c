import { isActionFailure, isHttpError, type RequestEvent } from '@sveltejs/kit';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { generate, put } from '../../../../tests/ledger';
import { pagesOf } from '../../../../tests/pdf';
import { NOW, town, type Town } from '../../../../tests/town';
import { overwriteGetLocale } from '$lib/paraglide/runtime';
import type { Sheet } from '$lib/shared/digest';
import { LANGUAGES, type Language } from '$lib/shared/language';
import { people } from '$lib/server/auth/table';
import * as wishes from '$lib/server/digests/wishes';
import { press } from '$lib/server/paper/press';
import { actions, load } from './+page.server';
import { offered } from './periods';
import { GET } from './pdf/+server';

async function set() {
	const db = database();
	const place = await town(db);
	await put(db, generate(place, 3000, '2025-02-20', '2026-03-01'));
	const paper = press();
	onTestFinished(() => paper.close());
	const event = (who: keyof Town['people'], query: string, language: Language, form?: FormData) => {
		overwriteGetLocale(() => language);
		const url = new URL(`http://localhost/admin/report${query}`);
		const house = { db, paper, settings: { smtpUrl: null }, log: { error: () => undefined } };
		return {
			url,
			depends: () => undefined,
			request: new Request(url, form ? { method: 'POST', body: form } : {}),
			locals: { house, person: place.people[who], at: NOW, language }
		} as unknown as RequestEvent;
	};
	const see = async (who: keyof Town['people'], query = '', language: Language = 'vi') => {
		const answer = await load(event(who, query, language) as never);
		return answer as unknown as {
			sheet: Sheet;
			post: unknown;
			failed: null;
			choices: { branches: unknown[] };
		};
	};
	const pdf = async (who: keyof Town['people'], query = '', language: Language = 'vi') =>
		GET(event(who, query, language) as never);
	return { db, place, event, see, pdf };
}

/** Words are set one by one, and numbers with spaces that do not break. */
const flat = (text: string) => text.normalize('NFC').replace(/\s/g, '');

test('outside the scope there is no report, neither as a page nor as a paper', async () => {
	const { place, see, pdf } = await set();
	for (const branch of [place.branches.b, place.branches.root, 999]) {
		const thrown = await see('leaderA', `?branch=${branch}`).catch((error: unknown) => error);
		expect(isHttpError(thrown) && thrown.status).toBe(404);
		expect((await pdf('leaderA', `?branch=${branch}`)).status).toBe(404);
	}
	expect((await pdf('administrator')).status).toBe(404);
	const bad = await see('leaderA', '?period=whenever').catch((error: unknown) => error);
	expect(isHttpError(bad) && bad.status).toBe(400);
});

test('without a period it is of last week, of what the reader sees', async () => {
	const { see } = await set();
	const { sheet, failed } = await see('leaderA');
	expect(failed).toBeNull();
	expect(sheet).toMatchObject({ about: 'Hải quan A', above: 'Chi cục Hải quan Thị Trấn' });
	expect(sheet.lines[0]).toBe('Kỳ: 23/02/2026 – 01/03/2026');
	expect(JSON.stringify(sheet)).not.toMatch(/Hải quan B|Máy B1|Nguyễn Thị Anh|undefined|NaN/);
	expect((await see('auditor')).sheet.about).toBe('Chi cục Hải quan Thị Trấn');
});

test('the paper says what the page says, in each language, without a letter that has no glyph', async () => {
	const { see, pdf } = await set();
	for (const language of LANGUAGES) {
		const { sheet } = await see('auditor', '?period=month:2026-02', language);
		const answer = await pdf('auditor', '?period=month:2026-02', language);
		expect(answer.headers.get('content-type')).toBe('application/pdf');
		expect(answer.headers.get('content-disposition')).toBe(
			'attachment; filename="hai-long-2026-02-01_2026-02-28.pdf"'
		);
		const pages = pagesOf(new Uint8Array(await answer.arrayBuffer()));
		const text = flat(pages.join('\n'));
		expect(text, language).not.toContain('\ufffd');
		const told = [
			sheet.title,
			...sheet.lines.filter((line) => !/\d\d:\d\d/.test(line)),
			// The number of a line is set after its first row.
			...sheet.method.lines.map((line) => line.slice(0, 30)),
			...sheet.parts.flatMap((part) => {
				if ('table' in part) return part.table.rows.flat().filter((cell) => typeof cell === 'string');
				return 'list' in part ? part.list : Object.values(part);
			})
		];
		expect(told.length, language).toBeGreaterThan(60);
		for (const line of told) expect(text, `${language}: ${line}`).toContain(flat(line));
		pages.forEach((page, index) =>
			expect(flat(page), language).toContain(
				flat(sheet.foot.number.replace('{page}', `${index + 1}`).replace('{pages}', `${pages.length}`))
			)
		);
	}
});

test('a leader chooses the mails they get; nobody else may', async () => {
	const { db, place, event, see } = await set();
	const choose = (who: keyof Town['people'], ...kinds: string[]) => {
		const form = new FormData();
		for (const kind of kinds) form.set(kind, 'on');
		return actions.wishes!(event(who, '?/wishes', 'vi', form) as never);
	};
	const { leaderA } = place.people;
	expect((await see('leaderA')).post).toEqual({
		mail: null,
		wanted: { daily: true, weekly: true },
		isConnected: false
	});
	expect((await see('auditor')).post).toBeNull();
	const refused = await choose('hr', 'daily');
	expect(isActionFailure(refused) && refused.status).toBe(403);
	await db.write((tx) => tx.update(people).set({ mail: 'a@b.vn' }).where(eq(people.id, leaderA.id)));
	expect(await choose('leaderA', 'weekly')).toEqual({ saved: true });
	expect(await wishes.of(db.read, leaderA.id)).toEqual({
		mail: 'a@b.vn',
		wanted: { daily: false, weekly: true }
	});
});

test('what is offered begins with yesterday and ends with the year before', () => {
	overwriteGetLocale(() => 'en');
	const values = offered('2026-03-02', 'en').map(({ value }) => value);
	expect(values.slice(0, 4)).toEqual([
		'2026-03-01..2026-03-01',
		'2026-02-23..2026-03-01',
		'2026-02-02..2026-03-01',
		'month:2026-03'
	]);
	expect(values).toContain('month:2025-03');
	expect(values.slice(-6)).toEqual([
		'quarter:2026-1',
		'quarter:2025-4',
		'quarter:2025-3',
		'quarter:2025-2',
		'year:2026',
		'year:2025'
	]);
	expect(offered('2026-03-05', 'en')[1]?.value).toBe('2026-02-23..2026-03-01');
});
