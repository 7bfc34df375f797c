// What a database file holds, told in a few numbers: what a backup's manifest says of it, and what a restore compares.
// Read in a process of its own (db/apart.ts), because the file may be moved afterwards.
import { apart } from '../db/apart';
import * as schema from '../db/schema';

export type Account = {
	/** The ledger's last position and link; 0 and null where it is empty. */
	position: number;
	link: string | null;
	ratings: number;
	/** The last numbers of what has been said about ratings, of the trail, and of the checkpoints. */
	entries: number;
	notes: number;
	refused: number;
	checkpoint: { number: number; at: number } | null;
	epoch: { number: number; id: string };
	/** How many migrations it has. */
	migrations: number;
	sqlite: string;
	schema: schema.Schema;
	devices: Tablet[];
};

export type Tablet = {
	id: number;
	name: string;
	/** The name of its key. */
	key: string;
	isRetired: boolean;
	/** The highest number there is of it, in the ledger or among the refused. */
	highestSeq: number;
};

const QUESTIONS = [
	`SELECT coalesce(max(position), 0) AS position, count(*) AS ratings,
		(SELECT link FROM ratings ORDER BY position DESC LIMIT 1) AS link FROM ratings`,
	`SELECT (SELECT coalesce(max(id), 0) FROM rating_entries) AS entries,
		(SELECT coalesce(max(id), 0) FROM audit_notes) AS notes, (SELECT count(*) FROM refused_ratings) AS refused,
		(SELECT count(*) FROM __drizzle_migrations) AS migrations, sqlite_version() AS sqlite`,
	'SELECT number, at FROM checkpoints ORDER BY number DESC LIMIT 1',
	'SELECT number, id FROM epochs ORDER BY number DESC LIMIT 1',
	schema.QUESTION,
	`SELECT id, name, "keyId" AS "key", "retiredAt" IS NOT NULL AS retired,
		max(coalesce((SELECT max(seq) FROM ratings WHERE "deviceId" = d.id), 0),
			coalesce((SELECT max(seq) FROM refused_ratings WHERE "deviceId" = d.id), 0)) AS highest
		FROM devices AS d ORDER BY id`
];

/** Reads the account of a file. Throws Refused where it cannot be read, or is no database of ours. */
export async function account(path: string): Promise<Account> {
	const [[ledger] = [], [rest] = [], [checkpoint] = [], [epoch] = [], things = [], devices = []] =
		await apart(path, QUESTIONS, true);
	return {
		position: Number(ledger?.position),
		link: ledger?.link == null ? null : String(ledger.link),
		ratings: Number(ledger?.ratings),
		entries: Number(rest?.entries),
		notes: Number(rest?.notes),
		refused: Number(rest?.refused),
		checkpoint: checkpoint ? { number: Number(checkpoint.number), at: Number(checkpoint.at) } : null,
		epoch: { number: Number(epoch?.number ?? 0), id: String(epoch?.id ?? '') },
		migrations: Number(rest?.migrations),
		sqlite: String(rest?.sqlite),
		schema: schema.read(things),
		devices: devices.map((row) => ({
			id: Number(row.id),
			name: String(row.name),
			key: String(row.key),
			isRetired: row.retired === 1,
			highestSeq: Number(row.highest)
		}))
	};
}

/** What stands in `path` at a position of the ledger: its link, null where there is none. */
export async function linkAt(path: string, position: number): Promise<string | null> {
	const [[row] = []] = await apart(
		path,
		[{ sql: 'SELECT link FROM ratings WHERE position = ?', args: [position] }],
		true
	);
	return row?.link == null ? null : String(row.link);
}

/** What was done after a line of the trail, and how often, most often first. */
export async function actsAfter(path: string, note: number): Promise<{ act: string; times: number }[]> {
	const sql =
		'SELECT act, count(*) AS times FROM audit_notes WHERE id > ? GROUP BY act ORDER BY times DESC, act';
	const [rows = []] = await apart(path, [{ sql, args: [note] }], true);
	return rows.map((row) => ({ act: String(row.act), times: Number(row.times) }));
}
