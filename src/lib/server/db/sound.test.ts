// A database that has lost what keeps it honest is refused, by name.
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { check, TRIGGERS } from './sound';

test('a freshly migrated database is sound', async () => {
	await check(database());
});

test('every trigger in the file stands in the list, and the other way round', async () => {
	const db = database();
	const found = await db.guard.execute(`SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name`);
	expect(found.rows.map((row) => row.name)).toEqual([...TRIGGERS].sort());
});

test('a dropped trigger is named', async () => {
	const db = database();
	await db.guard.execute('DROP TRIGGER ratings_no_delete');
	await expect(check(db)).rejects.toThrow('trigger ratings_no_delete is missing');
});

test('a weaker setting is named', async () => {
	const db = database();
	await db.guard.alone((writer) => writer.execute('PRAGMA synchronous = NORMAL'));
	await expect(check(db)).rejects.toThrow('PRAGMA synchronous is 1, not 2');
});
