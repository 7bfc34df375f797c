// npm run bench:packs: how long all PDFs of a period take as one archive, and whether memory grows with their number; a
// single PDF on demand; and the whole period as CSV, XLSX and JSON. The server's memory and its press's, at a quarter,
// half and all of the archive.
//   -- --sheets 5000 --language ja
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { signIn } from './dashboard/visits.js';
import { ask, median, result, serve, task } from './server.js';

const { values } = parseArgs({
	options: {
		sheets: { type: 'string', default: '200' },
		language: { type: 'string', default: 'vi' },
		times: { type: 'string', default: '10' }
	}
});
const sheets = Number(values.sheets);
const folder = mkdtempSync(join(tmpdir(), 'hai-long-packs-'));
const url = `file:${join(folder, 'bench.db')}`;
const round = (/** @type {number} */ number) => Math.round(number * 10) / 10;
const { periodId, sheetId } = await filled();
const server = await serve(url);
const base = `http://127.0.0.1:${server.port}`;
const cookie = await signIn(server, 'hr');
const get = (/** @type {string} */ path) => fetch(base + path, { headers: { cookie } });

const one = await single();
const archive = await whole();
const files = [];
for (const name of ['sheets.csv', 'sheets.xlsx', 'sheets.json']) files.push(await taken(name));
const gone = await abandoned();
await server.stop();
rmSync(folder, { recursive: true });
result({ sheets, language: values.language, one, archive, files, gone });

async function filled() {
	task(url, 'seed', '--ratings', '2000', '--branches', '60', '--officers', String(Math.max(sheets, 200)));
	await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: {
			...{ ssr: 'tests/bench/packs/sealing.ts', outDir: 'build/bench', emptyOutDir: false, target: 'node20' },
			rollupOptions: { output: { entryFileNames: 'sealing.js' } }
		}
	});
	// Started once, so that the rule sets that come with the program are there.
	await (await serve(url)).stop();
	const done = spawnSync(process.execPath, ['build/bench/sealing.js', url, String(sheets)], {
		encoding: 'utf8'
	});
	if (done.status !== 0) throw new Error(done.stderr);
	const { periodId } = JSON.parse(done.stdout);
	const [row] = ask(url, `SELECT min(id) AS id FROM sheets WHERE "periodId" = ${periodId}`);
	return { periodId, sheetId: row?.id };
}

async function single() {
	/** @type {number[]} */
	const took = [];
	for (let time = 0; time < Number(values.times); time++) {
		const at = performance.now();
		const answer = await get(`/admin/sheets/${sheetId}/sheet.pdf?language=${values.language}`);
		const bytes = (await answer.arrayBuffer()).byteLength;
		if (answer.status !== 200 || bytes < 10_000) throw new Error(`no PDF: ${answer.status}`);
		took.push(performance.now() - at);
	}
	console.log(`one PDF on demand: ${Math.round(median(took))} ms`);
	return { ms: Math.round(median(took)) };
}

async function whole() {
	const at = performance.now();
	const answer = await get(`/admin/appraisals/${periodId}/archive.zip?language=${values.language}`);
	if (!answer.body) throw new Error(`no archive: ${answer.status}`);
	let [bytes, pdfs] = [0, 0];
	/** @type {{ pdfs: number, serverMB: number, pressMB: number }[]} */
	const seen = [];
	let most = { serverMB: 0, pressMB: 0 };
	const marks = [0.25, 0.5, 1].map((share) => Math.floor(sheets * share));
	for await (const piece of answer.body) {
		bytes += piece.length;
		// A local file header begins each file and comes in a piece of its own.
		pdfs += count(Buffer.from(piece), '504b0304');
		most = {
			serverMB: Math.max(most.serverMB, server.rssMB()),
			pressMB: Math.max(most.pressMB, pressMB(server.pid))
		};
		if (pdfs >= (marks[seen.length] ?? Infinity)) {
			seen.push({ pdfs, ...most });
			console.log(`${pdfs} PDFs: most so far server ${most.serverMB} MB, press ${most.pressMB} MB`);
		}
	}
	const seconds = (performance.now() - at) / 1000;
	if (pdfs !== sheets) throw new Error(`${pdfs} PDFs of ${sheets}`);
	const [quarter, , all] = seen;
	const grown = (/** @type {'serverMB' | 'pressMB'} */ what) =>
		Math.round(((all?.[what] ?? 0) / (quarter?.[what] ?? 1)) * 100) / 100;
	console.log(
		`${pdfs} PDFs, ${round(bytes / 1024 ** 2)} MB in ${round(seconds)} s: ${round(pdfs / seconds)} PDFs/s`
	);
	console.log(`most memory at all over at a quarter: server ${grown('serverMB')}, press ${grown('pressMB')}`);
	return {
		...{
			seconds: round(seconds),
			perSecond: round(pdfs / seconds),
			megabytes: round(bytes / 1024 ** 2),
			seen
		},
		...{ serverGrown: grown('serverMB'), pressGrown: grown('pressMB') }
	};
}

/** @param {string} name */
async function taken(name) {
	const at = performance.now();
	const answer = await get(`/admin/appraisals/${periodId}/${name}`);
	const bytes = (await answer.arrayBuffer()).byteLength;
	if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
	const seconds = round((performance.now() - at) / 1000);
	console.log(`${name}: ${round(bytes / 1024 ** 2)} MB in ${seconds} s, server ${server.rssMB()} MB`);
	return { name, seconds, megabytes: round(bytes / 1024 ** 2) };
}

/** An archive that nobody reads to its end: how soon its press is gone. */
async function abandoned() {
	const stop = new AbortController();
	const answer = await fetch(`${base}/admin/appraisals/${periodId}/archive.zip`, {
		headers: { cookie },
		signal: stop.signal
	});
	await answer.body?.getReader().read();
	const at = performance.now();
	stop.abort();
	while (pressMB(server.pid) > 0) {
		if (performance.now() - at > 10_000) throw new Error('the press works on for nobody');
		await new Promise((later) => setTimeout(later, 10));
	}
	const ms = Math.round(performance.now() - at);
	console.log(`an archive given up: its process is gone after ${ms} ms`);
	return { ms };
}

/** Resident memory of the server's children, in MB. @param {number} pid */
function pressMB(pid) {
	let sum = 0;
	for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)) {
		try {
			const status = readFileSync(`/proc/${child}/status`, 'utf8');
			sum += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
		} catch {
			// It ended meanwhile.
		}
	}
	return Math.round(sum / 1024);
}

/** @param {Buffer} piece @param {string} hex */
function count(piece, hex) {
	return piece.includes(Buffer.from(hex, 'hex')) ? piece.toString('hex').split(hex).length - 1 : 0;
}
