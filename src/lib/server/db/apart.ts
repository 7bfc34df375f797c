// Work on a database file in a process of its own. A connection of @libsql/client is really closed only when its
// process ends, and until then it may still fold or delete the -wal that lies under the file's name; so whatever opens
// a file that will be moved does it here. And its calls are synchronous: here they stop nobody else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { holderOf } from './holders';
import { urlOf } from './open';

export type Statement = string | { sql: string; args: (string | number | null)[] };
export type Row = Record<string, string | number | null>;

/** SQLite's refusal of a statement; `code` like 'SQLITE_FULL'. */
export class Refused extends Error {
	constructor(
		readonly code: string,
		message: string
	) {
		super(message);
		this.name = 'Refused';
	}
}

// Says that it only reads where its parent has said so (holders.ts), by keeping the same text open.
const PROGRAM = `
const { createClient } = require(process.argv[1]);
const { existsSync, openSync } = require('node:fs');
let asked = '';
process.stdin.on('data', (text) => (asked += text));
process.stdin.on('end', async () => {
	const answers = [];
	try {
		if (process.argv[3] !== '' && existsSync(process.argv[3])) openSync(process.argv[3], 'a');
		const client = createClient({ url: process.argv[2], concurrency: 1, timeout: 10000 });
		for (const statement of JSON.parse(asked)) {
			const { rows } = await client.execute(statement);
			answers.push(rows.map((row) => ({ ...row })));
		}
		process.stdout.write(JSON.stringify({ answers }));
	} catch (error) {
		process.stdout.write(JSON.stringify({ code: String(error.code), message: error.message }));
	}
});`;

/**
 * Executes statements on a database file, one after the other, and answers the rows of each. `reads` says that
 * nothing is written to the file, so that a server may start meanwhile. Throws Refused.
 */
export async function apart(path: string, statements: Statement[], reads = false): Promise<Row[][]> {
	const driver = createRequire(import.meta.url).resolve('@libsql/client');
	const child = spawn(process.execPath, ['-e', PROGRAM, driver, urlOf(path), reads ? holderOf(path) : ''], {
		stdio: ['pipe', 'pipe', 'inherit']
	});
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
	child.stdin.on('error', () => undefined);
	child.stdin.end(JSON.stringify(statements));
	const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
	if (said === '') throw new Error(`The process that read ${path} ended with ${signal ?? code}.`);
	const answer = JSON.parse(said) as { answers: Row[][] } | { code: string; message: string };
	if ('answers' in answer) return answer.answers;
	throw new Refused(answer.code, answer.message.replace(`${answer.code}: `, ''));
}
