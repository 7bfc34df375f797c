// Before all tests: one migrated, empty database file that every test copies, so that no test waits for
// migrations and none uses a memory database, which behaves differently.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '../src/lib/server/db/migrate';
import { open } from '../src/lib/server/db/open';

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
	return () => rmSync(folder, { recursive: true, force: true });
}
