// A batch arrives. Posts that come in together share one transaction (group commit): one fsync for all of them, and
// each is answered only after the commit is on the disk.
import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { Problem, type ProblemCode, type ProblemDetails } from '../../shared/problem';
import type { Db, Writes } from '../db/open';
import { duties } from '../org/table';
import type { News } from '../ratings/news';
import { record, type Entry } from '../ratings/record';
import { refusedRatings } from '../ratings/table';
import { check, type Arrival, type Sender } from './check';
import * as facts from './facts';

export type { Sender };

export type Judged = {
	id: string | null;
	verdict: 'accepted' | 'duplicate' | 'refused';
	code?: ProblemCode;
	details?: ProblemDetails;
};

export type Intake = {
	/**
	 * Judges and records a batch, in its order; answers a verdict for each rating once all that was accepted is on
	 * the disk. A refused rating is kept whole in the drawer and does not hold up the others. Refuses the whole
	 * (try_later) only when too many posts are waiting; then nothing was recorded.
	 */
	take: (sender: Sender, ratings: readonly unknown[], arrival: Arrival) => Promise<Judged[]>;
	/** Waits until nothing is under way. */
	idle: () => Promise<void>;
};

type Waiting = {
	sender: Sender;
	ratings: readonly unknown[];
	arrival: Arrival;
	done: (verdicts: Judged[]) => void;
	failed: (error: unknown) => void;
};

/** Posts waiting beyond this are told to try later; memory never grows with the crowd. */
const WAITING_LIMIT = 2_000;
/** Ratings that share a transaction. */
const GROUP_LIMIT = 2_000;

export function make(db: Db, news: News): Intake {
	const current = facts.reader(db.read);
	let waiting: Waiting[] = [];
	let pumping: Promise<void> | undefined;

	async function hadDuty(officerId: number, counterId: number, atMs: number): Promise<boolean> {
		const [row] = await db.read
			.select({ id: duties.id })
			.from(duties)
			.where(
				and(
					eq(duties.officerId, officerId),
					eq(duties.counterId, counterId),
					lte(duties.fromAt, atMs),
					or(isNull(duties.untilAt), gt(duties.untilAt, atMs))
				)
			)
			.limit(1);
		return row !== undefined;
	}

	async function judge(post: Waiting, known: facts.Facts): Promise<(Entry | Problem)[]> {
		const judged: (Entry | Problem)[] = [];
		for (const raw of post.ratings)
			try {
				judged.push(await check(raw, post.sender, post.arrival, known, hadDuty));
			} catch (problem) {
				if (!(problem instanceof Problem)) throw problem;
				judged.push(problem);
			}
		return judged;
	}

	async function pump(): Promise<void> {
		while (waiting.length > 0) {
			const group = nextGroup();
			try {
				await take(group);
			} catch (error) {
				// What the table refuses in one post must not fail its neighbours: each tries alone.
				if (group.length === 1) group[0]?.failed(error);
				else for (const post of group) await take([post]).catch(post.failed);
			}
		}
		pumping = undefined;
	}

	async function take(group: Waiting[]): Promise<void> {
		const known = await current();
		const judged: (Entry | Problem)[][] = [];
		for (const post of group) judged.push(await judge(post, known));
		const verdicts = await db.write((tx) => commit(tx, group, judged));
		const branches = new Set<number>();
		for (const [index, post] of group.entries()) {
			post.done(verdicts[index] ?? []);
			for (const entry of judged[index] ?? []) if (!(entry instanceof Problem)) branches.add(entry.branchId);
		}
		if (branches.size > 0) news.tell(branches);
	}

	function nextGroup(): Waiting[] {
		let ratings = 0;
		let count = 0;
		for (const post of waiting) {
			if (count > 0 && ratings + post.ratings.length > GROUP_LIMIT) break;
			ratings += post.ratings.length;
			count++;
		}
		const group = waiting.slice(0, count);
		waiting = waiting.slice(count);
		return group;
	}

	return {
		take(sender, ratings, arrival) {
			if (waiting.length >= WAITING_LIMIT) return Promise.reject(new Problem('try_later'));
			return new Promise((done, failed) => {
				waiting.push({ sender, ratings, arrival, done, failed });
				// Begin with the next turn, so that posts read in this one come along.
				pumping ??= new Promise<void>((resolve) => setImmediate(resolve)).then(pump);
			});
		},
		async idle() {
			await pumping;
		}
	};
}

