// A thread of the verifier: examines the ranges it is given, on a reading connection of its own. Built as an entry of
// its own (build/verify-worker.js).
import { parentPort, workerData } from 'node:worker_threads';
import { open } from '../db/open';
import { examiner, type Ground } from './rows';
import type { Answer, Asked } from './threads';

const { url, ground } = workerData as { url: string; ground: Ground };
const db = open({ url, readsOnly: true });
const { range, counts } = examiner(db.read, ground);

async function answer(asked: Asked): Promise<Answer> {
	try {
		if (asked === 'counts') return { counts: await counts() };
		return { part: await range(asked.from, asked.to) };
	} catch (error) {
		return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
	}
}

parentPort?.on('message', (asked: Asked) => {
	void answer(asked).then((said) => parentPort?.postMessage(said));
});
