// npm run test:faults: runs tests/faults/faults.js against the production build, which it makes when there is none.
//   -- --long for the whole
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { needsInstall } from './install.js';

if (needsInstall()) run('npm', ['ci', '--no-audit', '--no-fund']);
if (!existsSync('build/start.js')) run('npm', ['run', 'build']);
run(process.execPath, ['tests/faults/faults.js', ...process.argv.slice(2)]);

function run(/** @type {string} */ command, /** @type {string[]} */ args) {
	const { status } = spawnSync(command, args, { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
