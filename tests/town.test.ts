import { expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import * as devices from '../src/lib/server/devices/setup';
import { database } from './database';
import { NOW, QUESTIONNAIRE, town } from './town';

test('the town is there: people with their scopes, and a tablet that knows its counter', async () => {
	const db = database();
	const { branches, counters, devices: paired, officers, people } = await town(db);
	expect(people.leaderA.scope).toEqual([branches.a]);
	expect(people.officer.officerId).toBe(officers.anh);
	expect(people.auditor.scope).toBe('all');
	const setup = await devices.setup(db.read, paired.b1.id, NOW);
	expect(setup.counter).toMatchObject({ id: counters.b1, officerMode: 'pick' });
	expect(setup.officers.map((officer) => officer.id).sort()).toEqual([officers.giang, officers.ha].sort());
	expect(setup.questionnaire).toMatchObject(QUESTIONNAIRE);
});

test('two towns are the same and do not touch each other', async () => {
	const [one, other] = [database(), database()];
	const [first, second] = [await town(one), await town(other)];
	expect(first).toEqual(second);
	await one.write((tx) => tx.run(sql`UPDATE devices SET name = 'x'`));
	const names = await other.read.all<{ name: string }>(sql`SELECT DISTINCT name FROM devices ORDER BY name`);
	expect(names.map((row) => row.name)).toEqual(['Máy A1', 'Máy A2', 'Máy B1']);
	expect(await one.read.all(sql`PRAGMA foreign_key_check`)).toEqual([]);
});
