// A batch arrives. Posts that come in together share one transaction (group commit): one fsync for all of them, and
// each is answered only after the commit is on the disk.
import { Problem, type ProblemCode, type ProblemDetails } from '../../shared/problem';
import type { Db } from '../db/open';
import type { News } from '../ratings/news';
import type { Entry } from '../ratings/record';
import { check, type Arrival, type Sender } from './check';
import { commit } from './commit';
import * as facts from './facts';
import * as faults from './faultpoint';
import type { End } from './known';
import type { Sealed } from './sealed';

export type Judged = {
	id: string | null;
	verdict: 'accepted' | 'duplicate' | 'refused';
	code?: ProblemCode;
	details?: ProblemDetails;
};

/** A batch whose signature has been checked. */
export type Post = {
	/** The device that sent it, and the name of its key. */
	sender: Sender & { keyId: string };
	/** An unbroken run. */
	run: readonly Sealed[];
	arrival: Arrival & {
		/** What was signed besides the head, kept beside the last rating so that anybody can check it again. */
		ticket: string;
		signature: string;
	};
	/** Whether whoever sent it has hung up: it will come again, and need not be taken in twice. */
	gone?: () => boolean;
};

export type Intake = {
	/**
	 * Judges and records a batch, in its order; answers a verdict for each rating once all that was accepted is on
	 * the disk. A refused rating is kept whole in the drawer and does not hold up the others. Refuses the whole, with
	 * nothing recorded: try_later when too many posts are waiting, device_forked when it cannot belong to the chain
	 * that is known of its device.
	 */
	take: (post: Post) => Promise<Judged[]>;
	/**
	 * Says that a post is at the door, its signature being checked: the next transaction waits a little for it. To be
	 * called off with the answer once it was given to `take`, or refused.
	 */
	expect: () => () => void;
	/** Waits until nothing is under way. */
	idle: () => Promise<void>;
};

/** A post and what became of its ratings so far: an entry for the ledger, or why not. */
export type Weighed = Post & { entries: (Entry | Problem)[] };

type Waiting = Post & { done: (verdicts: Judged[]) => void; failed: (error: unknown) => void };

/** Posts waiting beyond this are told to try later; memory never grows with the crowd. */
const WAITING_LIMIT = 2_000;
/** Ratings that share a transaction. */
const GROUP_LIMIT = 2_000;
/** For posts at the door a transaction waits a quarter of what the last one took, and never longer than this. */
const GATHER_MS = 5;

export function make(db: Db, news: News): Intake {
	const current = facts.reader(db.read);
	const stoodAt = facts.stood(db.read);
	/** Where the chains of devices end, as far as this process has committed them: it is the only one that writes. */
	const ends = new Map<number, End>();
	let waiting: Waiting[] = [];
	let pumping: Promise<void> | undefined;
	/** Posts at the door, and how long the last transaction took. */
	let expected = 0;
	let commitMs = 0;

	async function weigh({ sender, run, arrival }: Post, known: facts.Facts): Promise<(Entry | Problem)[]> {
		const entries: (Entry | Problem)[] = [];
		for (const sealed of run)
			try {
				entries.push(await check(sealed, sender, arrival, known, stoodAt));
			} catch (problem) {
				if (!(problem instanceof Problem)) throw problem;
				entries.push(problem);
			}
		return entries;
	}

	async function pump(): Promise<void> {
		while (waiting.length > 0) {
			await gather();
			const group = nextGroup();
			if (group.length === 0) break;
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

	/**
	 * A turn at least, in which whatever came in during the last commit is read; and, where a commit is dear, a little
	 * longer for what is at the door: many posts with one fsync are worth more than few at once.
	 */
	async function gather(): Promise<void> {
		const until = performance.now() + Math.min(commitMs / 4, GATHER_MS);
		do await new Promise((turn) => setImmediate(turn));
		while (expected > 0 && performance.now() < until);
	}

	async function take(group: Waiting[]): Promise<void> {
		const known = await current();
		const weighed: Weighed[] = [];
		for (const post of group) weighed.push({ ...post, entries: await weigh(post, known) });
		faults.at('intake.before');
		const startedAt = performance.now();
		const committed = await db
			.write((tx) => commit(tx, weighed, ends))
			.catch((error: unknown) => {
				// A database server may have committed although its answer was lost: where these chains end is not known now.
				for (const { sender } of group) ends.delete(sender.id);
				throw error;
			});
		faults.at('intake.after');
		commitMs = performance.now() - startedAt;
		for (const [deviceId, end] of committed.ends) ends.set(deviceId, end);
		const branches = new Set<number>();
		for (const [index, post] of group.entries()) {
			const answer = committed.answers[index];
			if (answer instanceof Problem) {
				post.failed(answer);
				continue;
			}
			post.done(answer ?? []);
			for (const entry of weighed[index]?.entries ?? [])
				if (!(entry instanceof Problem)) branches.add(entry.branchId);
		}
		if (branches.size > 0) news.tell(branches);
	}

	// Tablets that lost patience send again at once; were their abandoned posts taken in all the same, a server that
	// has fallen behind would never catch up.
	function dropAbandoned(): void {
		waiting = waiting.filter((post) => {
			if (!post.gone?.()) return true;
			post.failed(new Problem('try_later'));
			return false;
		});
	}

	function nextGroup(): Waiting[] {
		dropAbandoned();
		let ratings = 0;
		let count = 0;
		for (const { run } of waiting) {
			if (count > 0 && ratings + run.length > GROUP_LIMIT) break;
			ratings += run.length;
			count++;
		}
		const group = waiting.slice(0, count);
		waiting = waiting.slice(count);
		return group;
	}

	return {
		take(post) {
			if (waiting.length >= WAITING_LIMIT) return Promise.reject(new Problem('try_later'));
			return new Promise((done, failed) => {
				waiting.push({ ...post, done, failed });
				pumping ??= pump();
			});
		},
		expect() {
			expected++;
			return () => void expected--;
		},
		async idle() {
			await pumping;
		}
	};
}
