// What outlives the trip: ratings stay on the tablet for a while after the server has taken them, and go out again
// when its database turns out to be an older one (another epoch), or when the tablet is paired anew.
import { unsealed, type Finished, type Head, type Keyring, type Sealed } from './seal';
import type { Pairing } from './setup';
import type { Change, openShelves } from './shelves';

const KEPT_MS = 30 * 86_400_000;
const MAX_KEPT = 20_000;
/** At most so many go at a time: tidying up must never hold up a trip. */
const SWEEP = 200;
/** So many acknowledged ones give way when the store is full. */
const ROOM = 1_000;

/** What a verdict says of the tablet's side: when it was given, by which life of the database, for which key. */
export type Settlement = { key: string; epoch: string; at: number };

type Shelf = Pick<ReturnType<typeof openShelves>, 'read' | 'change'>;

export function keptVerbs({ read, change }: Shelf) {
	return {
		/**
		 * The server has answered for these: they leave the outbox and are kept. Where another life of the database
		 * answered than the last time, what was acknowledged before goes back into the outbox in the same breath.
		 */
		settle: (settled: { seq: number; refused: boolean }[], { key, epoch, at }: Settlement) =>
			change(['outbox', 'kept', 'facts'], async (tx) => {
				const [outbox, kept, facts] = [
					tx.objectStore('outbox'),
					tx.objectStore('kept'),
					tx.objectStore('facts')
				];
				let refusedCount = 0;
				for (const { seq, refused } of settled) {
					const sealed = await outbox.get(seq);
					// Paired anew while the answer was on its way: this number is another rating's now.
					if (sealed?.key !== key) continue;
					await kept.put({ ...sealed, settledAt: at, refused, epoch });
					await outbox.delete(seq);
					if (refused) refusedCount += 1;
				}
				if (refusedCount > 0) {
					const before = ((await facts.get('refused')) as number | undefined) ?? 0;
					await facts.put(before + refusedCount, 'refused');
				}
				await sweep(tx, at);
				// Its highest number counts what was just sent, so it cannot say what it lacks below: all go again.
				if ((await facts.get('epoch')) !== epoch) await refillFrom(tx, key, epoch, 0);
			}),

		/**
		 * A server of `epoch` has this key's numbers up to `highestSeq`: where it is another than the last time, what
		 * lies above goes back into the outbox. Answers how many.
		 */
		refill: (key: string, epoch: string, highestSeq: number): Promise<number> =>
			change(['outbox', 'kept', 'facts'], async (tx) => {
				const facts = tx.objectStore('facts');
				const head = (await facts.get('head')) as Head | undefined;
				if (head?.key !== key || (await facts.get('epoch')) === epoch) return 0;
				// A batch whose answer was lost may have raised the highest number past a hole: then it says nothing.
				const [lowest] = await tx.objectStore('outbox').getAllKeys(undefined, 1);
				return refillFrom(tx, key, epoch, highestSeq < (lowest ?? Infinity) ? highestSeq : 0);
			}),

		/**
		 * Begins a new chain under a new key: pairing, key and head, and all that is to be sealed anew, in one
		 * transaction. What was acknowledged by another life of the database goes along, too.
		 */
		adopt: (keyring: Keyring, pairing: Pairing, { epoch, ticket }: { epoch: string; ticket: string }) =>
			change(['finished', 'outbox', 'aside', 'kept', 'facts'], async (tx) => {
				const [finished, facts] = [tx.objectStore('finished'), tx.objectStore('facts')];
				const before = (await facts.get('head')) as Head | undefined;
				if (before?.key === keyring.name) return;
				const lost = (await tx.objectStore('kept').getAll())
					.filter((kept) => kept.epoch !== epoch)
					.sort((a, b) => a.settledAt - b.settledAt || a.seq - b.seq);
				for (const { key, seq } of lost) await tx.objectStore('kept').delete([key, seq]);
				const placed = [
					...(await tx.objectStore('outbox').getAll()),
					...(await tx.objectStore('aside').getAll())
				].sort((a, b) => a.seq - b.seq);
				const all: Finished[] = [...[...lost, ...placed].map(unsealed), ...(await finished.getAll())];
				for (const shelf of ['finished', 'outbox', 'aside'] as const) await tx.objectStore(shelf).clear();
				for (const one of all) await finished.add(one);
				const head = { key: keyring.name, seq: 0, hash: keyring.name, tappedAt: before?.tappedAt ?? null };
				const now = { key: keyring, pairing, head: head satisfies Head, epoch, ticket, refused: 0 };
				for (const [fact, value] of Object.entries(now)) await facts.put(value, fact);
				await facts.delete('nextKey');
			}),

		/** All that is still at hand of a key's chain, in its order. */
		chain: (key: string): Promise<Sealed[]> =>
			read(async (db) => {
				const tx = db.transaction(['outbox', 'aside', 'kept']);
				const [outbox, aside, kept] = await Promise.all([
					tx.objectStore('outbox').getAll(),
					tx.objectStore('aside').getAll(),
					tx.objectStore('kept').getAll(IDBKeyRange.bound([key, 0], [key, Infinity]))
				]);
				return [...outbox, ...aside, ...kept]
					.filter((sealed) => sealed.key === key)
					.sort((a, b) => a.seq - b.seq);
			}),

		/** The store is full: a new rating is worth more than the oldest of those that the server has. */
		makeRoom: () => change(['kept'], (tx) => drop(tx, undefined, ROOM))
	};
}

async function refillFrom(tx: Change, key: string, epoch: string, aboveSeq: number): Promise<number> {
	const kept = tx.objectStore('kept');
	const range = IDBKeyRange.bound([key, aboveSeq + 1], [key, Infinity]);
	const lacking = (await kept.getAll(range)).filter((one) => one.epoch !== epoch);
	for (const { seq, hash, rating } of lacking) {
		await tx.objectStore('outbox').put({ seq, key, hash, rating });
		await kept.delete([key, seq]);
	}
	// The refused ones go along: the drawer they lay in is a life of the database further back, too.
	const facts = tx.objectStore('facts');
	const refused = ((await facts.get('refused')) as number | undefined) ?? 0;
	await facts.put(Math.max(0, refused - lacking.filter((one) => one.refused).length), 'refused');
	await facts.put(epoch, 'epoch');
	return lacking.length;
}

/** Lets go of what was acknowledged long ago, and of the oldest where there are too many. */
async function sweep(tx: Change, at: number): Promise<void> {
	await drop(tx, IDBKeyRange.upperBound(at - KEPT_MS), SWEEP);
	const tooMany = (await tx.objectStore('kept').count()) - MAX_KEPT;
	if (tooMany > 0) await drop(tx, undefined, Math.min(tooMany, SWEEP));
}

async function drop(tx: Change, range: IDBKeyRange | undefined, most: number): Promise<void> {
	const kept = tx.objectStore('kept');
	for (const key of await kept.index('settledAt').getAllKeys(range, most)) await kept.delete(key);
}
