// Watches: every minute, and soon after ratings have arrived, all rules of all branches are looked at together.
import type { Db } from '../db/open';
import * as privacy from '../org/privacy';
import type { News } from '../ratings/news';
import * as upkeep from '../ratings/upkeep';
import type { Finding } from './finding';
import { ground, settle, type Voice } from './settle';
import { dissatisfied, lowCoverage } from './shares';
import { dark, newMark, worst, type Mark } from './signs';

/**
 * Looks once at all rules as of an instant, opens what is new and answers the branches where something changed.
 * `mark` is kept from one look to the next.
 */
export async function look(db: Db, voice: Voice, mark: Mark, at: number): Promise<number[]> {
	const given = await ground(db.read, at);
	if (given.rules.length === 0) return [];
	await upkeep.catchUp(db);
	const { minSample, minCell, leadersSeeComments } = await privacy.current(db.read);
	const findings: Finding[] = [
		...(await dissatisfied(db.read, given, minSample)),
		...(await lowCoverage(db.read, given)),
		...(await dark(db.read, given)),
		// Where leaders are shown no comments they are not told that there is one either.
		...(leadersSeeComments ? await worst(db, given, mark, minCell) : [])
	];
	const branchIds = await settle(db, given, findings, voice);
	mark.id = mark.next;
	return branchIds;
}

type Says = { error: (facts: object, text: string) => void };
export type Pace = { now?: () => number; everyMs?: number; gatherMs?: number };

/**
 * Looks now, every minute, and some seconds after ratings have arrived; `told` hears after a look that changed
 * something. Answers how to stop: resolved once nothing is under way.
 */
export function start(
	db: Db,
	voice: Voice,
	{ news, told, says }: { news: News; told: () => void; says: Says },
	{ now = Date.now, everyMs = 60_000, gatherMs = 5_000 }: Pace = {}
): () => Promise<void> {
	const mark = newMark();
	let running: Promise<void> = Promise.resolve();
	let stopped = false;
	let soon: NodeJS.Timeout | undefined;
	const watch = () => {
		running = running
			.then(async () => {
				if (stopped) return;
				const branchIds = await look(db, voice, mark, now());
				if (branchIds.length === 0) return;
				// Open screens ask again; what this itself hears of it is one look more that changes nothing.
				news.tell(branchIds);
				told();
			})
			.catch((error: unknown) => says.error({ err: error }, 'alerts not looked at'));
	};
	const deafen = news.listen(() => {
		soon ??= setTimeout(() => {
			soon = undefined;
			watch();
		}, gatherMs).unref();
	});
	watch();
	const timer = setInterval(watch, everyMs).unref();
	return async () => {
		stopped = true;
		deafen();
		clearTimeout(soon);
		clearInterval(timer);
		await running;
	};
}
