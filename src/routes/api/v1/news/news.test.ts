import { describe, expect, test } from 'vitest';
import * as news from '$lib/server/ratings/news';
import type { Person } from '$lib/shared/actor';
import type { Role } from '$lib/shared/role';
import { GET } from './+server';

const someone = (role: Role, scope: Person['scope']): Person => ({
	kind: 'person',
	id: 'one',
	name: 'One',
	role,
	language: 'vi',
	officerId: null,
	scope
});

/** Opens the stream and answers a reader of its words; `null` once it has ended. */
async function open(told: news.News, person: Person | null) {
	const gone = new AbortController();
	const event = {
		locals: { house: { news: told }, person, language: 'vi' },
		request: new Request('http://localhost/api/v1/news', { signal: gone.signal })
	};
	const response = await GET(event as unknown as Parameters<typeof GET>[0]);
	const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
	const next = async () => (await reader?.read())?.value ?? null;
	return { response, next, leave: () => gone.abort() };
}

/** How many are listening just now. */
function listeners(told: news.News): () => number {
	let added = 0;
	const { listen } = told;
	told.listen = (hear) => {
		added++;
		const stop = listen(hear);
		return () => {
			added--;
			stop();
		};
	};
	return () => added;
}

describe('the news', () => {
	test('is not for HR, an officer, an administrator or nobody', async () => {
		for (const person of [null, someone('officer', []), someone('administrator', 'all')])
			expect((await open(news.make(), person)).response.status).toBe(404);
		const hr = await open(news.make(), someone('hr', 'all'));
		expect(hr.response.status).toBe(404);
	});

	test('tells a leader of arrivals at their own branches, without content, and of no other', async () => {
		const told = news.make();
		const { response, next } = await open(told, someone('leader', [2, 3]));
		expect(response.headers.get('content-type')).toBe('text/event-stream');
		expect(await next()).toBe('retry: 2000\n:\n\n');
		told.tell([4]);
		told.tell([1, 5]);
		told.tell([4, 3]);
		expect(await next()).toBe('event: ratings\ndata: new\n\n');
		told.close();
		expect(await next()).toBeNull();
	});

	test('ends when the server stops and when the reader leaves, and then listens no longer', async () => {
		const told = news.make();
		const count = listeners(told);
		const one = await open(told, someone('auditor', 'all'));
		const other = await open(told, someone('leader', [1]));
		expect(count()).toBe(2);
		other.leave();
		expect(count()).toBe(1);
		told.close();
		expect(count()).toBe(0);
		await one.next();
		expect(await one.next()).toBeNull();
	});

	test('lets go of a reader that does not read', async () => {
		const told = news.make();
		const count = listeners(told);
		await open(told, someone('auditor', 'all'));
		for (let arrival = 0; arrival < 500; arrival++) told.tell([1]);
		expect(count()).toBe(0);
	});
});
