// What raw rows leave out and withhold; the tests play the one who subtracts.
import { describe, expect, test } from 'vitest';
import { chance } from '../../../../tests/ledger';
import { generalise, leftOut, type Node } from './withhold';

const MIN = 5;

/** A tree of branches and how many rated in each, by chance. */
function forest(seed: number) {
	const random = chance(seed);
	const size = 1 + Math.floor(random() * 14);
	const tree: Node[] = Array.from({ length: size }, (_, at) => ({
		id: at + 1,
		parentId: at === 0 || random() < 0.15 ? (random() < 0.5 ? null : 99) : 1 + Math.floor(random() * at)
	}));
	const ns = new Map(
		tree.map(({ id }) => [id, Math.floor(random() < 0.4 ? random() * 8 : random() * 60)] as const)
	);
	return { tree, ns };
}

function under(tree: readonly Node[], id: number): number[] {
	return [id, ...tree.filter(({ parentId }) => parentId === id).flatMap((one) => under(tree, one.id))];
}

describe('branches left out of a week', () => {
	test('cannot be found from the total of any branch with all under it, nor from the total of all', () => {
		let found = 0;
		for (let seed = 1; seed <= 3000; seed++) {
			const { tree, ns } = forest(seed);
			const out = leftOut(ns, tree, MIN);
			const n = (id: number) => ns.get(id) ?? 0;
			for (const id of tree.map((one) => one.id)) if (n(id) > 0 && n(id) < MIN) expect(out).toContain(id);
			for (const ids of [...tree.map(({ id }) => under(tree, id)), tree.map(({ id }) => id)]) {
				const gone = ids.filter((id) => out.has(id));
				if (gone.length === 0) continue;
				found++;
				const all = ids.filter((id) => n(id) > 0);
				// What total less file tells: nothing of one alone, nor of fewer than MIN; or the file tells nothing.
				const sum = gone.reduce((total, id) => total + n(id), 0);
				if (gone.length < all.length)
					expect({ seed, ids, many: gone.length > 1 && sum >= MIN }).toMatchObject({ many: true });
			}
		}
		expect(found).toBeGreaterThan(1000);
	});

	test('are none where all have enough, and do not depend on the order in which they are named', () => {
		const tree = [1, 2, 3].map((id) => ({ id, parentId: null }));
		expect([
			...leftOut(
				new Map([
					[1, 5],
					[2, 9],
					[3, 0]
				]),
				tree,
				MIN
			)
		]).toEqual([]);
		for (let seed = 1; seed <= 200; seed++) {
			const { tree, ns } = forest(seed);
			const there = [...leftOut(ns, tree, MIN)].sort();
			expect([...leftOut(new Map([...ns].reverse()), [...tree].reverse(), MIN)].sort()).toEqual(there);
		}
	});
});

type Row = { service: number; language: string; channel: string };

describe('rows of a branch and week', () => {
	test('are told in groups of enough, by every key and all keys before it', () => {
		let withheld = 0;
		for (let seed = 1; seed <= 500; seed++) {
			const random = chance(seed);
			const rows: Row[] = Array.from({ length: MIN + Math.floor(random() * 60) }, () => ({
				service: 1 + Math.floor(random() * random() * 9),
				language: ['vi', 'en', 'ja'][Math.floor(random() * random() * 3)] ?? 'vi',
				channel: random() < 0.9 ? 'tablet' : 'paper'
			}));
			const told = generalise(rows, [(row) => row.service, (row) => row.language, (row) => row.channel], MIN);
			for (const depth of [1, 2, 3]) {
				const groups = new Map<string, Row[]>();
				for (const row of rows) {
					const values = told.get(row) ?? [];
					expect(values.length).toBe(3);
					const key = JSON.stringify(values.slice(0, depth));
					groups.set(key, [...(groups.get(key) ?? []), row]);
				}
				for (const [key, group] of groups) {
					expect(group.length, `${seed} ${key}`).toBeGreaterThanOrEqual(MIN);
					const own = (['service', 'language', 'channel'] as const)[depth - 1] ?? 'service';
					if (!key.endsWith('null]')) continue;
					withheld++;
					// All of a group withheld less all of it told leaves two values at least: neither can be found.
					expect(new Set(group.map((row) => row[own])).size, `${seed} ${key}`).toBeGreaterThan(1);
				}
			}
			for (const row of rows) {
				const [service, language, channel] = told.get(row) ?? [];
				expect([null, row.service]).toContain(service);
				expect([null, row.language]).toContain(language);
				expect([null, row.channel]).toContain(channel);
			}
		}
		expect(withheld).toBeGreaterThan(300);
	});
});
