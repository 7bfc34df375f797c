// The lives of a database: adopted from before the chain, restored from a backup.
import { sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town, type Town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import { canonical } from '../../shared/canonical';
import { open, type Db } from '../db/open';
import * as checkpoint from '../ratings/checkpoint';
import * as epochs from '../ratings/epoch';
import * as rollup from '../ratings/rollup';
import { verify } from './verify';

/** Twelve ratings of the first form, as they lay in a ledger before there was a chain. */
async function ofOld(db: Db, { devices, counters, services, officers, branches, questionnaire }: Town) {
	const triggers = await db.read.all<{ name: string; sql: string }>(
		sql`SELECT name, sql FROM sqlite_master WHERE name IN ('ratings_next', 'epochs_no_delete', 'audit_notes_no_update')`
	);
	await db.write(async (tx) => {
		for (const { name } of triggers) await tx.run(sql.raw(`DROP TRIGGER ${name}`));
		await tx.run(sql`DELETE FROM epochs`);
		await tx.run(sql`UPDATE audit_notes SET link = NULL`);
		for (let index = 1; index <= 12; index++) {
			const sent = {
				...{ form: 1, id: `old-${index}`, seq: index, counterId: counters.a1, serviceId: services.declare },
				...{ officerId: officers.anh, questionnaireId: questionnaire.versionId, scale: 5 },
				...{ serviceGrade: (index % 5) + 1, officerGrade: 5, reasons: ['quick'], language: 'vi' },
				...{ tappedAt: NOW - 1000 * index, zone: 'Asia/Ho_Chi_Minh', tookMs: 900 }
			};
			const digest = createHash('sha256').update(canonical(sent)).digest('hex');
			const row = {
				...sent,
				position: index,
				channel: 'tablet',
				deviceId: devices.a2.id,
				digest,
				day: '2026-03-02'
			};
			const all = {
				...{ ...row, reasons: JSON.stringify(sent.reasons), branchId: branches.a },
				...{ skewMs: 0, receivedAt: NOW }
			};
			const columns = sql.raw(
				Object.keys(all)
					.map((name) => `"${name}"`)
					.join(', ')
			);
			const values = sql.join(
				Object.values(all).map((value) => sql`${value}`),
				sql`, `
			);
			await tx.run(sql`INSERT INTO ratings (${columns}) VALUES (${values})`);
		}
		for (const trigger of triggers) await tx.run(sql.raw(trigger.sql));
	});
	await epochs.adopt(db, 'the first life', NOW);
}

const altering = async (db: Db, change: string) => {
	const [trigger] = await db.read.all<{ sql: string }>(
		sql`SELECT sql FROM sqlite_master WHERE name = 'ratings_no_update'`
	);
	await db.guard.execute('DROP TRIGGER ratings_no_update');
	await db.guard.execute(change);
	await db.guard.execute(trigger!.sql);
};

test('a ledger from before the chain is verified from its first row on, and goes on in the chain', async () => {
	const db = database();
	const here = await town(db);
	await ofOld(db, here);
	const key = checkpoint.keyFrom('x');
	await db.write((tx) => checkpoint.make(tx, key, SYSTEM, NOW));
	await tablet(here).send(db, [rating(here), rating(here)]);
	await db.write((tx) => checkpoint.make(tx, key, SYSTEM, NOW + 1));
	await rollup.catchUp(db);
	expect(await verify(db)).toMatchObject({ ratings: 14, findings: [] });

	await altering(db, 'UPDATE ratings SET receivedAt = receivedAt + 1 WHERE position = 5');
	expect((await verify(db)).findings).toMatchObject([{ kind: 'altered', table: 'epochs', number: 1 }]);
	await altering(db, 'UPDATE ratings SET receivedAt = receivedAt - 1, tookMs = 901 WHERE position = 5');
	expect((await verify(db)).findings).toMatchObject([
		{ kind: 'altered', position: 5 },
		{ kind: 'altered', table: 'epochs' }
	]);
});

test('after a restore the verifier says what was sent again, what is late and what is still missing', async () => {
	const db = database();
	const here = await town(db);
	const [a1, b1] = [tablet(here), tablet(here, 'b1')];
	const atB = () => rating(here, { counterId: here.counters.b1, officerId: here.officers.giang });
	await a1.send(db, [rating(here), rating(here)]);
	await b1.send(db, [atB()]);
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	const backup = `${db.path}.backup`;
	copyFileSync(db.path, backup);
	// What came after the backup, and is lost with the disk.
	const lost = [rating(here), rating(here)].map(a1.seal);
	await a1.resend(db, lost);
	await b1.send(db, [atB(), atB()]);

	const restored = open({ url: `file:${backup}` });
	await restored.write((tx) => epochs.begin(tx, 'the second life', 'restored', {}, NOW + 60_000));
	const word = (deviceId: number, lastSeq: number) =>
		restored.write((tx) =>
			tx.run(
				sql`INSERT INTO device_words ("deviceId", at, "skewMs", word) VALUES (${deviceId}, 0, 0,
					${JSON.stringify({ lastSeq, waiting: 0, aside: 0 })})`
			)
		);
	await word(here.devices.a1.id, 4);
	await word(here.devices.b1.id, 3);
	expect((await verify(restored)).findings).toMatchObject([
		{ kind: 'missing', deviceId: here.devices.a1.id, seq: 3, lastSeq: 4 },
		{ kind: 'missing', deviceId: here.devices.b1.id, seq: 2, lastSeq: 3 }
	]);
	await a1.resend(restored, lost, NOW + 90_000);
	const report = await verify(restored);
	expect(report.refilled).toEqual([{ deviceId: here.devices.a1.id, device: 'Máy A1', count: 2 }]);
	expect(report.findings).toMatchObject([
		{ kind: 'missing', deviceId: here.devices.b1.id, seq: 2, lastSeq: 3 }
	]);
	restored.close();
});
