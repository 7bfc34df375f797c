// Nobody sees what is not theirs: every route there is, asked by everybody there is, and not a word, a name or a number
// of branch B comes back to anybody of branch A. A route that is added later and stands not in scope/routes.ts fails.
import { expect, test } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { gate, RULES } from '../../src/lib/server/auth/gate';
import type { Person } from '../../src/lib/shared/actor';
import { PASSWORD } from '../founding';
import { COUNTS, ground, SAID, type Ground } from './scope/ground';
import { ASKS } from './scope/routes';

const root = resolve(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src/routes'], {
	cwd: root,
	encoding: 'utf8'
}).split('\n');
const routes = [
	...new Set(
		files
			.filter((file) => /\/\+(page|server)(\.server)?\.(ts|svelte)$/.test(file))
			.map((file) => `/${dirname(file).replace(/^src\/routes\/?/, '')}`)
	)
].sort();

let given: Ground;
test.beforeAll(async () => {
	given = await ground();
});
test.afterAll(async () => {
	await given?.stop();
});

test('every route there is says how it is asked, and for whom it is', () => {
	expect(Object.keys(ASKS).sort()).toEqual(routes);
	expect(Object.keys(RULES).sort()).toEqual(routes);
});

/** The forms of each page, by its route. */
const forms = new Map(
	routes.flatMap((route) => {
		const file = join(root, 'src/routes', route, '+page.server.ts');
		let text: string;
		try {
			text = readFileSync(file, 'utf8');
		} catch {
			return [];
		}
		const body = /export const actions\b[^=]*=\s*\{([\s\S]*?)^\};?/m.exec(text)?.[1];
		const names = [...(body ?? '').matchAll(/^\t(?:async )?(\w+)\s*[:(,]|^\t(\w+),?$/gm)].map(
			(found) => found[1] ?? found[2] ?? ''
		);
		const made = /export const actions\b/.test(text) && body === undefined ? ASKS[route]?.forms : undefined;
		if (/export const actions\b/.test(text) && !made && names.length === 0)
			throw new Error(`${route}: its forms are not known; name them in scope/routes.ts`);
		return made ? [[route, [...made]] as const] : names.length > 0 ? [[route, names] as const] : [];
	})
);

test('every form that a leader may send says how it names a thing of another branch', () => {
	const leader = given.town.people.leaderA;
	for (const [route, names] of forms) {
		const rule = RULES[route];
		if (!rule || typeof rule === 'string' || gate(route, 'POST', leader) !== 'pass') continue;
		expect(Object.keys(ASKS[route]?.acts ?? {}).sort(), route).toEqual([...names].sort());
	}
});

/** What must never come back, by whose it is. Numbers as any language writes them. */
const number = (n: number) =>
	new RegExp(`(?<![\\d.,-])${String(n).replace(/^(\d)(\d{3})$/, '$1[.,\\u00a0\\u202f]?$2')}(?![\\d-])`);
const OF_B = [
	...['Hải quan B', 'Branch B', 'Võ Hương Giang', 'Đặng Thu Hà', 'HQ-05', 'HQ-06', 'Quầy B1', 'Counter B1'],
	...['Máy B1', 'Trưởng B', SAID.b, number(COUNTS.b), number(COUNTS.a + COUNTS.b)]
];
const WRITTEN = [SAID.a, SAID.b];
const OTHER_OFFICERS = ['Trần Văn Bình', 'Lê Minh Châu', 'Phạm Quốc Dũng', ...OF_B];

type Asker = {
	name: string;
	person: () => Person | null;
	headers: () => Promise<HeadersInit>;
	never: (string | RegExp)[];
};

const cookies = new Map<string, string>();
async function cookieOf(username: string): Promise<string> {
	const known = cookies.get(username);
	if (known) return known;
	const answer = await fetch(`${given.origin}/signin`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin: given.origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name: username, password: PASSWORD })
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	if (!cookie) throw new Error(`${username} could not sign in: ${answer.status}`);
	cookies.set(username, cookie);
	return cookie;
}
const signedIn = (username: string) => async () => ({ cookie: await cookieOf(username) });

