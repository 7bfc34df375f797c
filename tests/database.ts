// A database of a test's own: a copy of the migrated template, gone with the test.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { open, type Db } from '../src/lib/server/db/open';

/** Opens a fresh database file; closed and removed when the calling test ends. */
export function database(): Db & { path: string } {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-test-'));
	const path = join(folder, 'test.db');
	copyFileSync(inject('templatePath'), path);
	const db = open({ url: `file:${path}` });
	onTestFinished(async () => {
		await db.guard.idle();
		db.close();
		rmSync(folder, { recursive: true, force: true });
	});
	return { ...db, path };
}
