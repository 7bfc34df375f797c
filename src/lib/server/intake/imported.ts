// A tablet's queue, taken off it as a file (shared/queue.ts) and brought in by an administrator: signed by the
// tablet's own key, judged like what it would have sent. What is there already is found by its id and place, so a file
// can be brought in any number of times.
import { and, between, count, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import type { Queue } from '../../shared/queue';
import * as audit from '../audit/note';
import type { Db, Writes } from '../db/open';
import * as keys from '../devices/key';
import { devices } from '../devices/table';
import { refusedRatings } from '../ratings/table';
import * as drawer from './drawer';
import type { Intake, Judged } from './intake';
import { known } from './known';
import { unseal, type Sealed } from './sealed';

export type Imported = {
	device: { id: number; name: string };
	/** The tablet's clock as the file was written. */
	exportedAt: number;
	taken: number;
	/** In the ledger or the drawer before. */
	known: number;
	/** Now in the drawer; of them `forked`, whose place in the tablet's chain is another's. */
	refused: number;
	forked: number;
};

type Counts = Pick<Imported, 'taken' | 'known' | 'refused' | 'forked'>;
type Owner = { id: number; counterId: number; keyId: string };
type Run = { sealed: Sealed[]; sentAt: number; signature: string };

/** Ratings whose seals are re-computed before others get their turn. */
const STEP = 250;

/**
 * Brings a queue in. The tablet may be retired, forked or lost: that is what the file is for. Refuses: not_allowed;
 * queue_unknown for a key that was never paired here; bad_shape and signature_wrong for a file that is not as the
 * tablet wrote it, with nothing recorded. When it refuses later (try_later), what was taken in by then stays, and the
 * same file brings the rest.
 */
export async function take(
	{ db, intake }: { db: Db; intake: Pick<Intake, 'take'> },
	actor: Actor,
	queue: Queue,
	at: number
): Promise<Imported> {
	demand(actor, 'devices.change');
	const [device] = await db.read.select().from(devices).where(eq(devices.keyId, queue.key));
	if (!device?.publicKey) throw new Problem('queue_unknown');
	const runs = await checked(queue, device.publicKey);
	const sum: Counts = { taken: 0, known: 0, refused: 0, forked: 0 };
	for (const run of runs) {
		const counts = await takeRun({ db, intake }, device, run, at);
		for (const what of Object.keys(sum) as (keyof Counts)[]) sum[what] += counts[what];
	}
	const { id, name } = device;
	const { exportedAt } = queue;
	await db.write((tx) =>
		audit.note(tx, actor, at, 'intake.importQueue', `device:${id}`, { exportedAt, ...sum })
	);
	return { device: { id, name }, exportedAt, ...sum };
}

/** The runs with their seals, once every one was signed by the key. */
async function checked({ key, runs }: Queue, publicKey: string): Promise<Run[]> {
	const read = keys.read(publicKey);
	const found: Run[] = [];
	for (const { ratings, sentAt, signature } of runs) {
		const sealed = await seals(ratings);
		const head = sealed.at(-1)?.hash ?? '';
		const statement = { purpose: 'ratings' as const, key, ticket: '', sentAt, head, count: sealed.length };
		if (!(await keys.isSignedBy(read, statement, signature))) throw new Problem('signature_wrong');
		found.push({ sealed, sentAt, signature });
	}
	return found;
}

async function seals(ratings: readonly unknown[]): Promise<Sealed[]> {
	const sealed: Sealed[] = [];
	for (let from = 0; from < ratings.length; from += STEP) {
		const part = unseal(ratings.slice(from, from + STEP));
		const [last, first] = [sealed.at(-1), part[0]];
		if (last && first && (first.seq !== last.seq + 1 || first.prev !== last.hash))
			throw new Problem('bad_shape', { field: `ratings.${from}.prev` });
		sealed.push(...part);
		await new Promise((turn) => setImmediate(turn));
	}
	return sealed;
}

/**
 * A run goes in whole, because one signature speaks for all of it. The file may be old: the difference of the clocks
 * says nothing, so each rating's own skew stands, and where it knew none the tablet's clock is taken as right.
 */
async function takeRun(
	{ db, intake }: { db: Db; intake: Pick<Intake, 'take'> },
	device: Owner,
	{ sealed, sentAt, signature }: Run,
	at: number
): Promise<Counts> {
	const sent = { receivedAt: at, sentAt, skewMs: 0 };
	const lay = await layThere(db, device.id, sealed);
	let verdicts: Judged[];
	try {
		verdicts = await intake.take({
			sender: { id: device.id, counterId: device.counterId, keyId: device.keyId },
			run: sealed,
			arrival: { ...sent, ticket: '', signature }
		});
	} catch (problem) {
		if (!(problem instanceof Problem) || problem.code !== 'device_forked') throw problem;
		return db.write((tx) => keepForked(tx, device.id, sealed, { deviceId: device.id, ...sent }));
	}
	const counts: Counts = { taken: 0, known: 0, refused: 0, forked: 0 };
	for (const [index, { verdict }] of verdicts.entries())
		if (verdict === 'accepted') counts.taken++;
		else if (verdict === 'duplicate' || lay.has(sealed[index]!.seq)) counts.known++;
		else counts.refused++;
	return counts;
}

/** Which numbers of a run lay in the drawer before. */
async function layThere(
	{ read }: Db,
	deviceId: number,
	sealed: readonly Sealed[]
): Promise<Set<number | null>> {
	const [first, last] = [sealed[0]?.seq ?? 0, sealed.at(-1)?.seq ?? 0];
	const rows = await read
		.select({ seq: refusedRatings.seq })
		.from(refusedRatings)
		.where(and(eq(refusedRatings.deviceId, deviceId), between(refusedRatings.seq, first, last)));
	return new Set(rows.map(({ seq }) => seq));
}

/**
 * A run that cannot belong to the chain known of its tablet: what of it is new is kept in the drawer, without a place
 * in the chain, because that is another's.
 */
async function keepForked(
	tx: Writes,
	deviceId: number,
	run: readonly Sealed[],
	sent: drawer.Sent
): Promise<Counts> {
	const have = await known(tx, [{ deviceId, run }], new Map());
	const rows = run
		.filter(({ raw, digest }) => typeof raw.id !== 'string' || have.digestOf(raw.id) !== digest)
		.map((sealed) => {
			const problem = new Problem('device_forked', { seq: sealed.seq });
			return { ...drawer.refused(sealed, sent, problem), seq: null, prev: null, digest: null };
		});
	const before = await kept(tx, deviceId, rows);
	await drawer.keep(tx, rows);
	const refused = rows.length - before;
	return { taken: 0, known: run.length - refused, refused, forked: refused };
}

/** How many of these rows lie in the drawer already. */
async function kept(tx: Writes, deviceId: number, rows: readonly { bodyHash: string }[]): Promise<number> {
	let sum = 0;
	for (let from = 0; from < rows.length; from += 500) {
		const hashes = rows.slice(from, from + 500).map(({ bodyHash }) => bodyHash);
		const [row] = await tx
			.select({ n: count() })
			.from(refusedRatings)
			.where(and(eq(refusedRatings.deviceId, deviceId), inArray(refusedRatings.bodyHash, hashes)));
		sum += row?.n ?? 0;
	}
	return sum;
}
