import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { webcrypto } from 'node:crypto';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { QueueShape } from '../shared/queue';
import { RatingShape, type Rating } from '../shared/rating';
import { chainText, contentText, statementText } from '../shared/seal';
import { draftOf, NOON, pairUp } from './example';
import { openMemory } from './memory';
import { openOutbox } from './outbox';
import { queueOf } from './queue';
import { hash } from './seal';

it('the file holds what waits, what was set aside and what is kept, signed run by run', async () => {
	globalThis.indexedDB = new IDBFactory();
	const memory = openMemory();
	const keyring = await pairUp(memory);
	const outbox = openOutbox(memory, () => {});
	for (let number = 1; number <= 6; number++)
		await outbox.finish(draftOf(number, { comment: number === 2 ? 'Tốt' : null }));
	await outbox.place();
	const [, second] = await outbox.run(9);
	await outbox.setAside(second!);
	await outbox.settle([{ seq: 1, refused: false }], { key: keyring.name, epoch: 'first', at: NOON });
	// One is gone for good: kept longer than the tablet keeps anything.
	const chain = (await memory.chain(keyring.name)).filter(({ seq }) => seq !== 4);

	const text = JSON.stringify(await queueOf(keyring, chain, () => NOON));
	const queue = v.parse(QueueShape, JSON.parse(text));
	expect(queue.runs.map(({ ratings }) => ratings.map((rating) => (rating as Rating).seq))).toEqual([
		[1, 2, 3],
		[5, 6]
	]);
	const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
	const spki = Buffer.from(queue.publicKey, 'base64url');
	const publicKey = await webcrypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
	for (const { sentAt, ratings, signature } of queue.runs) {
		let head = (ratings[0] as Rating).prev;
		for (const rating of ratings.map((one) => v.parse(RatingShape, one)))
			head = await hash(chainText({ seq: rating.seq, prev: head, digest: await hash(contentText(rating)) }));
		const said = {
			purpose: 'ratings',
			key: queue.key,
			ticket: '',
			sentAt,
			head,
			count: ratings.length
		} as const;
		const signed = Buffer.from(signature, 'base64url');
		expect(
			await webcrypto.subtle.verify(algorithm, publicKey, signed, Buffer.from(statementText(said)))
		).toBe(true);
	}
});
