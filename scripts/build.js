// npm run build: words and fonts, then the three builds that vite.config.ts describes.
import { spawnSync } from 'node:child_process';

const steps = [
	['words and fonts', process.execPath, ['scripts/prepare.js']],
	['the kiosk', 'npx', ['vite', 'build', '--mode', 'kiosk', '--logLevel', 'warn']],
	['the app', 'npx', ['vite', 'build', '--logLevel', 'warn']],
	['the start script and the commands', 'npx', ['vite', 'build', '--mode', 'server', '--logLevel', 'warn']]
];
for (const [index, [name, command, args]] of steps.entries()) {
	console.log(`build ${index + 1}/${steps.length}: ${name}`);
	const done = spawnSync(/** @type {string} */ (command), /** @type {string[]} */ (args), {
		stdio: 'inherit',
		env: { ...process.env, NODE_ENV: 'production' }
	});
	if (done.status !== 0) process.exit(done.status ?? 1);
}
