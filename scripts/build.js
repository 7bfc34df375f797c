// npm run build: words and fonts, the three builds that vite.config.ts describes, and the fonts of papers. The fonts
// of pages are made once.
import { spawnSync } from 'node:child_process';

const steps = [
	['words', process.execPath, ['scripts/prepare.js']],
	['fonts', process.execPath, ['scripts/fonts.js']],
	['the kiosk', 'npx', ['vite', 'build', '--mode', 'kiosk', '--logLevel', 'warn']],
	['the app', 'npx', ['vite', 'build', '--logLevel', 'warn']],
	['the start script and the commands', 'npx', ['vite', 'build', '--mode', 'server', '--logLevel', 'warn']],
	['the fonts of papers', process.execPath, ['scripts/papers.js']]
];
// The tools say much that nobody needs; it is shown when a step fails, or with `-- --verbose`.
const verbose = process.argv.includes('--verbose');
for (const [index, [name, command, args]] of steps.entries()) {
	const started = Date.now();
	process.stdout.write(`build ${index + 1}/${steps.length}: ${name} …`);
	const done = spawnSync(/** @type {string} */ (command), /** @type {string[]} */ (args), {
		stdio: verbose ? 'inherit' : 'pipe',
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		env: { ...process.env, NODE_ENV: 'production' }
	});
	process.stdout.write(
		` ${done.status === 0 ? 'done' : 'failed'} in ${Math.round((Date.now() - started) / 1000)} s\n`
	);
	if (done.status === 0) continue;
	process.stderr.write(`${done.stdout ?? ''}${done.stderr ?? ''}`);
	process.exit(done.status ?? 1);
}
