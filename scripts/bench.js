// npm run bench:NAME: runs tests/bench/NAME.js against the production build, which it makes when there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const [name, ...rest] = process.argv.slice(2);
const file = `tests/bench/${name}.js`;
if (!name || !existsSync(file)) {
	console.error('usage: node scripts/bench.js kiosk|intake|dashboard|verify|appraisals|packs [options]');
	process.exit(2);
}
if (!existsSync('build/start.js')) {
	const built = spawnSync('npm', ['run', 'build'], { stdio: 'inherit' });
	if (built.status !== 0) process.exit(built.status ?? 1);
}
process.exit(spawnSync(process.execPath, [file, ...rest], { stdio: 'inherit' }).status ?? 1);
