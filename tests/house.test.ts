// The house keeps its walls: who may import whom (STYLE.md), every route has a rule, every word is said in five
// languages, and nothing that is made by the build or belongs to a machine lies in the tree.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RULES } from '../src/lib/server/auth/gate';
import { LANGUAGES } from '../src/lib/shared/language';
import { PROBLEM_CODES } from '../src/lib/shared/problem';
import { sentence } from '../src/lib/words/problem';

const root = resolve(import.meta.dirname, '..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
	cwd: root,
	encoding: 'utf8'
})
	.split('\n')
	.filter((file) => file && existsSync(join(root, file)));

/** Rooms inside server, in the order in which imports may point left only. */
const SERVER_ROOMS = [
	'db',
	'audit',
	'org',
	'auth',
	'devices',
	'ratings',
	'verify',
	'paper',
	'post',
	'analytics',
	'alerts',
	'digests',
	'appeals',
	'rulesets',
	'appraisals',
	'packs',
	'fairness',
	'retention',
	'exports',
	'intake',
	'tasks'
];

/** What a file imports of ours, as paths from src/lib ('server/db/open'), and what it imports of others. */
function imports(file: string): { ours: string[]; others: string[] } {
	const text = readFileSync(join(root, file), 'utf8');
	const found = [
		...text.matchAll(/(?:from|import)\s+'([^']+)'/g),
		...text.matchAll(/import\(\s*(?:\/\*[^*]*\*\/\s*)?'([^']+)'/g)
	].map((match) => match[1] ?? '');
	const ours: string[] = [];
	const others: string[] = [];
	for (const from of found) {
		if (from.startsWith('$lib/')) ours.push(from.slice('$lib/'.length));
		else if (from === '$words') ours.push('words');
		else if (from.startsWith('.'))
			ours.push(relative(join(root, 'src/lib'), resolve(root, dirname(file), from)));
		else others.push(from);
	}
	return { ours, others };
}

const code = files.filter((file) => /^src\/.*\.(ts|svelte)$/.test(file) && !file.endsWith('.test.ts'));

describe('who may import whom', () => {
	const allowed: [room: string, may: RegExp, of: RegExp][] = [
		['src/lib/shared/', /^(valibot)$/, /^shared\//],
		[
			'src/lib/ui/',
			/^(svelte(\/.*)?|chart\.js(\/.*)?|\$app\/(forms|state|navigation))$/,
			/^(shared|ui|words|paraglide)(\/|$)/
		],
		['src/lib/kiosk/', /^(svelte(\/.*)?|idb|valibot)$/, /^(shared|ui|kiosk|words|paraglide)(\/|$)/]
	];
	for (const [room, others, ours] of allowed)
		test(`${room} imports only what it may`, () => {
			for (const file of code.filter((file) => file.startsWith(room))) {
				const found = imports(file);
				for (const from of found.ours) expect(from, file).toMatch(ours);
				for (const from of found.others) expect(from, file).toMatch(others);
			}
		});

	test('server never imports the screens or the framework', () => {
		for (const file of code.filter((file) => file.startsWith('src/lib/server/'))) {
			const found = imports(file);
			for (const from of found.ours) expect(from, file).toMatch(/^(shared|server)\//);
			for (const from of found.others)
				expect(from, file).not.toMatch(/^(\$app|\$env|@sveltejs|svelte)(\/|$)/);
		}
	});

	test('inside server, imports point left only', () => {
		for (const file of code.filter((file) => file.startsWith('src/lib/server/'))) {
			const own = SERVER_ROOMS.indexOf(file.split('/')[3] ?? '');
			// Files beside the rooms put them together, or are of no room.
			if (own < 0) continue;
			for (const from of imports(file).ours.filter((from) => from.startsWith('server/'))) {
				const room = from.split('/')[1] ?? '';
				if (file === 'src/lib/server/intake/vite.ts' && room === 'house') continue;
				const theirs = SERVER_ROOMS.indexOf(room);
				if (theirs < 0) expect(['settings', 'log'], `${file} imports ${from}`).toContain(room);
				expect(theirs, `${file} imports ${from}`).toBeLessThanOrEqual(own);
			}
		}
	});

	test('pages do not import each other', () => {
		for (const file of code.filter((file) => file.startsWith('src/routes/')))
			for (const from of imports(file).ours) {
				if (!from.startsWith('../routes/')) continue;
				const name = from.slice('../routes/'.length);
				const own = dirname(relative('src/routes', file));
				const above = own === '.' || !name.includes('/') || own.startsWith(dirname(name));
				// A folder beside it that is no page of its own, such as admin/setup, is there to be shared.
				const folder = join(root, 'src/routes', dirname(name));
				const shared =
					own.startsWith(dirname(dirname(name))) &&
					!readdirSync(folder).some((entry) => entry.startsWith('+'));
				expect(above || shared, `${file} imports ${from}`).toBe(true);
			}
	});
});

describe('the gate', () => {
	const routes = code
		.filter((file) => /^src\/routes\/.*\+(page|server)(\.server)?\.(ts|svelte)$/.test(file))
		.map((file) => `/${dirname(relative('src/routes', file))}`.replace(/^\/\.$/, '/'));

	test('every route has a rule, and every rule a route', () => {
		expect([...new Set(routes)].sort()).toEqual(Object.keys(RULES).sort());
	});
});

describe('words', () => {
	const rooms = readdirSync(join(root, 'src/lib/words'), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name);
	const read = (room: string, language: string): Record<string, string> =>
		JSON.parse(readFileSync(join(root, `src/lib/words/${room}/${language}.json`), 'utf8'));

	for (const room of rooms)
		test(`${room} says everything in five languages, with the same blanks to fill`, () => {
			const reference = read(room, 'vi');
			const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
			for (const language of LANGUAGES) {
				const words = read(room, language);
				expect(Object.keys(words).sort(), language).toEqual(Object.keys(reference).sort());
				for (const [key, text] of Object.entries(words)) {
					expect(text.trim(), `${language} ${key}`).not.toBe('');
					expect(blanks(text), `${language} ${key}`).toEqual(blanks(reference[key] ?? ''));
				}
			}
		});

	test('every refusal has its sentence, and it differs between languages', () => {
		for (const code of PROBLEM_CODES) {
			const said = LANGUAGES.map((language) => sentence(code, {}, language));
			expect(said, code).not.toContain(code);
			expect(new Set(said).size, code).toBe(LANGUAGES.length);
		}
	});
});

describe('the tree', () => {
	test('holds no database, build output or picture outside docs and static', () => {
		const stray = files.filter(
			(file) =>
				/\.(db|db-wal|db-shm|sqlite|log|tgz)$/.test(file) ||
				(/\.(png|jpe?g|webp)$/.test(file) && !/^(docs|static)\//.test(file))
		);
		expect(stray).toEqual([]);
	});

	test('has no file larger than half a megabyte but the lock file', () => {
		const large = files.filter(
			(file) => file !== 'package-lock.json' && statSync(join(root, file)).size > 512 * 1024
		);
		expect(large).toEqual([]);
	});
});
