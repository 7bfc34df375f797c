// Prints a line for each row of a database file, some thousands at a time: what PostgreSQL's COPY reads.
//   node lines.js FILE EXPRESSION FROM     (FROM with two positions as ?)
import { createClient } from '@libsql/client';
import { once } from 'node:events';

const CHUNK = 20_000;
const [file = '', line = '', from = ''] = process.argv.slice(2);
const client = createClient({ url: `file:${file}` });
await client.execute('PRAGMA query_only = ON');
const { rows } = await client.execute('SELECT max(position) AS last FROM ratings');
const last = Number(rows[0]?.last);
for (let position = 1; position <= last; position += CHUNK) {
	const answer = await client.execute({
		sql: `SELECT group_concat(${line}, char(10)) AS lines FROM ${from}`,
		args: [position, position + CHUNK - 1]
	});
	const lines = answer.rows[0]?.lines;
	if (lines && !process.stdout.write(`${String(lines)}\n`)) await once(process.stdout, 'drain');
	await new Promise((turn) => setImmediate(turn));
}
client.close();
