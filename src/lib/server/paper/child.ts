// A process of its own in which papers are laid out, one after the other (program.ts). What it was asked for comes back
// in the order of asking; a paper that cannot be laid out ends it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { FACES, type PaperDefinition } from '../../shared/paper';
import type { Language } from '../../shared/language';
import type { Fonts } from './fonts';
import { PROGRAM } from './program';

export type Child = {
	pid: number | undefined;
	/** The PDF of a paper. Throws an Error that says what went wrong when the process ends before. */
	ask(paper: PaperDefinition): Promise<Uint8Array>;
	/** Nothing more is asked: it ends once all is answered. */
	end(): void;
	kill(): void;
	/** Resolved once it has ended. */
	ended: Promise<void>;
};

/** Starts one for papers in a language; `memoryMb`: what it may use for what it lays out, beside the fonts. */
export function start(language: Language, fonts: Fonts, memoryMb: number): Child {
	const pdfmake = createRequire(import.meta.url).resolve('pdfmake');
	const documents = createRequire(pdfmake).resolve('./PDFDocument.js');
	const child = spawn(
		process.execPath,
		[`--max-old-space-size=${memoryMb}`, '--no-warnings', '-e', PROGRAM, pdfmake, documents],
		// Nothing of this process's environment: it holds the house's secret.
		{ stdio: ['pipe', 'pipe', 'pipe'], env: {} }
	);
	const waiting: { done: (pdf: Uint8Array) => void; failed: (error: Error) => void }[] = [];
	let pieces: Buffer[] = [];
	let length = 0;
	let said = '';
	let isOver = false;

	function take(piece: Buffer): void {
		pieces.push(piece);
		length += piece.length;
		for (;;) {
			if (length < 4) return;
			if ((pieces[0]?.length ?? 0) < 4) pieces = [Buffer.concat(pieces)];
			const size = pieces[0]?.readUInt32BE(0) ?? 0;
			if (length < 4 + size) return;
			const all = Buffer.concat(pieces);
			waiting.shift()?.done(new Uint8Array(all.subarray(4, 4 + size)));
			const rest = all.subarray(4 + size);
			pieces = rest.length === 0 ? [] : [rest];
			length = rest.length;
		}
	}

	function over(why: string): void {
		isOver = true;
		for (const { failed } of waiting.splice(0))
			failed(new Error(`the press made no paper (${why}): ${said}`));
	}

	child.stdout.on('data', take);
	child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4000)));
	child.stdin.on('error', () => undefined);
	const ended = new Promise<void>((done) => {
		child.on('error', (error) => {
			over(error.message);
			done();
		});
		child.on('close', (code) => {
			over(String(code ?? 'killed'));
			done();
		});
	});
	child.stdin.write(`${JSON.stringify({ language, face: FACES[language], fonts })}\n`);
	return {
		pid: child.pid,
		ended,
		ask: (paper) =>
			new Promise((done, failed) => {
				waiting.push({ done, failed });
				if (isOver) over('ended');
				else child.stdin.write(`${JSON.stringify(paper)}\n`);
			}),
		end: () => void child.stdin.end(),
		kill: () => void child.kill('SIGKILL')
	};
}
