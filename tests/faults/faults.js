// npm run test:faults: everything that may go wrong between a tap and the ledger, done to the built server on real
// files; after each fault every acknowledged rating must be there exactly once, the rollups agree with the ledger
// and the verifier be content. Ends with the line RESULT {…}, and with 1 when anything was wrong.
//   -- --long           the whole: hundreds of kills and cuts, 200 tablets, a minute's lock
//   -- --only kills     one fault (repeatable)
//   -- --beside 3       so many faults at a time, each with a server of its own
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from './disk.js';
import { FAULTS } from './list.js';
import { make } from './world.js';

const { values } = parseArgs({
	options: {
		long: { type: 'boolean', default: false },
		only: { type: 'string', multiple: true },
		beside: { type: 'string' }
	}
});
const names = values.only ?? Object.keys(FAULTS);
const unknown = names.filter((name) => !FAULTS[name]);
if (unknown.length > 0) {
	console.error(`no such fault: ${unknown.join(', ')}. There are: ${Object.keys(FAULTS).join(', ')}`);
	process.exit(2);
}
const beside = Number(values.beside ?? (values.long ? 1 : 3));

const world = await make();
build(world.folder);
/** @type {(import('./trial.js').Outcome & { key: string, seconds: number })[]} */
const outcomes = [];
const waiting = [...names];
let begun = 0;
await Promise.all(Array.from({ length: beside }, turns));
outcomes.sort((a, b) => names.indexOf(a.key) - names.indexOf(b.key));

/** Does one fault after the other until none is left. */
async function turns() {
	for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) outcomes.push(await attempt(key));
}

/** @param {string} key */
async function attempt(key) {
	const fault = /** @type {import('./list.js').Fault} */ (FAULTS[key]);
	const say = (/** @type {string} */ words) => console.log(`  ${key}: ${words}`);
	console.log(`fault ${++begun}/${names.length}: ${key}`);
	const startedAt = Date.now();
	const outcome = await fault(world, { long: values.long, say }).catch((error) => nothing(key, error));
	const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
	const { name, times, sent, acknowledged, found, missing, doubled, note, problems } = outcome;
	say(
		`${problems.length === 0 ? 'passed' : 'FAILED'}, ${name} ×${times} in ${seconds} s: ` +
			`sent ${sent}, acknowledged ${acknowledged}, found ${found}, missing ${missing}, doubled ${doubled}` +
			(note ? ` (${note})` : '')
	);
	for (const problem of [...new Set(problems)].slice(0, 12)) say(`  ${problem}`);
	return { ...outcome, key, seconds };
}

/** A fault that broke off is a failed one. @param {string} name @param {unknown} error */
function nothing(name, error) {
	const counts = { times: 0, sent: 0, acknowledged: 0, found: 0, missing: 0, doubled: 0 };
	const problems = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
	return { ...counts, name, unanswered: new Set(), note: '', problems };
}

/** @param {'sent' | 'acknowledged' | 'found' | 'missing' | 'doubled'} field */
const sum = (field) => outcomes.reduce((total, outcome) => total + outcome[field], 0);
const failed = outcomes.filter(({ problems }) => problems.length > 0).length;
// A failed trial's database and log stay where they are, to be looked at.
if (failed === 0) rmSync(world.folder, { recursive: true, force: true });
else console.log(`what failed lies in ${world.folder}`);
const result = {
	sent: sum('sent'),
	acknowledged: sum('acknowledged'),
	found: sum('found'),
	missing: sum('missing'),
	doubled: sum('doubled'),
	faults: outcomes.map(({ unanswered: _set, problems, ...rest }) => ({
		...rest,
		passed: problems.length === 0
	}))
};
if (process.env.FAULTS_REPORT) writeFileSync(process.env.FAULTS_REPORT, JSON.stringify(result));
console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
console.log(`RESULT ${JSON.stringify(result)}`);
process.exit(failed > 0 ? 1 : 0);
