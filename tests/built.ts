// The commands as an operator runs them, in processes of their own: build/tasks.js, built for the tests.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');

/** Builds the commands; answers the script and how to remove it. Inside the project, where the packages are found. */
export async function commands(): Promise<{ script: string; remove: () => void }> {
	const cache = join(root, 'node_modules/.cache');
	mkdirSync(cache, { recursive: true });
	const folder = mkdtempSync(join(cache, 'hai-long-commands-'));
	await build({
		configFile: false,
		root,
		publicDir: false,
		logLevel: 'error',
		resolve: { alias: { $lib: join(root, 'src/lib'), $words: join(root, 'src/lib/paraglide/messages.js') } },
		build: {
			ssr: join(root, 'src/lib/server/tasks/main.ts'),
			outDir: folder,
			emptyOutDir: true,
			target: 'node20',
			rollupOptions: { output: { entryFileNames: 'tasks.js' } }
		}
	});
	return { script: join(folder, 'tasks.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Ran = { status: number | null; out: string; err: string };

/** Runs a command on a database file to its end. `limit` is a largest file size in blocks of 1024 bytes. */
export async function run(script: string, path: string, args: string[], limit?: number): Promise<Ran> {
	const shell = limit === undefined ? 'exec "$@"' : `ulimit -f ${limit}; exec "$@"`;
	const child = spawn('bash', ['-c', shell, 'bash', process.execPath, script, ...args], {
		cwd: root,
		env: { ...process.env, DATABASE_URL: `file:${path}` },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let out = '';
	let err = '';
	child.stdout.on('data', (text) => (out += text));
	child.stderr.on('data', (text) => (err += text));
	const status = await new Promise<number | null>((ended) => child.on('close', ended));
	return { status, out, err };
}
