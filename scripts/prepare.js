// Makes what the editor, the tests and the build need and what is not committed: the compiled words, and SvelteKit's
// own types. (The fonts take longer and are only for eyes: scripts/fonts.js.)
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');

// Installed with --omit=dev there is nothing to compile with, and nothing to compile: the build is there.
if (!existsSync(join(modules, '@inlang/paraglide-js'))) process.exit(0);

compileWords();
const sync = spawnSync('npx', ['svelte-kit', 'sync'], { cwd: root, stdio: 'inherit' });
process.exit(sync.status ?? 1);

function compileWords() {
	const done = spawnSync(
		process.execPath,
		[
			join(modules, '@inlang/paraglide-js/bin/run.js'),
			'compile',
			'--project',
			'./project.inlang',
			'--outdir',
			'./src/lib/paraglide',
			'--strategy',
			'globalVariable',
			'baseLocale'
		],
		{ cwd: root, encoding: 'utf8' }
	);
	if (done.status !== 0) {
		process.stderr.write(`${done.stdout}${done.stderr}`);
		process.exit(done.status ?? 1);
	}
}
