// Makes what is generated and not committed: the compiled words and the fonts the app serves itself.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');

// Installed with --omit=dev there is nothing to compile with, and nothing to compile: the build is there.
if (!existsSync(join(modules, '@inlang/paraglide-js'))) process.exit(0);

compileWords();
collectFonts();
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

/**
 * Copies the font files the app serves, with a small list per script of which slice holds which characters.
 * The page asks for only the slices whose characters it shows (src/lib/ui/fonts.ts).
 */
function collectFonts() {
	const to = join(root, 'static/fonts');
	mkdirSync(to, { recursive: true });
	for (const subset of ['latin', 'latin-ext', 'vietnamese'])
		for (const weight of [400, 600, 700]) {
			const name = `be-vietnam-pro-${subset}-${weight}-normal.woff2`;
			copyFileSync(join(modules, '@fontsource/be-vietnam-pro/files', name), join(to, name));
		}
	for (const [language, family] of [
		['ja', 'noto-sans-jp'],
		['zh', 'noto-sans-sc'],
		['ko', 'noto-sans-kr']
	]) {
		const from = join(modules, '@fontsource-variable', family);
		/** @type {Record<string, string>} */
		const ranges = JSON.parse(readFileSync(join(from, 'unicode.json'), 'utf8'));
		const slices = [];
		for (const [slice, range] of Object.entries(ranges)) {
			// Latin, Cyrillic and Vietnamese come from the text face.
			if (!slice.startsWith('[')) continue;
			const file = `${family}-${slice.slice(1, -1)}-wght-normal.woff2`;
			copyFileSync(join(from, 'files', file), join(to, file));
			slices.push([file, range]);
		}
		writeFileSync(join(to, `${language}.json`), JSON.stringify(slices));
	}
}
