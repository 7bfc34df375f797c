// Watches deadlines: every minute, appeals that are open past theirs are mailed, each once.
import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Db } from '../db/open';
import { appeals } from './table';
import { overdue, type Voice } from './tell';

/** Looks once, as of an instant; answers the appeals that are overdue and had not been told. */
export async function look(db: Db, voice: Voice, at: number): Promise<number[]> {
	const late = and(eq(appeals.state, 'open'), lt(appeals.dueAt, at), isNull(appeals.overdueToldAt));
	// Nothing is written where nothing is late.
	const [any] = await db.read.select({ id: appeals.id }).from(appeals).where(late).limit(1);
	if (!any) return [];
	return db.write(async (tx) => {
		const rows = await tx.select().from(appeals).where(late).orderBy(appeals.id);
		for (const appeal of rows) {
			await overdue(tx, appeal, voice, at);
			await tx.update(appeals).set({ overdueToldAt: at }).where(eq(appeals.id, appeal.id));
		}
		return rows.map(({ id }) => id);
	});
}

type Says = { error: (facts: object, text: string) => void };
export type Pace = { now?: () => number; everyMs?: number };

/** Looks now and every minute; `told` hears after mails were queued. Answers how to stop: resolved once it is idle. */
export function start(
	db: Db,
	voice: Voice,
	{ told, says }: { told: () => void; says: Says },
	{ now = Date.now, everyMs = 60_000 }: Pace = {}
): () => Promise<void> {
	let running: Promise<void> = Promise.resolve();
	let stopped = false;
	const watch = () => {
		running = running
			.then(async () => {
				if (!stopped && (await look(db, voice, now())).length > 0) told();
			})
			.catch((error: unknown) => says.error({ err: error }, 'appeals not looked at'));
	};
	watch();
	const timer = setInterval(watch, everyMs).unref();
	return async () => {
		stopped = true;
		clearInterval(timer);
		await running;
	};
}
