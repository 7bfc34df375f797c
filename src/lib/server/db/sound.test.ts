// A database that has lost what keeps it honest is refused, by name.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { database } from '../../../../tests/database';
import { migrate } from './migrate';
import { check, known, TRIGGERS } from './sound';

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

test('a trigger that has its name but no longer does its work is named', async () => {
	const db = database();
	await db.guard.executeMultiple(`DROP TRIGGER ratings_no_update;
		CREATE TRIGGER ratings_no_update BEFORE UPDATE ON ratings BEGIN SELECT 1; END`);
	await expect(check(db)).rejects.toThrow('trigger ratings_no_update is not as this version makes it');
});

test('a trigger or an index on our tables that nobody here made is named', async () => {
	const db = database();
	await db.guard.executeMultiple(`CREATE TRIGGER kinder AFTER INSERT ON duties BEGIN SELECT 1; END;
		CREATE UNIQUE INDEX fewer ON ratings (day)`);
	await expect(check(db)).rejects.toThrow(
		/trigger kinder does not belong there; index fewer does not belong there/
	);
});

test('a lost table, index or view is named, and a table by the columns that differ', async () => {
	const db = database();
	await db.guard.executeMultiple(`DROP VIEW counted_ratings; DROP INDEX ratings_officer_day;
		DROP TABLE device_days; ALTER TABLE counter_versions DROP COLUMN minSeconds;
		ALTER TABLE officers ADD salary integer`);
	const said = await check(db).then(String, String);
	for (const clause of [
		'view counted_ratings is missing',
		'index ratings_officer_day is missing',
		'table device_days is missing',
		'table counter_versions lacks minSeconds integer DEFAULT 10 NOT NULL',
		'table officers has salary integer'
	])
		expect(said).toContain(clause);
});

test('tables of others beside ours are let be', async () => {
	const db = database();
	await db.guard.executeMultiple(
		'CREATE TABLE notes_of_the_operator (a); CREATE INDEX o ON notes_of_the_operator (a)'
	);
	await check(db);
});

/** The project's migrations and one more. */
function migrationsAnd(sql: string): string {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-migrations-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	cpSync('drizzle', folder, { recursive: true });
	const journal = JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as {
		entries: { idx: number; version: string; when: number; tag: string; breakpoints: boolean }[];
	};
	const last = journal.entries.at(-1)!;
	journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: '9999_further' });
	writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
	writeFileSync(join(folder, '9999_further.sql'), sql);
	return folder;
}

test('a migration that rebuilds the ledger without its triggers is refused before it touches the file', async () => {
	const db = database();
	const [table] = (await db.guard.execute(`SELECT sql FROM sqlite_master WHERE name = 'ratings'`)).rows;
	const [view] = (await db.guard.execute(`SELECT sql FROM sqlite_master WHERE name = 'counted_ratings'`))
		.rows;
	// As drizzle writes it when a column of the ledger changes.
	const further = migrationsAnd(
		[
			'DROP VIEW counted_ratings',
			String(table!.sql).replaceAll(/[`"]ratings[`"]/g, '"__new_ratings"'),
			'INSERT INTO `__new_ratings` SELECT * FROM `ratings`',
			'DROP TABLE `ratings`',
			'ALTER TABLE `__new_ratings` RENAME TO `ratings`',
			'CREATE UNIQUE INDEX `ratings_id_unique` ON `ratings` (`id`)',
			'CREATE UNIQUE INDEX `ratings_device_seq` ON `ratings` (`deviceId`,`seq`)',
			'CREATE INDEX `ratings_officer_day` ON `ratings` (`officerId`,`day`)',
			String(view!.sql)
		].join(';--> statement-breakpoint\n')
	);
	await expect(migrate(db, further)).rejects.toThrow(
		/would leave the database unsound: trigger ratings_no_update is missing.*Nothing was changed/
	);
	await check(db);
	// And where such a thing has happened to a file, the check at start says so.
	await db.guard.executeMultiple('PRAGMA foreign_keys = OFF');
	for (const statement of readFileSync(join(further, '9999_further.sql'), 'utf8').split(
		'--> statement-breakpoint'
	))
		await db.guard.executeMultiple(statement);
	await db.guard.executeMultiple('PRAGMA foreign_keys = ON');
	await expect(migrate(db)).rejects.toThrow(/not sound: trigger ratings_no_update is missing/);
});

test('a migration that keeps the triggers is applied', async () => {
	const db = database();
	await migrate(db, migrationsAnd('CREATE TABLE `further` (`id` integer PRIMARY KEY)'));
	expect((await db.guard.execute('SELECT count(*) AS n FROM further')).rows[0]?.n).toBe(0);
});

test('what is known about an SQLite version is said', () => {
	for (const version of ['3.45.1', '3.51.2', '3.9.0']) expect(known(version)).toMatch(/WAL-reset fault/);
	for (const version of ['3.51.3', '3.52.0', '4.0.0']) expect(known(version)).toBe('no known fault');
});
