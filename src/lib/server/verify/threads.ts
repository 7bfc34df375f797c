// Several examiners at once, each on a thread of its own: hashing and checking signatures is most of the work.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Crew } from './verify';
import type { Prints } from './prints';
import type { Examiner, Ground, Part } from './rows';

/** What a thread is asked: a range, or what it has counted. */
export type Asked = { from: number; to: number } | 'counts';
export type Answer = { part: Part } | { counts: Prints } | { error: string };

/** Where the build puts worker.ts; null where this code was not built. */
export function script(): string | null {
	const path = join(dirname(fileURLToPath(import.meta.url)), 'verify-worker.js');
	return existsSync(path) ? path : null;
}

/** A crew of `size` threads that read the database at `url`. */
export function threads(path: string, url: string, size: number): (ground: Ground) => Crew {
	return (ground) => {
		const workers = Array.from({ length: size }, () => new Worker(path, { workerData: { url, ground } }));
		return {
			members: workers.map(member),
			dismiss: async () => {
				await Promise.all(workers.map((worker) => worker.terminate()));
			}
		};
	};
}

/** One thread, asked one thing at a time. */
function member(worker: Worker): Examiner {
	function ask(asked: Asked): Promise<Answer> {
		return new Promise((answered, failed) => {
			const end = (settle: () => void) => {
				worker.off('message', hear).off('error', fail).off('exit', leave);
				settle();
			};
			const hear = (answer: Answer) =>
				end(() => ('error' in answer ? failed(new Error(answer.error)) : answered(answer)));
			const fail = (error: Error) => end(() => failed(error));
			const leave = (code: number) =>
				end(() => failed(new Error(`a thread of the verifier ended with ${code}`)));
			worker.on('message', hear).on('error', fail).on('exit', leave);
			worker.postMessage(asked);
		});
	}
	return {
		range: async (from, to) => ((await ask({ from, to })) as { part: Part }).part,
		counts: async () => ((await ask('counts')) as { counts: Prints }).counts
	};
}
