// For the benchmark alone: asks a database file some questions through the functions that the screens use, or in plain
// SQL, and prints how long each took. Built by tests/bench/dashboard/asking.js, and a process of its own, because it
// holds the file open.
//   node figures.js URL TIMES < [{"figure": …} or {"sql": …}]
import type { InStatement } from '@libsql/client';
import { hours } from '../../../src/lib/server/analytics/hours';
import { ask } from '../../../src/lib/server/analytics/question';
import { reasons } from '../../../src/lib/server/analytics/reasons';
import { mixed, tallies, type By, type Cut } from '../../../src/lib/server/analytics/tally';
import { open } from '../../../src/lib/server/db/open';
import { PRIVACY } from '../../../src/lib/shared/privacy';

type Figure = { what: 'tally' | 'mixed' | 'hours' | 'reasons'; cut: Cut; by: By };
type Wanted = { figure?: Figure; sql?: string };

/** A question that takes longer is asked once. */
const LONG_MS = 2_000;

const [url = '', times = '1'] = process.argv.slice(2);
const db = open({ url, readsOnly: true });
let text = '';
for await (const piece of process.stdin) text += String(piece);
for (const { figure, sql } of JSON.parse(text) as Wanted[]) {
	const took: number[] = [];
	let rows = 0;
	for (let time = -1; time < Number(times); time++) {
		const startedAt = performance.now();
		rows = figure
			? await answered(figure)
			: (await db.guard.execute((sql ?? '') as InStatement & string)).rows.length;
		const ms = performance.now() - startedAt;
		if (time >= 0 || ms > LONG_MS) took.push(ms);
		if (ms > LONG_MS) break;
		await new Promise((turn) => setImmediate(turn));
	}
	took.sort((a, b) => a - b);
	console.log(JSON.stringify({ ms: took[Math.floor(took.length / 2)], rows }));
}
db.close();

async function answered({ what, cut, by }: Figure): Promise<number> {
	if (what === 'tally') return (await ask(db, tallies(cut, by)))[0].length;
	if (what === 'mixed') return (await ask(db, mixed(cut, by)))[0].length;
	const { from, to, officerId, counterId } = cut;
	const asked = {
		...{ cut, officerId, counterId, scale: null },
		period: { text: `${from}..${to}`, kind: 'span' as const, from, to },
		desk: { grain: 'month' as const, from, to }
	};
	const answer = await (what === 'hours' ? hours : reasons)(db, asked, cut.branches, PRIVACY);
	return JSON.stringify(answer).length;
}
