// The town for a test: `const { counters, people } = await town(db)` on an empty database.
import { inject } from 'vitest';
import type { Db } from '../src/lib/server/db/open';
import { found, type Town } from './founding';

export { FIRST_DAY, NOW, PASSWORD, QUESTIONNAIRE, ZONE, type Town } from './founding';

declare module 'vitest' {
	export interface ProvidedContext {
		townPath: string;
		town: Town;
	}
}

/**
 * Fills an empty, migrated database with the town (founding.ts) and answers its ids, people and keys. A file gets
 * a copy of the rows that the real verbs wrote once for the whole run (hashing seven passwords takes most of a
 * second); a server has them written anew.
 */
export async function town(db: Db): Promise<Town> {
	if (!db.guard.isFile) return found(db);
	await db.guard.alone(async (writer) => {
		await writer.execute({ sql: 'ATTACH ? AS town', args: [inject('townPath')] });
		const { rows } = await writer.execute(
			`SELECT name FROM town.sqlite_master WHERE type = 'table'
				AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'comment_words%'
				AND name NOT IN ('__drizzle_migrations', 'rollup_progress', 'epochs')`
		);
		const copies = rows.map(
			(row) => `INSERT INTO main."${String(row.name)}" SELECT * FROM town."${String(row.name)}";`
		);
		await writer.executeMultiple(
			`PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; ${copies.join(' ')} COMMIT; DETACH town; PRAGMA foreign_keys = ON;`
		);
	});
	return inject('town');
}
