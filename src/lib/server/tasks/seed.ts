// npm run seed: a demo world with a year of ratings into an empty database, by the real verbs.
import { sql } from 'drizzle-orm';
import { SYSTEM } from '../../shared/actor';
import { addDays, dayOf, instantOf, isDay, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { RATING_FORM } from '../../shared/rating';
import type { Db } from '../db/open';
import { migrate } from '../db/migrate';
import * as hearing from '../devices/heard';
import type { Sign } from '../devices/heard';
import { record, type Entry } from '../ratings/record';
import * as upkeep from '../ratings/upkeep';
import * as visits from '../ratings/visits';
import { number, options, WrongCall, type Call } from './call';
import type { Say } from './say';
import { ZONE } from './world/branches';
import { generate, type Given } from './world/generate';
import * as plans from './world/plan';
import { stage } from './world/appraisals';
import { actsOf, settle, type Settled } from './world/settle';
import type { Unsealed } from './world/tablets';
import * as served from './world/visits';

export const USAGE = `seed [--ratings 60000] [--seed 7] [--until YYYY-MM-DD] [--branches 5] [--officers 40]
        [--services 12] [--years 1]
    Fills an empty database with the demo world and its ratings, of years that end on --until (yesterday).`;

export type SeedWish = plans.Wish & { ratings: number; seed: number };

export const writes = true;

export async function run({ db, args, say, at }: Call): Promise<number> {
	const given = options(args, ['ratings', 'seed', 'until', 'branches', 'officers', 'services', 'years']);
	const until = given.until ?? addDays(dayOf(at, ZONE), -1);
	if (!isDay(until)) throw new WrongCall('--until must be a day, like 2026-11-21');
	const wish = {
		ratings: number('ratings', given.ratings ?? '60000', 0, 100_000_000),
		seed: number('seed', given.seed ?? '7', 0, 4_294_967_295),
		branches: number('branches', given.branches ?? '5', 5, 1_000),
		officers: number('officers', given.officers ?? '40', 40, 50_000),
		services: number('services', given.services ?? '12', 12, 40),
		years: number('years', given.years ?? '1', 1, 10),
		until
	};
	await migrate(db);
	const startedAt = performance.now();
	await seed(db, wish, say);
	// A larger world is for measuring, and stages what it measures itself.
	if (wish.ratings > 0 && wish.officers === plans.SMALLEST.officers) await stage(db, until);
	const seconds = (performance.now() - startedAt) / 1000;
	say.line(
		`The demo world is there, with ${wish.ratings} ratings until ${until}, in ${seconds.toFixed(1)} s.`
	);
	return 0;
}

/** Ratings that share a transaction. */
const CHUNK = 5_000;

/**
 * Fills a migrated database with the demo world. Refuses one that has anything in it (not_empty), and what
 * `plan` refuses.
 */
export async function seed(db: Db, wish: SeedWish, say: Say): Promise<void> {
	const plan = plans.plan(wish);
	await checkEmpty(db);
	const setting = say.progress('setting up', actsOf(plan));
	const settled = await settle(db, plan, setting.to);
	setting.end();
	await ratings(db, plan, settled, wish, say);
	const folding = say.progress('rollups', wish.ratings);
	await upkeep.catchUp(db, (folded) => folding.to(folded));
	folding.end();
}

/** An app that was started once has put in the rule sets that come with it, and noted that; nothing else. */
async function checkEmpty(db: Db): Promise<void> {
	for (const table of ['ratings', 'branches', 'services', 'questionnaires', 'people', 'audit_notes']) {
		const but = table === 'audit_notes' ? "WHERE act <> 'rulesets.ship'" : '';
		const [row] = await db.read.all<{ found: number }>(
			sql.raw(`SELECT EXISTS (SELECT 1 FROM ${table} ${but}) AS found`)
		);
		if (row?.found) throw new Problem('not_empty', { table });
	}
}

async function ratings(db: Db, plan: plans.Plan, settled: Settled, wish: SeedWish, say: Say): Promise<void> {
	const recording = say.progress('ratings', wish.ratings);
	const lastWord = new Map<number, Sign>();
	const heard = hearing.make(db, (error) => {
		throw error;
	});
	const counted = served.counting(plan, settled, wish.seed);
	let waiting: Entry[] = [];
	let done = 0;
	const write = async () => {
		const entries = waiting;
		waiting = [];
		await db.write((tx) => record(tx, entries));
		recording.to((done += entries.length));
		// The database's calls never give the event loop a turn by themselves, and memory grows until it has one.
		await new Promise((turn) => setImmediate(turn));
	};
	for (const { day, ratings: given } of generate(plan, { seed: wish.seed, count: wish.ratings })) {
		counted.day(day, given);
		const batches = new Map<number, Entry[]>();
		for (const rating of given) {
			const entered = entry(plan, settled, day, rating);
			waiting.push(entered);
			const batch = batches.get(rating.counter);
			if (batch) batch.push(entered);
			else batches.set(rating.counter, [entered]);
			const { receivedAt: at, skewMs } = rating;
			lastWord.set(settled.devices[rating.counter]!, { at, skewMs, word: null, userAgent: null, zone: ZONE });
		}
		// One signature for all that a tablet sent in a day; a real one signs each batch it sends.
		for (const [counter, batch] of batches) {
			const head = batch.at(-1)!;
			Object.assign(head, settled.tablets[counter]!.sign(batch.length, head.sentAt!));
		}
		if (waiting.length >= CHUNK) await write();
	}
	if (waiting.length > 0) await write();
	for (const [deviceId, sign] of lastWord) heard.hear(deviceId, sign);
	await heard.flush();
	recording.end();
	for (const rows of counted.months()) {
		// As a queue system's count comes in: on the morning after the month's last day.
		const at = instantOf(addDays(rows.at(-1)!.day, 1), ZONE, 8);
		await db.write((tx) => visits.put(tx, SYSTEM, rows, served.SOURCE, at));
	}
}

/** The ledger's entry, as intake would have made it of what the tablet sent. */
function entry(plan: plans.Plan, settled: Settled, day: Day, given: Given): Entry {
	const sent: Unsealed = {
		form: RATING_FORM,
		id: given.id,
		counterId: settled.counters[given.counter]!,
		serviceId: settled.services[given.service]!,
		officerId: given.officer === null ? null : settled.officers[given.officer]!,
		questionnaireId: settled.questionnaireId,
		scale: 5,
		serviceGrade: given.serviceGrade,
		officerGrade: given.officerGrade,
		reasons: given.reasons,
		comment: given.comment,
		language: given.language,
		tappedAt: given.at - given.skewMs,
		skewMs: null,
		zone: ZONE,
		tookMs: given.tookMs
	};
	return {
		...sent,
		...settled.tablets[given.counter]!.seal(sent),
		channel: 'tablet',
		deviceId: settled.devices[given.counter]!,
		branchId: settled.branches[plan.counters[given.counter]!.branch]!,
		skewMs: given.skewMs,
		toldSkewMs: null,
		sentAt: given.receivedAt - given.skewMs,
		day,
		receivedAt: given.receivedAt,
		visitRef: null
	};
}
