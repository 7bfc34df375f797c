// Asks the same file two ways, each in a process of its own: figures.ts, built for the purpose.
import { spawnSync } from 'node:child_process';
import { build } from 'vite';

/** Builds what asks. */
export async function prepare() {
	await build({
		configFile: false,
		logLevel: 'warn',
		publicDir: false,
		build: {
			...{
				ssr: 'tests/bench/dashboard/figures.ts',
				outDir: 'build/bench',
				emptyOutDir: true,
				target: 'node20'
			},
			rollupOptions: { output: { entryFileNames: 'figures.js' } }
		}
	});
}

/**
 * Milliseconds for each question, the median of some times; of a long one, of one time.
 * @param {string} url
 * @param {{ figure?: object, sql?: string }[]} questions
 * @param {number} times
 * @returns {{ ms: number, rows: number }[]}
 */
export function ask(url, questions, times) {
	const done = spawnSync(process.execPath, ['build/bench/figures.js', url, String(times)], {
		encoding: 'utf8',
		input: JSON.stringify(questions),
		stdio: ['pipe', 'pipe', 'inherit'],
		maxBuffer: 64 * 1024 * 1024
	});
	if (done.status !== 0) throw new Error('the questions were not answered');
	return done.stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line));
}
