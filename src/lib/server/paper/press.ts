// The press: makes PDFs of papers, one after the other, each in a process of its own. Laying out a paper takes a
// third of a second of hard work and 100 MB for its fonts; there it holds up no rating, and the memory is given back.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { FACES, type PaperDefinition } from '../../shared/paper';
import type { Language } from '../../shared/language';
import { Problem } from '../../shared/problem';
import { fonts, type Fonts } from './fonts';

export type Press = {
	/**
	 * The PDF of a paper, in the face of a language. Waits for its turn; refuses try_later when too many wait already
	 * or it is not done in time. Throws an Error for a definition that cannot be laid out.
	 */
	render(paper: PaperDefinition, language: Language): Promise<Uint8Array>;
	/** Ends what is under way; what waits is refused. */
	close(): Promise<void>;
};

type Limits = {
	/** How many may wait while one is made. */
	mostWaiting: number;
	/** How long one may take. */
	patienceMs: number;
	/** How much memory its process may use for what it lays out, beside the fonts. */
	memoryMb: number;
};

const LIMITS: Limits = { mostWaiting: 8, patienceMs: 30_000, memoryMb: 256 };

// Reads a paper, writes its PDF. It steps back behind the server (priority), opens no file but the fonts, and nothing
// of the network.
const PROGRAM = `
require('node:os').setPriority(10);
const pdfmake = require(process.argv[1]);
let asked = '';
process.stdin.setEncoding('utf8').on('data', (text) => (asked += text));
process.stdin.on('end', async () => {
	const { paper, face, language, fonts } = JSON.parse(asked);
	const files = Object.values(fonts).flatMap((font) => Object.values(font));
	pdfmake.setFonts(fonts);
	pdfmake.setUrlAccessPolicy(() => false);
	pdfmake.setLocalAccessPolicy((path) => files.includes(path));
	// The layout that tables of papers name ('rules'): thin rules between rows, a stronger one under the head.
	const under = (i, node) => i > 0 && i === node.table.headerRows;
	pdfmake.addTableLayouts({
		rules: {
			hLineWidth: (i, node) => (i === 0 ? 0 : under(i, node) ? 0.9 : 0.4),
			hLineColor: (i, node) => (under(i, node) ? '#000000' : '#aaaaaa'),
			vLineWidth: () => 0,
			paddingLeft: (i) => (i === 0 ? 0 : 5),
			paddingRight: (i, node) => (i === node.table.widths.length - 1 ? 0 : 5),
			paddingTop: () => 2,
			paddingBottom: () => 2
		}
	});
	const small = { fontSize: 8, color: '#555555' };
	const made = await pdfmake.createPdf({
		pageSize: 'A4',
		pageMargins: [56, 48, 56, 56],
		language,
		displayTitle: true,
		info: { title: paper.title, creator: 'Hài lòng', producer: 'Hài lòng', creationDate: new Date(paper.at) },
		defaultStyle: { font: face, fontSize: 9.5, lineHeight: 1.12 },
		content: paper.content,
		footer: (page, pages) => ({
			margin: [56, 20, 56, 0],
			columns: [
				{ text: paper.foot.text, ...small },
				{
					text: paper.foot.number.replace('{page}', page).replace('{pages}', pages),
					alignment: 'right',
					width: 110,
					...small
				}
			]
		})
	}).getBuffer();
	process.stdout.write(made);
});`;

/** A press. `files`: where its fonts lie; else where the build or the installation has them. */
export function press(files?: Fonts, limits: Partial<Limits> = {}): Press {
	const { mostWaiting, patienceMs, memoryMb } = { ...LIMITS, ...limits };
	const closing = new AbortController();
	let last: Promise<unknown> = Promise.resolve();
	let waiting = 0;

	function make(paper: PaperDefinition, language: Language): Promise<Uint8Array> {
		return new Promise((done, failed) => {
			if (closing.signal.aborted) return failed(new Problem('try_later'));
			const pdfmake = createRequire(import.meta.url).resolve('pdfmake');
			const child = spawn(
				process.execPath,
				[`--max-old-space-size=${memoryMb}`, '--no-warnings', '-e', PROGRAM, pdfmake],
				// Nothing of this process's environment: it holds the house's secret.
				{ stdio: ['pipe', 'pipe', 'pipe'], env: {} }
			);
			const pieces: Buffer[] = [];
			let said = '';
			let late = false;
			const stop = () => child.kill('SIGKILL');
			const timer = setTimeout(() => {
				late = true;
				stop();
			}, patienceMs);
			closing.signal.addEventListener('abort', stop, { once: true });
			child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
			child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4000)));
			child.stdin.on('error', () => undefined);
			child.on('error', failed);
			child.on('close', (code) => {
				clearTimeout(timer);
				closing.signal.removeEventListener('abort', stop);
				if (late || closing.signal.aborted) failed(new Problem('try_later'));
				else if (code === 0 && pieces.length > 0) done(new Uint8Array(Buffer.concat(pieces)));
				else failed(new Error(`the press made no paper (${code ?? 'killed'}): ${said}`));
			});
			child.stdin.end(JSON.stringify({ paper, language, face: FACES[language], fonts: files ?? fonts() }));
		});
	}

	return {
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
			await last;
		}
	};
}
