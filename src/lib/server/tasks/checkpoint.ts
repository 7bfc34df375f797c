// npm run checkpoint: makes a checkpoint now, and writes all of them to a file for keeping elsewhere. The running
// server makes one every day by itself, and on its page.
import { writeFileSync } from 'node:fs';
import { SYSTEM } from '../../shared/actor';
import { migrate } from '../db/migrate';
import * as checkpoint from '../ratings/checkpoint';
import { options, WrongCall, type Call } from './call';

export const USAGE = `checkpoint [--file PATH] [--list]
    Makes a checkpoint, signed by the key that follows from SECRET. --file writes all checkpoints to a file that
    static/verify-checkpoints.mjs checks; --list only says and writes those there are.`;

export const writes = (args: string[]): boolean => !args.includes('--list');

export async function run({ db, args, say, at, secret }: Call): Promise<number> {
	const { file, list } = options(args, ['file'], [], ['list']);
	if (!list) {
		if (!secret || secret.length < 32)
			throw new WrongCall('SECRET must be set, the one that the server runs with');
		await migrate(db);
		const key = checkpoint.keyFrom(secret);
		const made = await db.write((tx) => checkpoint.make(tx, key, SYSTEM, at));
		say.line(`Checkpoint ${made.number} is made: ${made.hash}`);
	}
	const all = await checkpoint.list(db.read);
	if (list)
		for (const { number, at: madeAt, hash, publicKey } of all)
			say.line(`${number}  ${new Date(madeAt).toISOString()}  ${hash}  key ${checkpoint.nameOf(publicKey)}`);
	if (file !== undefined) {
		writeFileSync(file, checkpoint.file(all));
		say.line(
			`${all.length} checkpoints are in ${file}. Keep it where nobody who runs this server can reach it.`
		);
	}
	return 0;
}
