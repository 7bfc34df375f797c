// The limit for storage: the same rows put into the same ledger table by plain batched inserts, a hundred a
// transaction, at the same durability, by the bare client and nothing else.
import { createClient } from '@libsql/client';

const [file = '', seconds = '5', rowText = '{}'] = process.argv.slice(2);
const client = createClient({ url: `file:${file}`, concurrency: 1 });
for (const pragma of [
	'journal_mode = WAL',
	'synchronous = FULL',
	'foreign_keys = ON',
	'recursive_triggers = ON'
])
	await client.execute(`PRAGMA ${pragma}`);
const row = JSON.parse(rowText);
const columns = Object.keys(row);
const sql = `INSERT INTO ratings (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
const last = await client.execute('SELECT coalesce(max(position), 0) AS position FROM ratings');
let position = Number(last.rows[0]?.position);
const started = performance.now();
let rows = 0;
while (performance.now() - started < Number(seconds) * 1000) {
	const statements = [];
	for (let index = 0; index < 100; index++) {
		position++;
		statements.push({
			sql,
			args: columns.map((name) =>
				name === 'position'
					? position
					: name === 'id'
						? `raw-${position}-${'0'.repeat(24)}`
						: name === 'seq'
							? 1_000_000_000 + position
							: row[name]
			)
		});
	}
	await client.batch(statements, 'write');
	rows += 100;
	await new Promise((resolve) => setImmediate(resolve));
}
console.log(rows / ((performance.now() - started) / 1000));
