// npm run migrate: brings the database up to this version and checks that it is sound. The server does the same
// when it starts.
import { randomBytes } from 'node:crypto';
import { migrate } from '../db/migrate';
import { version } from '../db/sound';
import { adopt } from '../ratings/epoch';
import { options, type Call } from './call';

export const USAGE = `migrate
    Brings the database up to this version and checks that it is sound.`;

export const writes = true;

export async function run({ db, args, say, at }: Call): Promise<number> {
	options(args, []);
	await migrate(db);
	await adopt(db, randomBytes(16).toString('hex'), at);
	say.line(`The database is up to date and sound (SQLite ${await version(db)}).`);
	return 0;
}
