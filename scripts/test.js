// npm test: everything, from a bare clone. Installs what is missing (packages, Chromium), builds, and runs lint,
// formatting, types, unit and integration tests, the short fault suite, and the browser tests; ends with one line "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsInstall } from './install.js';

let passed = 0;
let failed = 0;
const failures = [];

/** Runs a step to its end, showing what it says; a step counts as one check unless it counts its own. */
function step(name, command, args, env = {}) {
	const started = Date.now();
	console.log(`\n— ${name}`);
	return new Promise((resolve) => {
		const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
		child.on('close', (code) => {
			console.log(
				`  ${code === 0 ? 'done' : `failed (exit ${code})`} in ${Math.round((Date.now() - started) / 1000)} s`
			);
			resolve(code === 0);
		});
	});
}

async function check(name, command, args, env) {
	const good = await step(name, command, args, env);
	if (good) passed++;
	else {
		failed++;
		failures.push(name);
	}
	return good;
}

function finish() {
	for (const name of failures) console.log(`failed: ${name}`);
	console.log(`\n${passed} passed, ${failed} failed`);
	process.exit(failed > 0 || passed === 0 ? 1 : 0);
}

/** Adds the counts of a runner's own report; a runner that died without one is a failure. */
function tally(name, file, count) {
	try {
		const report = count(JSON.parse(readFileSync(file, 'utf8')));
		passed += report.passed;
		failed += report.failed;
		if (report.failed > 0) failures.push(`${name}: ${report.failed} tests`);
		if (report.passed + report.failed === 0) throw new Error('it ran no test');
	} catch (error) {
		failed++;
		failures.push(`${name}: no report (${error instanceof Error ? error.message : error})`);
	} finally {
		rmSync(file, { force: true });
	}
}

if (needsInstall() && !(await check('install packages', 'npm', ['ci', '--no-audit', '--no-fund']))) finish();

if (!findChromium()) {
	const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
	const [apt = 'apt-get', ...first] = [...asRoot, 'apt-get'];
	await step('look for Debian packages', apt, [...first, 'update', '-qq']);
	await check(
		'install Chromium',
		apt,
		[...first, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'],
		{
			DEBIAN_FRONTEND: 'noninteractive'
		}
	);
	if (!findChromium()) {
		failures.push('Chromium is needed for the browser tests: install it, or set CHROMIUM to its path');
		failed++;
		finish();
	}
}

if (!(await check('build', process.execPath, ['scripts/build.js']))) finish();
await check('lint', 'npx', ['eslint', '.']);
await check('formatting', 'npx', ['prettier', '--check', '.', '--log-level', 'warn']);
await check('types', 'npx', [
	'svelte-check',
	'--tsconfig',
	'./tsconfig.json',
	'--fail-on-warnings',
	'--output',
	'human'
]);

const unitReport = join(tmpdir(), `unit-${process.pid}.json`);
await step('unit and integration tests', 'npx', [
	'vitest',
	'run',
	'--reporter=default',
	'--reporter=json',
	`--outputFile.json=${unitReport}`
]);
tally('unit and integration tests', unitReport, (report) => ({
	passed: report.numPassedTests,
	// A file that could not be loaded has no tests to count, and is a failure all the same.
	failed:
		report.numFailedTests +
		report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
}));

const faultReport = join(tmpdir(), `faults-${process.pid}.json`);
await step('faults', process.execPath, ['tests/faults/faults.js'], { FAULTS_REPORT: faultReport });
tally('faults', faultReport, ({ faults }) => ({
	passed: faults.filter((fault) => fault.passed).length,
	failed: faults.filter((fault) => !fault.passed).length
}));

const browserReport = join(tmpdir(), `browser-${process.pid}.json`);
await step('browser tests', 'npx', ['playwright', 'test', '--config', 'tests/e2e/playwright.config.ts'], {
	PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport,
	CHROMIUM: findChromium()
});
tally('browser tests', browserReport, ({ stats, errors }) => ({
	passed: stats.expected,
	failed: stats.unexpected + stats.flaky + stats.skipped + errors.length
}));
finish();

function findChromium() {
	if (process.env.CHROMIUM && existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
	for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
		const found = spawnSync('which', [name], { encoding: 'utf8' });
		if (found.status === 0) return found.stdout.trim();
	}
	return undefined;
}
