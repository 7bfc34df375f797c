// Verifies a database from end to end: every row's link, digest and seal, every chain, and every figure that was made
// of them. Only reads, also beside a running server: it looks at everything as it stood when it began.
import type { Client } from '@libsql/client';
import { sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { drizzle } from 'drizzle-orm/libsql';
import type { Db, Reads } from '../db/open';
import * as checkpoints from '../ratings/checkpoint';
import type { Finding } from './finding';
import * as kept from './checkpoints';
import { strangers } from './comments';
import { drawer } from './drawer';
import * as figures from './figures';
import { judge } from './judge';
import * as places from './places';
import type { Prints } from './prints';
import { examiner, type Examiner, type Ground, type Part } from './rows';
import { checker } from './seals';
import * as standings from './standings';
import * as tablets from './tablets';
import * as trail from './trail';

export type Report = {
	ratings: number;
	devices: number;
	signatures: number;
	comments: number;
	refused: number;
	entries: number;
	audit: number;
	checkpoints: number;
	/** Ratings that tablets say they have and have not brought yet. */
	waiting: number;
	/** Tapped before a restore and received after it. */
	refilled: { deviceId: number; device: string; count: number }[];
	findings: Finding[];
};

/** Who examines the ledger: one in this thread, or several on threads of their own. */
export type Crew = { members: Examiner[]; dismiss: () => Promise<void> };

export type Wish = {
	crew?: (ground: Ground) => Crew;
	/** This server's key for checkpoints, where its SECRET is known. */
	publicKey?: string | null;
	progress?: (done: number, total: number) => void;
	/** What the sums of the figures hang on (prints.ts): of chance, and nobody's to know beforehand. */
	secret?: string;
};

/** Positions that one examiner takes at a time. */
const RANGE = 20_000;

/** Looks at everything; throws only what keeps it from looking. */
export async function verify(
	db: Db,
	{ crew, publicKey = null, progress, secret = randomUUID() }: Wish = {}
): Promise<Report> {
	const start = await standing(db, secret);
	const { ground } = start;
	const team = crew?.(ground) ?? { members: [examiner(db.read, ground)], dismiss: () => Promise.resolve() };
	try {
		const { parts, counts } = await examine(team.members, ground, progress);
		return await put(db.read, start, parts, counts, publicKey);
	} finally {
		await team.dismiss();
	}
}

type Start = Awaited<ReturnType<typeof standing>>;
type Marks = Record<
	'last' | 'drawer' | 'entries' | 'lines' | 'folded' | 'mark' | 'entry' | 'comments',
	number
>;

/** Everything that changes, read in one transaction: how far all of it has come, and the figures as they stand. */
async function standing(db: Db, secret: string) {
	return reading(db, async (tx) => {
		const [marks] = await tx.all<Marks>(
			sql`SELECT coalesce(max(position), 0) AS last,
				(SELECT coalesce(max(id), 0) FROM refused_ratings) AS drawer,
				(SELECT coalesce(max(id), 0) FROM rating_entries) AS entries,
				(SELECT coalesce(max(id), 0) FROM audit_notes) AS lines,
				(SELECT count(*) FROM comments) AS comments,
				coalesce((SELECT position FROM rollup_progress WHERE id = 1), -1) AS folded,
				(SELECT "markId" FROM rollup_progress WHERE id = 1) AS mark,
				(SELECT "entryId" FROM rollup_progress WHERE id = 1) AS entry FROM ratings`
		);
		if (!marks) throw new Error('the ledger cannot be read');
		const lives = await tx.all<trail.Life>(
			sql`SELECT number, id, "startedAt", reason, position, link FROM epochs ORDER BY number`
		);
		const devices = await tx.all<tablets.Device>(
			sql`WITH before AS (SELECT p.value ->> 'key' AS "keyId", max(p.value ->> 'highestSeq') AS seq
					FROM epochs, json_each(epochs.details, '$.previous.devices') AS p GROUP BY 1)
				SELECT d.id, d.name, d."keyId", d."publicKey", w.word, coalesce(b.seq, 0) AS before FROM devices d
				LEFT JOIN device_words w ON w."deviceId" = d.id LEFT JOIN before b ON b."keyId" = d."keyId"
				ORDER BY d.id`
		);
		const zones = await tx.all<{ zone: string }>(
			sql`SELECT DISTINCT v.zone FROM branch_versions v JOIN rollup_zones z ON z.zone = v.zone`
		);
		const ground: Ground = {
			upTo: marks.last,
			adoptedTo: lives[0]?.reason === 'adopted' ? Math.min(lives[0].position, marks.last) : 0,
			folded: marks.folded,
			secret,
			zones: zones.map(({ zone }) => zone),
			tablets: devices.map(({ id, keyId, publicKey }) => ({ id, keyId, publicKey })),
			restored: lives.filter(({ reason }) => reason === 'restored')
		};
		const checkpointed = await checkpoints.list(tx);
		const rollups = await figures.kept(tx, secret);
		return { marks, lives, devices, ground, checkpointed, rollups, standings: await standings.kept(tx) };
	});
}

/** One reading transaction, which holds nobody up: drizzle's own would ask for the right to write. */
async function reading<T>(db: Db, work: (reads: Reads) => Promise<T>): Promise<T> {
	const transaction = await db.guard.transaction('read');
	try {
		return await work(drizzle({ execute: transaction.execute } as unknown as Client));
	} finally {
		await transaction.rollback();
	}
}

/** Hands the ledger out in ranges; what is from before the chain is one, because its links must be made one by one. */
async function examine(members: Examiner[], ground: Ground, progress: Wish['progress']) {
	const ranges: [from: number, to: number][] = [];
	if (ground.adoptedTo > 0) ranges.push([1, ground.adoptedTo]);
	for (let from = ground.adoptedTo + 1; from <= ground.upTo; from += RANGE)
		ranges.push([from, Math.min(ground.upTo, from + RANGE - 1)]);
	const parts: Part[] = [];
	let next = 0;
	let done = 0;
	progress?.(0, ground.upTo);
	await Promise.all(
		members.map(async (member) => {
			for (let index = next++; index < ranges.length; index = next++) {
				const [from, to] = ranges[index] as [number, number];
				parts[index] = await member.range(from, to);
				progress?.((done += to - from + 1), ground.upTo);
			}
		})
	);
	return { parts, counts: await Promise.all(members.map((member) => member.counts())) };
}

/** Puts together what was found, range by range and table by table. */
async function put(
	db: Reads,
	start: Start,
	parts: Part[],
	counts: Prints[],
	publicKey: string | null
): Promise<Report> {
	const { marks, lives, ground, devices, checkpointed } = start;
	const sum = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
	const refused = await drawer(db, marks.drawer, ground.upTo, checker(ground.tablets));
	const ought = await standings.standingsOf(db, marks);
	const comments = sum((part) => part.comments);
	const adoptedLink = ground.adoptedTo > 0 ? (parts[0]?.lastLink ?? null) : null;
	const findings = [
		...judge(parts, [...tablets.chains(devices, parts, refused), ...refused.findings], devices, ground),
		...tablets.promised(devices, parts, refused),
		...(marks.comments > comments ? (await strangers(db, ground.upTo)).map(stranger) : []),
		...(await trail.entries(db, marks.entries)),
		...(await trail.orphans(db)),
		...(await trail.trail(db, marks.lines)),
		...(await trail.lives(db, lives, adoptedLink)),
		...(await kept.check(db, checkpointed, lives, publicKey)),
		...standings.differing(start.standings, ought),
		...(await figures.compare(db, start.rollups, counts, ground, ought)),
		...(await places.places(db)),
		...(await places.clocks(db))
	];
	return {
		ratings: sum((part) => part.rows),
		devices: devices.length,
		signatures: sum((part) => part.signatures) + refused.signatures,
		comments,
		refused: marks.drawer,
		entries: marks.entries,
		audit: marks.lines,
		checkpoints: checkpointed.length,
		waiting: tablets.waiting(devices),
		refilled: tablets.refilled(devices, parts),
		findings
	};
}

function stranger(id: string): Finding {
	return {
		kind: 'comment',
		table: 'comments',
		text: `a comment of rating ${id}, which came without one, was put in`
	};
}
