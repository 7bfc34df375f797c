// The press: makes PDFs of papers, one after the other, in a process of its own. Laying out a paper takes a third of a
// second of hard work and 100 MB for its fonts; there it holds up no rating, and the memory is given back. A batch
// keeps its process for many papers, which share the fonts.
import type { Language } from '../../shared/language';
import type { PaperDefinition } from '../../shared/paper';
import { Problem } from '../../shared/problem';
import { start, type Child } from './child';
import { fonts, type Fonts } from './fonts';

export type Batch = {
	/** The PDF of a paper; one at a time. Refuses try_later when it is not done in time or the batch was closed. */
	render(paper: PaperDefinition): Promise<Uint8Array>;
	/** Ends its process, also in the middle of a paper. */
	close(): Promise<void>;
};

export type Press = {
	/**
	 * The PDF of a paper, in the face of a language. Waits for its turn; refuses try_later when too many wait already
	 * or it is not done in time. Throws an Error for a definition that cannot be laid out.
	 */
	render(paper: PaperDefinition, language: Language): Promise<Uint8Array>;
	/** Many papers in the face of a language; whoever asks closes it. Refuses try_later when too many are open. */
	batch(language: Language): Batch;
	/** Ends what is under way; what waits is refused. */
	close(): Promise<void>;
};

type Limits = {
	/** How many may wait while one is made. */
	mostWaiting: number;
	/** How many batches may be open at a time. */
	mostBatches: number;
	/** How long one may take. */
	patienceMs: number;
	/** How much memory its process may use for what it lays out, beside the fonts. */
	memoryMb: number;
	/** After so many papers a batch goes on in a new process, so that what the old one gathered is given back. */
	papersPerChild: number;
};

const LIMITS: Limits = {
	mostWaiting: 8,
	mostBatches: 2,
	patienceMs: 30_000,
	memoryMb: 256,
	papersPerChild: 400
};

/** A press. `files`: where its fonts lie; else where the build or the installation has them. */
export function press(files?: Fonts, limits: Partial<Limits> = {}): Press {
	const { mostWaiting, mostBatches, patienceMs, memoryMb, papersPerChild } = { ...LIMITS, ...limits };
	const closing = new AbortController();
	const batches = new Set<Batch>();
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;

	/** Asks a child for one paper, for so long and no longer. */
	async function asked(child: Child, paper: PaperDefinition): Promise<Uint8Array> {
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			child.kill();
		}, patienceMs);
		try {
			return await child.ask(paper);
		} catch (error) {
			throw late || closing.signal.aborted ? new Problem('try_later') : error;
		} finally {
			clearTimeout(timer);
		}
	}

	async function make(paper: PaperDefinition, language: Language): Promise<Uint8Array> {
		if (closing.signal.aborted) throw new Problem('try_later');
		const child = start(language, files ?? fonts(), memoryMb);
		closing.signal.addEventListener('abort', child.kill, { once: true });
		try {
			return await asked(child, paper);
		} finally {
			closing.signal.removeEventListener('abort', child.kill);
			child.kill();
			await child.ended;
		}
	}

	function batch(language: Language): Batch {
		if (closing.signal.aborted || batches.size >= mostBatches) throw new Problem('try_later');
		let child: Child | null = null;
		let made = 0;
		let isClosed = false;
		const mine: Batch = {
			async render(paper) {
				if (isClosed) throw new Problem('try_later');
				if (child && made >= papersPerChild) {
					child.end();
					child = null;
				}
				if (!child) {
					made = 0;
					child = start(language, files ?? fonts(), memoryMb);
				}
				made++;
				try {
					return await asked(child, paper);
				} catch (error) {
					// Whatever ended this one, the next paper has a child of its own.
					child?.kill();
					child = null;
					throw isClosed ? new Problem('try_later') : error;
				}
			},
			async close() {
				isClosed = true;
				batches.delete(mine);
				child?.kill();
				await child?.ended;
			}
		};
		batches.add(mine);
		return mine;
	}

	return {
		batch,
		async render(paper, language) {
			if (waiting > mostWaiting) throw new Problem('try_later');
			waiting++;
			const before = last;
			const mine = before.then(() => make(paper, language)).finally(() => waiting--);
			last = mine.catch(() => undefined);
			return mine;
		},
		async close() {
			closing.abort();
			await Promise.all([...batches].map((one) => one.close()));
			await last;
		}
	};
}
