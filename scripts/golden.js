// Makes the golden values of the statistics anew, where R is: `npm run golden`. R is no part of the house: what it
// said is committed, and the tests compare with that.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'tests', 'golden');
const { error, status } = spawnSync('Rscript', ['--vanilla', join(folder, 'statistics.R'), folder], {
	stdio: 'inherit'
});
if (error?.code === 'ENOENT') {
	console.error(
		'Rscript is not installed, so nothing was made anew and tests/golden/statistics.json is as it was. On Debian: apt-get install r-base-core'
	);
	process.exit(1);
}
if (error || status !== 0) {
	console.error(`R failed: ${error?.message ?? `exit code ${status}`}`);
	process.exit(1);
}
console.log('Made tests/golden/statistics.json. `git diff tests/golden` shows what changed.');
