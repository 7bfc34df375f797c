// Another process that holds the write lock on a database file for so many milliseconds.
import { createClient } from '@libsql/client';

const [file = '', ms = '1000'] = process.argv.slice(2);
const client = createClient({ url: `file:${file}`, timeout: 5_000 });
const transaction = await client.transaction('write');
console.log('locked');
setTimeout(async () => {
	await transaction.rollback();
	client.close();
}, Number(ms));
