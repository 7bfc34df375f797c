// The bare client, as an app without our guard would use it: rows into the ledger's own table, one a transaction,
// each position said aloud once the client says that it is in. It goes on after an error, as a server would.
import { createClient } from '@libsql/client';

const [file = '', synchronous = 'FULL'] = process.argv.slice(2);
const client = createClient({ url: `file:${file}`, concurrency: 1 });
for (const pragma of ['journal_mode = WAL', `synchronous = ${synchronous}`, 'recursive_triggers = ON'])
	await client.execute(`PRAGMA ${pragma}`);
const { rows, columns } = await client.execute('SELECT * FROM ratings ORDER BY position DESC LIMIT 1');
const row = rows[0];
if (!row) throw new Error('the ledger has no row to copy');
const sql = `INSERT INTO ratings (${columns.map((name) => `"${name}"`).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
let position = Number(row.position);
for (;;) {
	const next = position + 1;
	const args = columns.map((name) => {
		if (name === 'position') return next;
		if (name === 'id') return `bare-${next}`;
		if (name === 'seq') return 1_000_000 + next;
		return row[name] ?? null;
	});
	try {
		await client.execute({ sql, args });
		position = next;
		process.stdout.write(`${position}\n`);
	} catch (error) {
		process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
		await new Promise((later) => setTimeout(later, 20));
	}
	if (position % 20 === 0) await new Promise((turn) => setImmediate(turn));
}