const ASKERS: Asker[] = [
	{ name: 'nobody', person: () => null, headers: async () => ({}), never: [...OTHER_OFFICERS, ...WRITTEN] },
	{ name: 'leader A', person: () => given.town.people.leaderA, headers: signedIn('leadera'), never: OF_B },
	{
		name: 'the officer Anh',
		person: () => given.town.people.officer,
		headers: signedIn('officer'),
		// What customers wrote about them, weeks ago, is theirs to read.
		never: OTHER_OFFICERS
	},
	{
		name: 'the administrator',
		person: () => given.town.people.administrator,
		headers: signedIn('administrator'),
		never: [`${SAID.a} chờ`, `${SAID.b} chờ`, number(COUNTS.a), number(COUNTS.b)]
	},
	{
		name: 'the reviewer',
		person: () => given.town.people.reviewer,
		headers: signedIn('reviewer'),
		// Appeals with all that was said of them, and no figures.
		never: [number(COUNTS.a), number(COUNTS.b), number(COUNTS.a + COUNTS.b)]
	},
	{
		name: 'HR',
		person: () => given.town.people.hr,
		headers: signedIn('hr'),
		never: [`${SAID.a} chờ`, `${SAID.b} chờ`]
	}
];

/** Everything an answer says, unpacked where it is a spreadsheet; null where it is a picture or a paper. */
async function textOf(answer: Response): Promise<string> {
	const type = answer.headers.get('content-type') ?? '';
	if (type.includes('spreadsheet')) {
		const book = await readXlsx(new Uint8Array(await answer.arrayBuffer()));
		return JSON.stringify(book.sheets);
	}
	if (type.includes('event-stream')) {
		await answer.body?.cancel();
		return '';
	}
	return answer.text();
}

// Where in the ledger a sheet or a rating stands is told on purpose, and is how many ratings there were.
const PLACES = /("?position\\?"?:|Vị trí trong sổ<\/dt>\s*<dd[^>]*>(?:đến lượt số )?|đến lượt số)\s*[\d.,]+/g;

function leaks(whole: string, never: Asker['never']): string[] {
	const text = whole.replace(PLACES, '$1');
	return never
		.filter((one) => (typeof one === 'string' ? text.includes(one) : one.test(text)))
		.map((one) => {
			const at = typeof one === 'string' ? text.indexOf(one) : text.search(one);
			return `${String(one)} in …${text.slice(Math.max(0, at - 60), at + 60)}…`;
		});
}

/** The page, and what the page's own script would fetch for it. */
const faces = (path: string, route: string) => {
	if (!files.some((file) => file.startsWith(`src/routes${route === '/' ? '' : route}/+page.server`)))
		return [path];
	const [name, query] = path.split('?');
	return [path, `${name === '/' ? '' : name}/__data.json${query ? `?${query}` : ''}`];
};

for (const asker of ASKERS)
	test(`${asker.name} asks for everything and gets nothing of others`, async () => {
		test.setTimeout(180_000);
		const headers = { ...(await asker.headers()), 'accept-language': 'vi' };
		const found: string[] = [];
		for (const route of routes) {
			const rule = gate(route, 'GET', asker.person());
			const { own, foreign } = ASKS[route] ?? { own: () => [] };
			const asked = [
				...own(given).map((path) => ({ path, isForeign: false })),
				...(foreign?.(given) ?? []).map((path) => ({ path, isForeign: true }))
			];
			for (const { path, isForeign } of asked)
				for (const face of faces(path, route)) {
					const answer = await fetch(given.origin + face, { headers, redirect: 'manual' });
					const text = await textOf(answer);
					for (const leak of leaks(text, asker.never)) found.push(`${face}: ${leak}`);
					if (answer.status >= 500) found.push(`${face}: ${answer.status}`);
					// What the gate shuts is shut for every address; what it opens is shut for what lies outside.
					const isRight = asker.name === 'leader A';
					if (rule !== 'pass' && answer.ok && !face.includes('__data.json')) found.push(`${face}: open`);
					if (rule === 'pass' && isForeign && isRight && ![404, 400].includes(answer.status) && !is404(text))
						found.push(`${face}: ${answer.status}, not 404`);
				}
		}
		expect(found).toEqual([]);
	});

/** SvelteKit answers a page's data request with 200 and the error inside. */
const is404 = (text: string) => /"status":404/.test(text);

test('a key of branch A opens the figures of branch A, and nothing else', async () => {
	test.setTimeout(120_000);
	const headers = { authorization: `Bearer ${given.keys.figures}` };
	const found: string[] = [];
	let opened = 0;
	for (const route of routes) {
		const rule = RULES[route];
		const isOpen = rule && typeof rule === 'object' && rule.key === 'figures';
		const { own, foreign } = ASKS[route] ?? { own: () => [] };
		for (const path of [...own(given), ...(foreign?.(given) ?? [])]) {
			const answer = await fetch(given.origin + path, { headers, redirect: 'manual' });
			const text = await textOf(answer);
			for (const leak of leaks(text, OF_B)) found.push(`${path}: ${leak}`);
			if (isOpen && own(given).includes(path) && answer.ok) opened++;
			else if (answer.ok && rule !== 'anyone') found.push(`${path}: ${answer.status}`);
		}
	}
	expect(found).toEqual([]);
	expect(opened).toBeGreaterThan(20);
	const wrong = await fetch(`${given.origin}/api/v1/summary`, {
		headers: { authorization: 'Bearer hl_wrong' }
	});
	expect(wrong.status).toBe(401);
});

