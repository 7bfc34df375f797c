// The paper beside a backup: what it holds, and the sum by which it is known to be what was written. FILE.db has
// FILE.json. The paper is put there last: a backup without it is not one.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import * as backup from '../db/backup';
import type { Progress, Say } from './say';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Shape = v.object({
	form: v.literal(1),
	/** The name of the database file it is a copy of. */
	database: v.string(),
	file: v.string(),
	createdAt: v.pipe(v.string(), v.isoTimestamp()),
	bytes: count,
	/** SHA-256, hex. */
	sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	/** The ledger's last position and link. */
	position: count,
	link: v.nullable(v.string()),
	ratings: count,
	/** The last numbers of the entries about ratings and of the trail. */
	entries: count,
	notes: count,
	/** The number of the last checkpoint; 0: none. */
	checkpoint: count,
	epoch: v.object({ number: count, id: v.string() }),
	/** How many migrations the database has. */
	migrations: count,
	sqlite: v.string(),
	app: v.string()
});
export type Manifest = v.InferOutput<typeof Shape>;

/** The paper's name for a backup's. */
export function paperOf(file: string): string {
	return file.replace(/(\.db)?$/, '.json');
}

/** Reads the paper of a backup. Throws an Error that says what is wrong with it. */
export function read(file: string): Manifest {
	const paper = paperOf(file);
	if (!existsSync(paper))
		throw new Error(
			`${file} is no backup: ${basename(paper)}, which "npm run backup" puts beside each, is not there.`
		);
	try {
		return v.parse(Shape, JSON.parse(readFileSync(paper, 'utf8')));
	} catch (error) {
		throw new Error(`${paper} is not as "npm run backup" writes it, or belongs to a newer version.`, {
			cause: error
		});
	}
}

/** Every backup in a folder, newest first; papers that cannot be read are passed over. */
export function list(folder: string): { file: string; manifest: Manifest }[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.flatMap((name) => {
			const file = join(folder, name.replace(/\.json$/, '.db'));
			try {
				return [{ file, manifest: read(file) }];
			} catch {
				return [];
			}
		})
		.sort((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt));
}

/** What is wrong with the file by its paper; null where size and sum fit. */
export async function misfit(file: string, manifest: Manifest, progress: Progress): Promise<string | null> {
	if (!existsSync(file)) return `${file} is not there`;
	const { size } = statSync(file);
	if (size !== manifest.bytes) return `${file} has ${size} bytes, not ${manifest.bytes}`;
	const sum = await backup.sum(file, progress.to);
	progress.end();
	if (sum !== manifest.sha256) return `${file} has the checksum ${sum}, not ${manifest.sha256}`;
	return null;
}

/** Progress in bytes, shown in megabytes. */
export function inMegabytes(say: Say, what: string, bytes: number): Progress {
	const shown = say.progress(`${what}, MB`, Math.ceil(bytes / 1_000_000));
	return { to: (done) => shown.to(Math.ceil(done / 1_000_000)), end: shown.end };
}

/** 1234567 → '1.2 MB'. */
export function megabytes(bytes: number): string {
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Milliseconds → '3 hours'. */
export function age(ms: number): string {
	const minutes = Math.floor(ms / 60_000);
	if (minutes < 60) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
	const hours = Math.floor(minutes / 60);
	if (hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`;
	return `${Math.floor(hours / 24)} days`;
}
