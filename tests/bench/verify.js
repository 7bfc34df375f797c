// npm run bench:verify: how many ratings a second the verifier looks at, from end to end: links, digests, tablets'
// chains, signatures, comments, the trail, checkpoints and rollups, on as many threads as there are cores.
//   -- --ratings 1000000 --times 3 --workers 2
// The database is kept in data/bench-verify-<ratings>.db for the next run.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { median, result, task } from './server.js';

const { values } = parseArgs({
	options: {
		ratings: { type: 'string', default: '1000000' },
		times: { type: 'string', default: '3' },
		workers: { type: 'string', default: String(availableParallelism()) },
		/** Another database, as it is. */
		file: { type: 'string' }
	}
});
const file = values.file ?? `data/bench-verify-${values.ratings}.db`;
const url = `file:${file}`;
if (!existsSync(file)) {
	const started = performance.now();
	task(url, 'seed', '--ratings', values.ratings);
	console.log(`seeded in ${Math.round((performance.now() - started) / 1000)} s`);
}

const reports = [];
for (let time = 0; time < Number(values.times); time++) {
	/** @type {{ ratings: number, signatures: number, comments: number, findings: unknown[], seconds: number }} */
	const report = JSON.parse(task(url, 'verify', '--json', '--workers', values.workers));
	if (report.findings.length > 0)
		throw new Error(`not clean: ${JSON.stringify(report.findings.slice(0, 3))}`);
	console.log(`${report.ratings} ratings in ${report.seconds.toFixed(2)} s`);
	reports.push(report);
}
const seconds = median(reports.map((report) => report.seconds));
const { ratings = 0, signatures = 0, comments = 0 } = reports[0] ?? {};
result({
	ratings,
	perSecond: Math.round(ratings / seconds),
	...{ seconds: Number(seconds.toFixed(2)), signatures, comments, workers: Number(values.workers) }
});
