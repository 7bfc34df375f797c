// For the benchmark alone: the ratings door with the product's own rooms, in which a batch's signature is believed
// unread. Device, ticket, chain, rules and durability are as they are; the difference to the product is what checking
// signatures costs. Built by tests/bench/intake.js; nothing that is shipped has such a door.
import { createServer } from 'node:http';
import * as rooms from '../../src/lib/server/db/open';
import * as hearing from '../../src/lib/server/devices/heard';
import { recogniser } from '../../src/lib/server/devices/recogniser';
import * as tickets from '../../src/lib/server/devices/ticket';
import { answer } from '../../src/lib/server/intake/door';
import * as intake from '../../src/lib/server/intake/intake';
import { unseal } from '../../src/lib/server/intake/sealed';
import { link } from '../../src/lib/server/db/chain';
import * as epochs from '../../src/lib/server/ratings/epoch';
import * as news from '../../src/lib/server/ratings/news';

const [url = '', secret = '', ratingsText = '[]'] = process.argv.slice(2);
const db = rooms.open({ url });
const known = recogniser(db, tickets.make(secret), { freshMs: 100, postsPerMinute: 100_000_000 });
const log = { error: console.error, warn: console.error };
const heard = hearing.make(db, console.error);
const behind = {
	...{ db, heard, log, origin: '', sentence: (code: string) => code },
	epochId: (await epochs.current(db.read)).id,
	intake: intake.make(db, news.make()),
	devices: {
		...known,
		check: (_recognised: unknown, _head: string, { ticket }: { ticket: string }, at: number) =>
			known.tickets.isFresh(ticket, at) ? Promise.resolve() : Promise.reject(new Error('stale'))
	}
};
const server = createServer((request, response) => void answer(request, response, behind));
server.listen(0, '127.0.0.1', () => {
	const { port } = server.address() as { port: number };
	console.log(JSON.stringify({ port, chainMicroseconds: chainCost(JSON.parse(ratingsText) as object[]) }));
});
process.once('SIGTERM', () => {
	void behind.intake.idle().then(() => {
		db.close();
		process.exit(0);
	});
});

/** What the two chains take of a rating's way in: its digest and its place, and its row's link. */
function chainCost(ratings: object[]): number {
	const row = Array.from({ length: 33 }, (_, index) =>
		index % 2 ? 'a text of some length' : 1_795_000_000_000
	);
	const rounds = Math.ceil(20_000 / ratings.length);
	let best = Infinity;
	for (let time = 0; time < 5; time++) {
		const started = performance.now();
		for (let round = 0; round < rounds; round++) for (const { hash } of unseal(ratings)) link(hash, row);
		best = Math.min(best, ((performance.now() - started) * 1000) / (rounds * ratings.length));
	}
	return best;
}
