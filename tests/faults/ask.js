// Runs statements given as JSON on standard input against a database and prints their rows as JSON. A process of its
// own, because a client that is closed keeps the file open, and the product minds who has its file open.
//   node ask.js URL < [{"sql": …, "args": […]}]
import { createClient } from '@libsql/client';

let text = '';
for await (const piece of process.stdin) text += piece;
const client = createClient({ url: process.argv[2] ?? '' });
const results = await client.batch(JSON.parse(text), 'write');
process.stdout.write(JSON.stringify(results.map(({ rows }) => rows.map((row) => ({ ...row })))));
client.close();
