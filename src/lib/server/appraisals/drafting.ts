// Drafting a whole period in the background, one at a time for the whole house, with how far it is in draft_runs. A run
// that a stop or a fault cut short is seen as such, and can be begun again: what it kept stays good.
import { desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import { draftAll } from './draft';
import { draftRuns, periods, sheets } from './table';

/** What is kept of a run of which this process knows nothing. */
const CUT_SHORT = 'interrupted';
/** How often it is written down how far a run is, in milliseconds. */
const EVERY_MS = 500;

type Says = { error: (facts: object, text: string) => void };

export type Progress = {
	done: number;
	total: number;
	startedAt: number;
	finishedAt: number | null;
	/** What went wrong, for the log's reader; 'interrupted' where the process ended under it; null: nothing. */
	failed: string | null;
};

export type Drafting = {
	/**
	 * Begins to draft a period and answers at once. Refuses: not_allowed; not_found; period_not_announced; period_closed;
	 * period_empty; drafting_already while any period is being drafted.
	 */
	start: (actor: Actor, periodId: number, at: number) => Promise<void>;
	/** The newest run of a period; null: there was none. */
	progress: (periodId: number) => Promise<Progress | null>;
	/** Cuts what is running short, and waits until it has let go. */
	stop: () => Promise<void>;
};

export function make(db: Db, says: Says, now: () => number = Date.now): Drafting {
	let running: { runId: number; stop: AbortController; ended: Promise<void>; far: [number, number] } | null =
		null;
	let isStarting = false;

	async function run(runId: number, actor: Actor, periodId: number, at: number, signal: AbortSignal) {
		let writtenAt = now();
		let writing: Promise<unknown> = Promise.resolve();
		const progress = (done: number, total: number) => {
			if (running) running.far = [done, total];
			if (now() - writtenAt < EVERY_MS) return;
			writtenAt = now();
			writing = writing.then(() => end(runId, { done, total })).catch(() => undefined);
		};
		try {
			const { sheets: total } = await draftAll(db, actor, periodId, at, { progress, signal });
			await writing;
			await end(runId, { done: total, total, finishedAt: now() });
		} catch (error) {
			await writing;
			const failed = signal.aborted ? CUT_SHORT : whyOf(error);
			if (!signal.aborted) says.error({ err: error, period: periodId }, 'sheets not drafted');
			await end(runId, { failed, finishedAt: now() });
		}
	}

	function end(runId: number, set: Partial<typeof draftRuns.$inferInsert>) {
		return db.write((tx) => tx.update(draftRuns).set(set).where(eq(draftRuns.id, runId)));
	}

	return {
		async start(actor, periodId, at) {
			demand(actor, 'appraisals.run');
			if (running || isStarting) throw new Problem('drafting_already');
			isStarting = true;
			try {
				const runId = await begin(db, actor, periodId, at);
				const stop = new AbortController();
				running = { runId, stop, ended: Promise.resolve(), far: [0, 0] };
				running.ended = run(runId, actor, periodId, at, stop.signal)
					.catch((error: unknown) => says.error({ err: error, period: periodId }, 'end of a draft not kept'))
					.finally(() => (running = null));
			} finally {
				isStarting = false;
			}
		},
		async progress(periodId) {
			const [last] = await db.read
				.select()
				.from(draftRuns)
				.where(eq(draftRuns.periodId, periodId))
				.orderBy(desc(draftRuns.id))
				.limit(1);
			if (!last) return null;
			const { done, total, startedAt, finishedAt, failed } = last;
			if (running?.runId === last.id) {
				const [far, all] = running.far;
				return { done: Math.max(done, far), total: all || total, startedAt, finishedAt: null, failed: null };
			}
			return { done, total, startedAt, finishedAt, failed: finishedAt === null ? CUT_SHORT : failed };
		},
		async stop() {
			running?.stop.abort();
			await running?.ended;
		}
	};
}

/** Writes down that a run begins, and of any that ended with its process that it was cut short. */
async function begin(db: Db, actor: Actor, periodId: number, at: number): Promise<number> {
	return db.write(async (tx) => {
		const [period] = await tx.select().from(periods).where(eq(periods.id, periodId));
		if (!period) throw new Problem('not_found', { period: periodId });
		if (period.openedAt === null) throw new Problem('period_not_announced');
		if (period.closedAt !== null) throw new Problem('period_closed');
		const total = await tx.$count(
			sheets,
			sql`${sheets.periodId} = ${periodId} AND ${sheets.state} NOT IN ('signed', 'excused')`
		);
		if (total === 0) throw new Problem('period_empty');
		await tx.update(draftRuns).set({ failed: CUT_SHORT, finishedAt: at }).where(isNull(draftRuns.finishedAt));
		const [row] = await tx
			.insert(draftRuns)
			.values({ periodId, startedAt: at, startedBy: actor.name, done: 0, total })
			.returning({ id: draftRuns.id });
		if (!row) throw new Error('no id for a new run');
		return row.id;
	});
}

/** In few words. What the database says of a statement would tell what stands on people's sheets: only its reason. */
function whyOf(error: unknown): string {
	if (error instanceof Problem) return error.code;
	let [cause] = [error];
	while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
	return (cause instanceof Error ? cause.message : String(cause)).slice(0, 200);
}
