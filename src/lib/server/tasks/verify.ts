// npm run verify: re-computes every chain, digest, signature and figure, and says in words what is wrong and where.
// Only reads, and may run beside a running server.
import { availableParallelism } from 'node:os';
import { keyFrom } from '../ratings/checkpoint';
import { verify, type Report } from '../verify/verify';
import * as threads from '../verify/threads';
import { number, options, type Call } from './call';
import type { Progress, Say } from './say';

export const USAGE = `verify [--json] [--workers N]
    Checks the whole database: the ledger's chain, every tablet's chain and signatures, comments, entries, the trail,
    checkpoints and rollups. Ends with 1 when anything is wrong. --json says it as one line of JSON. With SECRET set,
    the newest checkpoint must be signed by this server.`;

export const writes = false;

export async function run({ db, file, args, say, secret }: Call): Promise<number> {
	const given = options(args, ['workers'], [], ['json']);
	const size = number('workers', given.workers ?? String(availableParallelism()), 1, 64);
	const path = threads.script();
	const startedAt = performance.now();
	let bar: Progress | undefined;
	const report = await verify(db, {
		publicKey: secret ? keyFrom(secret).publicKey : null,
		...(file !== null && path !== null ? { crew: threads.threads(path, `file:${file}`, size) } : {}),
		progress: (done, total) => {
			if (!given.json) (bar ??= say.progress('ratings', total)).to(done);
		}
	});
	bar?.end();
	const seconds = (performance.now() - startedAt) / 1000;
	if (given.json) say.line(JSON.stringify({ ...report, seconds }));
	else tell(say, report, seconds);
	return report.findings.length === 0 ? 0 : 1;
}

/** The report in words. */
function tell(say: Say, report: Report, seconds: number): void {
	for (const { kind, text } of report.findings) say.line(`${kind}: ${text}`);
	for (const { deviceId, device, count } of report.refilled)
		say.line(
			`refilled: ${device} (device ${deviceId}) sent ${count} again that were tapped before the restore`
		);
	if (report.waiting > 0)
		say.line(`waiting: ${report.waiting} ratings are on tablets still, by their own words`);
	const { ratings, signatures, comments, refused, entries, audit, checkpoints } = report;
	say.line(
		`Looked at ${ratings} ratings, ${signatures} signatures, ${comments} comments, ${refused} refused ratings, ` +
			`${entries} entries, ${audit} lines of the trail, ${checkpoints} checkpoints and every rollup in ${seconds.toFixed(1)} s.`
	);
	const count = report.findings.length;
	say.line(
		count === 0
			? 'Nothing is missing, altered, inserted, doubled or out of chain.'
			: `${count === 1 ? '1 thing is' : `${count} things are`} wrong. Nothing was changed; see docs/operating.md.`
	);
}
