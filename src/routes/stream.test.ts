import { expect, test } from 'vitest';
import { make } from '$lib/server/ratings/news';
import { stream } from './stream';

const HERE = 'http://localhost/news';

/** What has come by now, and whether it has ended: read on until something does. */
function reading(response: Response) {
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	return async () => (await reader?.read()) ?? { done: true, value: undefined };
}

test('tells of arrivals that concern the listener, and of no others, and says nothing of them', async () => {
	const news = make();
	const next = reading(stream(new Request(HERE), news, (id) => id === 3));
	expect((await next()).value).toBe('retry: 2000\n:\n\n');
	news.tell([1, 2]);
	news.tell([2, 3]);
	expect((await next()).value).toBe('event: ratings\ndata: new\n\n');
	news.close();
	expect((await next()).done).toBe(true);
});

test('ends with the first heartbeat after the listener may not listen any more', async () => {
	let may = true;
	const times = { heartbeatMs: 20, lifeMs: 60_000 };
	const next = reading(
		stream(
			new Request(HERE),
			make(),
			() => true,
			async () => may,
			times
		)
	);
	await next();
	expect((await next()).value).toBe(':\n\n');
	may = false;
	for (let beats = 0; beats < 3; beats++) if ((await next()).done) return;
	throw new Error('it goes on');
});

test('ends by itself after its life, and when the reader is gone or cannot be asked for', async () => {
	const short = { heartbeatMs: 60_000, lifeMs: 30 };
	const next = reading(stream(new Request(HERE), make(), () => true, undefined, short));
	await next();
	expect((await next()).done).toBe(true);
	const broken = async () => {
		throw new Error('the database is away');
	};
	const other = reading(
		stream(new Request(HERE), make(), () => true, broken, { heartbeatMs: 10, lifeMs: 9e5 })
	);
	await other();
	expect((await other()).done).toBe(true);
	const leaving = new AbortController();
	const third = reading(stream(new Request(HERE, { signal: leaving.signal }), make(), () => true));
	await third();
	leaving.abort();
	expect((await third()).done).toBe(true);
});
