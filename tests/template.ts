// Before all tests: one migrated, empty database file that every test copies, so that no test waits for
// migrations and none uses a memory database, which behaves differently; and a second one with the town in it.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/lib/server/db/migrate';
import { open } from '../src/lib/server/db/open';
import { found } from './founding';

declare module 'vitest' {
	export interface ProvidedContext {
		templatePath: string;
	}
}

export default async function template(project: TestProject) {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-tests-'));
	const path = join(folder, 'template.db');
	const db = open({ url: `file:${path}` });
	await migrate(db);
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	db.close();
	project.provide('templatePath', path);

	const townPath = join(folder, 'town.db');
	copyFileSync(path, townPath);
	const townDb = open({ url: `file:${townPath}` });
	project.provide('town', await found(townDb));
	await townDb.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	townDb.close();
	project.provide('townPath', townPath);
	return () => rmSync(folder, { recursive: true, force: true });
}
