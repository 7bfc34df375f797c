// Examines a range of the ledger: links, digests, seals, comments and counts, each row read once. Runs on several
// threads at a time, each with a reading connection and a range of its own; what spans ranges is put together after.
import { sql } from 'drizzle-orm';
import { hash } from 'node:crypto';
import { GENESIS } from '../db/chain';
import type { Reads } from '../db/open';
import { COLUMNS } from '../ratings/record';
import * as written from './comments';
import { Counting } from './counts';
import { Links, type Broken } from './links';
import type { Prints } from './prints';
import { checker, Seals, type Segment, type Tablet, type Unsigned } from './seals';
import { AT, contentOf, firstFormOf, type Row } from './texts';

/** What an examiner knows from the start: how the database stood when the verification began. */
export type Ground = {
	/** The last position to be looked at. */
	upTo: number;
	/** Up to this position rows are from before the chain and carry no links. */
	adoptedTo: number;
	/** Up to this position the rollups have counted. */
	folded: number;
	/** Drawn for this one run (prints.ts). */
	secret: string;
	/** The zones that branches are in or were. */
	zones: string[];
	tablets: Tablet[];
	/** Restored lives of the database, oldest first. */
	restored: { position: number; startedAt: number }[];
};

export type Part = {
	rows: number;
	signatures: number;
	comments: number;
	/** Positions where nothing lies. */
	gaps: { from: number; to: number }[];
	broken: Broken[];
	/** Rows whose digest does not fit their content. */
	contents: number[];
	/** Rows that no tablet sealed. */
	strangers: number[];
	segments: Segment[];
	unsigned: Unsigned[];
	written: written.Wrong[];
	/** Device → how many it sent again after a restore. */
	refilled: Map<number, number>;
	/** The link of the last row. */
	lastLink: string | null;
};

export type Examiner = {
	/** Positions from … to, both inclusive. */
	range: (from: number, to: number) => Promise<Part>;
	/** What has been counted by all ranges so far. */
	counts: () => Prints | Promise<Prints>;
};

/** Rows read at once. */
const CHUNK = 2_000;
// One text for many rows: a value of its own for every column would take ten times as long to cross over.
const VALUES = sql.raw(['position', ...COLUMNS.map((column) => `"${column}"`)].join(', '));

export function examiner(db: Reads, ground: Ground): Examiner {
	const isSigned = checker(ground.tablets);
	const counting = new Counting(ground.secret, ground.zones);

	async function range(from: number, to: number): Promise<Part> {
		const part: Part = {
			...{ rows: 0, signatures: 0, comments: 0, gaps: [], broken: [], contents: [], strangers: [] },
			...{ segments: [], unsigned: [], written: [], refilled: new Map(), lastLink: null }
		};
		const isAdopted = to <= ground.adoptedTo;
		const seals = new Seals(isSigned);
		const links = new Links(await linkBefore(from));
		let next = from;
		let adopted = GENESIS;
		for (let start = from; start <= to; start += CHUNK) {
			const { rows, texts, stored } = await read(start, Math.min(to, start + CHUNK - 1));
			const commented: [id: string, digest: string, position: number][] = [];
			for (const [index, row] of rows.entries()) {
				const position = row[0] as number;
				if (position > next) {
					part.gaps.push({ from: next, to: position - 1 });
					links.gap();
				}
				next = position + 1;
				const text = texts[index] as string;
				let fits = true;
				if (isAdopted) adopted = hash('sha256', `${adopted}\n${text}`, 'base64url');
				else fits = links.judge(row, text, stored[index] ?? null);
				look(part, seals, row, fits);
				if (row[AT.commentDigest] !== null)
					commented.push([row[AT.id] as string, row[AT.commentDigest] as string, position]);
			}
			part.rows += rows.length;
			part.comments += commented.length;
			if (!isAdopted) part.lastLink = stored.at(-1) ?? part.lastLink;
			if (commented.length > 0) part.written.push(...(await written.compare(db, commented)));
			// The database's calls are synchronous underneath, and memory grows until the event loop has a turn.
			await new Promise((turn) => setImmediate(turn));
		}
		if (next <= to) part.gaps.push({ from: next, to });
		if (links.isPending && next > to && to < ground.upTo) await judgeNext(links, to + 1);
		links.end();
		if (isAdopted) part.lastLink = adopted;
		const { segments, unsigned, signatures } = seals;
		return { ...part, broken: links.broken, segments, unsigned, signatures };
	}

	function look(part: Part, seals: Seals, row: Row, fits: boolean): void {
		const position = row[0] as number;
		const form = row[AT.form];
		const text = form === 1 ? firstFormOf(row) : contentOf(row);
		const ought = hash('sha256', text, form === 1 ? 'hex' : 'base64url');
		const digest = row[AT.digest] as string;
		if (ought !== digest) part.contents.push(position);
		const isSealed =
			typeof row[AT.deviceId] === 'number' &&
			typeof row[AT.seq] === 'number' &&
			(form === 2 ? row[AT.prev] !== null : form === 1 && position <= ground.adoptedTo);
		if (isSealed) seals.take(row, fits && ought === digest ? null : { digest, ought });
		else if (position > ground.adoptedTo) part.strangers.push(position);
		if (position <= ground.folded) counting.row(row);
		refill(part, row);
	}

	/** Received in a life of the database that began after the tap: sent again, or late. */
	function refill({ refilled }: Part, row: Row): void {
		for (let index = ground.restored.length - 1; index >= 0; index--) {
			const life = ground.restored[index];
			if (!life || (row[0] as number) <= life.position) continue;
			const tappedAt = (row[AT.tappedAt] as number) + (row[AT.skewMs] as number);
			const deviceId = row[AT.deviceId] as number;
			if (tappedAt < life.startedAt) refilled.set(deviceId, (refilled.get(deviceId) ?? 0) + 1);
			return;
		}
	}

	async function read(from: number, to: number) {
		const [found] = await db.all<{ texts: string | null; stored: string }>(
			sql`SELECT group_concat(json_array(${VALUES}), char(10)) AS texts, json_group_array(link) AS stored
				FROM (SELECT * FROM ratings WHERE position BETWEEN ${from} AND ${to} ORDER BY position)`
		);
		// JSON has no raw line feed, so each line is one row's text as it was linked.
		const texts = found?.texts?.split('\n') ?? [];
		const rows = JSON.parse(`[${texts.join(',')}]`) as Row[];
		return { rows, texts, stored: JSON.parse(found?.stored ?? '[]') as (string | null)[] };
	}

	async function judgeNext(links: Links, position: number): Promise<void> {
		const { rows, texts, stored } = await read(position, position);
		if (rows[0] && texts[0] !== undefined) links.judge(rows[0], texts[0], stored[0] ?? null);
	}

	/** The link that stands before a position; null where there is none to be had. */
	async function linkBefore(position: number): Promise<string | null> {
		const [found] = await db.all<{ link: string | null }>(
			position - 1 === ground.adoptedTo
				? sql`SELECT link FROM epochs WHERE number = 1`
				: sql`SELECT link FROM ratings WHERE position = ${position - 1}`
		);
		return found?.link ?? null;
	}

	return { range, counts: () => counting.prints() };
}