/** One transaction for a group of posts: what is new is recorded, what is known is a duplicate or a conflict. */
async function commit(tx: Writes, group: Waiting[], judged: (Entry | Problem)[][]): Promise<Judged[][]> {
	const seen = await existing(
		tx,
		judged.flat().filter((entry): entry is Entry => !(entry instanceof Problem))
	);
	const fresh: Entry[] = [];
	const drawer: (typeof refusedRatings.$inferInsert)[] = [];
	const verdicts = group.map((post, index) =>
		(judged[index] ?? []).map((entry, place): Judged => {
			const raw = post.ratings[place];
			const problem = entry instanceof Problem ? entry : seen.conflict(entry);
			if (problem) {
				drawer.push(refused(post, raw, problem));
				return { id: idOf(raw), verdict: 'refused', code: problem.code, details: problem.details };
			}
			const known = entry as Entry;
			if (seen.has(known)) return { id: known.id, verdict: 'duplicate' };
			seen.add(known);
			fresh.push(known);
			return { id: known.id, verdict: 'accepted' };
		})
	);
	await record(tx, fresh);
	for (let from = 0; from < drawer.length; from += 100)
		await tx
			.insert(refusedRatings)
			.values(drawer.slice(from, from + 100))
			.onConflictDoNothing();
	return verdicts;
}

type Known = { digest: string; comment: string | null; erased: boolean };

/** What the ledger has of these ids and sequence numbers, and of those that this transaction is adding. */
async function existing(tx: Writes, entries: Entry[]) {
	const byId = new Map<string, Known>();
	const bySeq = new Map<string, string>();
	if (entries.length > 0) {
		const rows = await tx.all<{ id: string; digest: string; comment: string | null; erased: number }>(
			sql`SELECT r.id, r.digest, c.body AS comment, c."erasedAt" IS NOT NULL AS erased
				FROM json_each(${JSON.stringify(entries.map((entry) => entry.id))}) AS asked
				JOIN ratings AS r ON r.id = asked.value
				LEFT JOIN comments AS c ON c."ratingId" = r.id`
		);
		for (const row of rows)
			byId.set(row.id, { digest: row.digest, comment: row.comment, erased: row.erased === 1 });
		const pairs = JSON.stringify(entries.map((entry) => [entry.deviceId, entry.seq]));
		const taken = await tx.all<{ deviceId: number; seq: number; id: string }>(
			sql`SELECT r."deviceId", r.seq, r.id FROM json_each(${pairs}) AS asked
				JOIN ratings AS r ON r."deviceId" = asked.value ->> 0 AND r.seq = asked.value ->> 1`
		);
		for (const row of taken) bySeq.set(`${row.deviceId} ${row.seq}`, row.id);
	}
	return {
		has: (entry: Entry) => byId.has(entry.id),
		add(entry: Entry) {
			byId.set(entry.id, { digest: entry.digest, comment: entry.comment, erased: false });
			bySeq.set(`${entry.deviceId} ${entry.seq}`, entry.id);
		},
		conflict(entry: Entry): Problem | undefined {
			const known = byId.get(entry.id);
			if (known)
				return known.digest === entry.digest && (known.erased || known.comment === entry.comment)
					? undefined
					: new Problem('id_conflict', { id: entry.id });
			const owner = bySeq.get(`${entry.deviceId} ${entry.seq}`);
			return owner === undefined ? undefined : new Problem('sequence_taken', { seq: entry.seq ?? 0 });
		}
	};
}

function refused(post: Waiting, raw: unknown, problem: Problem): typeof refusedRatings.$inferInsert {
	const body = JSON.stringify(raw) ?? 'null';
	return {
		deviceId: post.sender.id,
		receivedAt: post.arrival.receivedAt,
		code: problem.code,
		details: problem.details,
		body,
		bodyHash: createHash('sha256').update(body).digest('hex')
	};
}

function idOf(raw: unknown): string | null {
	const id = (raw as { id?: unknown } | null)?.id;
	return typeof id === 'string' && id.length <= 64 ? id : null;
}
