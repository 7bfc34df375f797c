// Does to one database file what HR does, and says as JSON how long it took: all sheets of a period, one sheet, one
// computed again as a seal's check does, and a plain GROUP BY over the same ratings.
//   node build/bench/drafting.js file:PATH KIND FIRST-DAY TIMES
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../../src/lib/shared/actor';
import type { AppraisalKind } from '../../../src/lib/shared/appraisal';
import { draftAll, draftOne } from '../../../src/lib/server/appraisals/draft';
import * as members from '../../../src/lib/server/appraisals/members';
import * as periods from '../../../src/lib/server/appraisals/periods';
import { contentAgain, differing } from '../../../src/lib/server/appraisals/recompute';
import { sheets } from '../../../src/lib/server/appraisals/table';
import { open, type Db } from '../../../src/lib/server/db/open';
import { migrate } from '../../../src/lib/server/db/migrate';
import * as rulesets from '../../../src/lib/server/rulesets/rulesets';

const [url = '', kind = 'quarter', start = '', times = '50'] = process.argv.slice(2);
const now = () => performance.now();
/** How long nobody else got a turn, at most, in milliseconds. */
let [longestMs, tickedAt] = [0, now()];
const ticking = setInterval(() => {
	longestMs = Math.max(longestMs, now() - tickedAt - 5);
	tickedAt = now();
}, 5);
const settle = async () => {
	await new Promise((resolve) => setTimeout(resolve, 50));
	longestMs = 0;
};

const db = open({ url });
await migrate(db);
await rulesets.ship(db, Date.now());
const periodId = await period(db);
const [row] = await db.read.all<{ fromDay: string; toDay: string }>(
	sql`SELECT "fromDay", "toDay" FROM periods WHERE id = ${periodId}`
);
const { fromDay, toDay } = row!;

await settle();
const startedAt = now();
let heard = 0;
const { sheets: drafted } = await draftAll(db, SYSTEM, periodId, Date.now(), {
	progress: (done, total) => {
		heard++;
		if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}`);
	}
});
const allMs = now() - startedAt;
const allLongestMs = longestMs;

await settle();
const againAt = now();
const again = await draftAll(db, SYSTEM, periodId, Date.now());
const againMs = now() - againAt;

const list = await db.read
	.select({ id: sheets.id, officerId: sheets.officerId })
	.from(sheets)
	.where(sql`${sheets.periodId} = ${periodId}`);
await settle();
const ones: number[] = [];
for (let time = 0; time < Number(times); time++) {
	const { id } = list[(time * 97) % list.length]!;
	const at = now();
	await draftOne(db, SYSTEM, id, Date.now());
	ones.push(now() - at);
	await new Promise((resolve) => setImmediate(resolve));
}
const oneLongestMs = longestMs;

const recomputed: number[] = [];
let unequal = 0;
for (let time = 0; time < Number(times); time++) {
	const { id } = list[(time * 89) % list.length]!;
	const [sheet] = await db.read
		.select({ content: sheets.content })
		.from(sheets)
		.where(sql`${sheets.id} = ${id}`);
	const at = now();
	const differences: string[] = [];
	differing('content', await contentAgain(db.read, sheet!.content!), sheet!.content, differences);
	recomputed.push(now() - at);
	unequal += differences.length > 0 ? 1 : 0;
	await new Promise((resolve) => setImmediate(resolve));
}

const groupAt = now();
const groups = await db.read.all<{ n: number }>(
	sql`SELECT "officerId", "serviceId", scale, substr(day, 1, 7) AS month, "officerGrade", count(*) AS n FROM ratings
		WHERE day BETWEEN ${fromDay} AND ${toDay} GROUP BY 1, 2, 3, 4, 5`
);
const groupByMs = now() - groupAt;
clearInterval(ticking);
console.log(
	JSON.stringify({
		fromDay,
		toDay,
		ratings: groups.reduce((sum, { n }) => sum + n, 0),
		sheets: drafted,
		allMs,
		allLongestMs,
		heard,
		againMs,
		againChanged: again.changed,
		ones,
		oneLongestMs,
		recomputed,
		unequal,
		groupByMs,
		rssMB: Math.round(process.resourceUsage().maxRSS / 1024)
	})
);
await db.guard.idle();
db.close();

/** The period with all officers who were there, announced; what an earlier run drafted is forgotten. */
async function period(of: Db): Promise<number> {
	const version = (await rulesets.inForce(of.read, start)).find(({ code }) => code === 'satisfaction');
	if (!version) throw new Error('no rule set');
	const [known] = await of.read.all<{ id: number }>(
		sql`SELECT id FROM periods WHERE subject = 'officer' AND "fromDay" = ${start} AND kind = ${kind}`
	);
	if (known) {
		await of.write((tx) => tx.run(sql`UPDATE sheets SET content = NULL WHERE "periodId" = ${known.id}`));
		return known.id;
	}
	const wanted = { kind: kind as AppraisalKind, start, subject: 'officer', mode: 'appraisal' } as const;
	const at = Date.now();
	const id = await of.write((tx) =>
		periods.create(tx, SYSTEM, { ...wanted, ruleSetVersionId: version.id, grouping: 'all', ackDays: 10 }, at)
	);
	const candidates = await members.propose(of, await periods.row(of.read, id));
	await of.write((tx) =>
		members.put(
			tx,
			SYSTEM,
			id,
			candidates.map(({ id: whose, group }) => ({ id: whose, group })),
			at
		)
	);
	await of.write((tx) => periods.announce(tx, SYSTEM, id, at));
	return id;
}
