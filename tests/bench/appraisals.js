// npm run bench:appraisals: how long it takes to draft all sheets of a period, one sheet, and to compute one again, in a
// ledger of some years; beside a plain GROUP BY over the same ratings in the same run.
//   -- --ratings 6000000 --file data/other.db --kind half --start 2026-01-01 --times 50
// The database is kept in data/bench-appraisals-<ratings>.db for the next run.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { median, percentile, result, task } from './server.js';

const { values } = parseArgs({
	options: {
		/** Of a year up to 2026-11-21: a quarter of it holds a little over a quarter of them. */
		ratings: { type: 'string', default: '600000' },
		/** Another database file, as it is. */
		file: { type: 'string' },
		kind: { type: 'string', default: 'quarter' },
		start: { type: 'string', default: '2026-07-01' },
		times: { type: 'string', default: '50' }
	}
});
const AIMS = { allMs: 60_000, oneMs: 300 };
const file = values.file ?? `data/bench-appraisals-${values.ratings}.db`;
const url = `file:${file}`;
const round = (/** @type {number} */ number) => Math.round(number * 10) / 10;

if (!existsSync(file)) {
	const world = ['--branches', '300', '--officers', '5000', '--services', '20', '--years', '1'];
	task(url, 'seed', '--ratings', values.ratings, ...world, '--until', '2026-11-21');
}
await build({
	configFile: false,
	logLevel: 'warn',
	publicDir: false,
	build: {
		...{
			ssr: 'tests/bench/appraisals/drafting.ts',
			outDir: 'build/bench',
			emptyOutDir: false,
			target: 'node20'
		},
		rollupOptions: { output: { entryFileNames: 'drafting.js' } }
	}
});
const done = spawnSync(
	process.execPath,
	['build/bench/drafting.js', url, values.kind, values.start, values.times],
	{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 64 * 1024 * 1024 }
);
if (done.status !== 0) throw new Error('the sheets were not drafted');
const found = JSON.parse(done.stdout);
const one = { p50Ms: round(median(found.ones)), p95Ms: round(percentile(found.ones, 0.95)) };
const again = { p50Ms: round(median(found.recomputed)), p95Ms: round(percentile(found.recomputed, 0.95)) };
const figures = {
	...{ fromDay: found.fromDay, toDay: found.toDay, ratings: found.ratings, sheets: found.sheets },
	all: { seconds: round(found.allMs / 1000), longestTurnMs: round(found.allLongestMs), heard: found.heard },
	redrafted: { seconds: round(found.againMs / 1000), changed: found.againChanged },
	one: { ...one, longestTurnMs: round(found.oneLongestMs) },
	recompute: { ...again, unequal: found.unequal },
	groupBySeconds: round(found.groupByMs / 1000),
	rssMB: found.rssMB
};
const above = (/** @type {boolean} */ is, /** @type {string} */ aim) => (is ? ` — above ${aim}` : '');
console.log(`${found.ratings} ratings from ${found.fromDay} to ${found.toDay}, ${found.sheets} sheets`);
console.log(
	`all sheets: ${figures.all.seconds} s${above(found.allMs > AIMS.allMs, '60 s')}, progress said ${found.heard} times, no turn for others for ${figures.all.longestTurnMs} ms at most`
);
console.log(
	`a plain GROUP BY over the same ratings: ${figures.groupBySeconds} s; drafting takes ${round(found.allMs / found.groupByMs)} times as long`
);
console.log(
	`drafted again with nothing new: ${figures.redrafted.seconds} s, ${found.againChanged} sheets changed`
);
console.log(`one sheet: p50 ${one.p50Ms} ms, p95 ${one.p95Ms} ms${above(one.p95Ms > AIMS.oneMs, '300 ms')}`);
console.log(
	`computed again: p50 ${again.p50Ms} ms, p95 ${again.p95Ms} ms, ${found.unequal} of ${found.recomputed.length} unequal`
);
console.log(`peak memory ${found.rssMB} MB`);
result(figures);