test('HR’s key of branch A opens the closed appraisals of branch A, and nothing else', async () => {
	test.setTimeout(120_000);
	const headers = { authorization: `Bearer ${given.keys.appraisals}` };
	const found: string[] = [];
	for (const route of routes) {
		const rule = RULES[route];
		const isOpen = rule && typeof rule === 'object' && rule.key === 'appraisals';
		const { own, foreign } = ASKS[route] ?? { own: () => [] };
		for (const path of [...own(given), ...(foreign?.(given) ?? [])]) {
			const answer = await fetch(given.origin + path, { headers, redirect: 'manual' });
			const text = await textOf(answer);
			for (const leak of leaks(text, OF_B)) found.push(`${path}: ${leak}`);
			if (isOpen && !answer.ok) found.push(`${path}: ${answer.status}, not open`);
			else if (answer.ok && !isOpen && rule !== 'anyone') found.push(`${path}: ${answer.status}`);
		}
	}
	expect(found).toEqual([]);
	const { closed, drafted } = given.appraised.periods;
	const of = async (id: number) => fetch(`${given.origin}/api/v1/appraisals/${id}`, { headers });
	expect(await (await of(closed)).text()).toContain('Nguyễn Thị Anh');
	expect((await of(drafted)).status).toBe(409);
});

test('the board of branch A tells of branch A alone', async () => {
	const answer = await fetch(`${given.origin}/board/${given.keys.board}`);
	expect(answer.status).toBe(200);
	const text = await answer.text();
	expect(text).toContain('Hải quan A');
	expect(leaks(text, [...OF_B, ...WRITTEN, 'Nguyễn Thị Anh'])).toEqual([]);
	for (const path of ['/api/v1/summary', '/api/v1/figures/overview']) {
		const shut = await fetch(given.origin + path, {
			headers: { authorization: `Bearer ${given.keys.board}` }
		});
		expect(shut.status, path).toBe(401);
	}
});

test('no form of a leader changes anything of another branch', async () => {
	const cookie = await cookieOf('leadera');
	const before = await given.acts();
	const found: string[] = [];
	for (const [route, { foreign, acts }] of Object.entries(ASKS))
		for (const [name, fields] of Object.entries(acts ?? {})) {
			const path = foreign && route.includes('[') ? foreign(given)[0] : route;
			const answer = await fetch(`${given.origin}${path}?/${name}`, {
				method: 'POST',
				headers: { cookie, origin: given.origin, 'x-sveltekit-action': 'true' },
				body: new URLSearchParams(fields(given))
			});
			const text = await answer.text();
			const said = answer.ok ? (JSON.parse(text) as { type: string; status?: number }) : null;
			// Its own wishes, and a file that is read line by line and kept only where every line is good.
			if (['wishes', 'check', 'save'].includes(name)) continue;
			if (said && said.type !== 'failure' && said.type !== 'error')
				found.push(`${path}?/${name}: ${text.slice(0, 200)}`);
			for (const leak of leaks(text, OF_B)) found.push(`${path}?/${name}: ${leak}`);
		}
	expect(found).toEqual([]);
	// The one act is the leader's own wish.
	expect(await given.acts()).toBeLessThanOrEqual(before + 1);
	expect(await given.served()).toBe(COUNTS.b * 2);
});

test('no form does anything for those who may not send it', async () => {
	test.setTimeout(120_000);
	const before = await given.acts();
	const found: string[] = [];
	for (const [username, key] of [
		['leadera', 'leaderA'],
		['officer', 'officer'],
		['auditor', 'auditor'],
		['hr', 'hr'],
		['reviewer', 'reviewer'],
		['administrator', 'administrator']
	] as const) {
		const cookie = await cookieOf(username);
		for (const [route, names] of forms) {
			const verdict = gate(route, 'POST', given.town.people[key]);
			if (verdict === 'pass') continue;
			const path = ASKS[route]?.own(given)[0] ?? route;
			for (const name of names) {
				const answer = await fetch(`${given.origin}${path.split('?')[0]}?/${name}`, {
					method: 'POST',
					headers: { cookie, origin: given.origin },
					body: new URLSearchParams({ id: '1' }),
					redirect: 'manual'
				});
				if (![403, 404].includes(answer.status)) found.push(`${username} ${path}?/${name}: ${answer.status}`);
			}
		}
	}
	expect(found).toEqual([]);
	expect(await given.acts()).toBe(before);
});
