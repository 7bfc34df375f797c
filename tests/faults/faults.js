// npm run test:faults: everything that may go wrong between a tap and the ledger, done to the built server on real
// files; after each fault every acknowledged rating must be there exactly once, the rollups agree with the ledger
// and the verifier be content. Ends with the line RESULT {…}, and with 1 when anything was wrong.
//   -- --long           the whole: hundreds of kills and cuts, 200 tablets, a minute's lock
//   -- --only kills     one fault (repeatable)
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAULTS } from './list.js';
import { make } from './world.js';

const { values } = parseArgs({
	options: { long: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } }
});
const names = values.only ?? Object.keys(FAULTS);
const unknown = names.filter((name) => !FAULTS[name]);
if (unknown.length > 0) {
	console.error(`no such fault: ${unknown.join(', ')}. There are: ${Object.keys(FAULTS).join(', ')}`);
	process.exit(2);
}

const world = await make();
/** @type {(import('./trial.js').Outcome & { seconds: number })[]} */
const outcomes = [];
for (const [index, key] of names.entries()) {
	const fault = /** @type {import('./list.js').Fault} */ (FAULTS[key]);
	console.log(`fault ${index + 1}/${names.length}: ${key}`);
	const startedAt = Date.now();
	const outcome = await fault(world, { long: values.long, say: (words) => console.log(`  ${words}`) }).catch(
		(error) => ({
			name: key,
			times: 0,
			sent: 0,
			acknowledged: 0,
			found: 0,
			missing: 0,
			doubled: 0,
			unanswered: new Set(),
			note: '',
			problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)]
		})
	);
	const seconds = Math.round((Date.now() - startedAt) / 100) / 10;
	outcomes.push({ ...outcome, seconds });
	const { times, sent, acknowledged, found, missing, doubled, note, problems } = outcome;
	console.log(
		`  ${problems.length === 0 ? 'passed' : 'FAILED'} ${outcome.name} ×${times} in ${seconds} s: ` +
			`sent ${sent}, acknowledged ${acknowledged}, found ${found}, missing ${missing}, doubled ${doubled}` +
			(note ? ` (${note})` : '')
	);
	for (const problem of problems.slice(0, 12)) console.log(`    ${problem}`);
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
	faults: outcomes.map(({ unanswered: _, problems, ...rest }) => ({ ...rest, passed: problems.length === 0 }))
};
if (process.env.FAULTS_REPORT) writeFileSync(process.env.FAULTS_REPORT, JSON.stringify(result));
console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
console.log(`RESULT ${JSON.stringify(result)}`);
process.exit(failed > 0 ? 1 : 0);
