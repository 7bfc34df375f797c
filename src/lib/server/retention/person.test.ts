// Who has left is erased: first when not; then nothing names them any more but what is chained, and the real
// verification finds nothing wrong.
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { DAY_MS, everything, here, reason, sound, written } from '../../../../tests/keeping';
import { NOW } from '../../../../tests/town';
import { appeals } from '../appeals/table';
import { seals, sheets } from '../appraisals/table';
import { trail } from '../audit/trail';
import * as people from '../auth/people';
import * as labels from '../fairness/labels';
import * as officers from '../org/officers';
import * as strike from '../ratings/strike';
import * as upkeep from '../ratings/upkeep';
import * as holds from './holds';

describe('a person', () => {
	test('who serves, is on hold, or has an open appeal or sheet is not erased', async () => {
		const all = await here();
		const { db, place, erase, close, hold, hr } = all;
		const { anh } = place.officers;
		await written(all);
		await expect(erase(anh)).rejects.toMatchObject({ code: 'officer_serves' });
		await close(anh, '2026-03-03');
		await expect(erase(anh), 'leaves tomorrow').rejects.toMatchObject({ code: 'officer_serves' });
		const later = NOW + 2 * DAY_MS;
		const holdId = await hold(anh);
		await expect(erase(anh, hr, later)).rejects.toMatchObject({ code: 'officer_held' });
		await db.write((tx) => holds.lift(tx, hr, { holdId, reason }, NOW));
		await db.write((tx) => tx.update(sheets).set({ state: 'decided' }));
		await expect(erase(anh, hr, later)).rejects.toMatchObject({ code: 'officer_busy' });
		await db.write((tx) => tx.update(sheets).set({ state: 'signed' }));
		await db.write((tx) =>
			tx.insert(appeals).values({
				...{ id: 2, ratingId: all.giangs.id, officerId: anh, ground: 'abusive', filedAt: NOW, dueAt: NOW }
			})
		);
		await expect(erase(anh, hr, later)).rejects.toMatchObject({ code: 'officer_busy' });
		await expect(erase(999)).rejects.toMatchObject({ code: 'not_found' });
		expect(await everything(db)).toContain('Nguyễn Thị Anh');
	});

	test('is nowhere in the file by name afterwards but in what is chained, and the verification finds nothing wrong', async () => {
		const all = await here();
		const { db, place, hr, administrator, erase, close, old } = all;
		const { anh } = place.officers;
		await written(all);
		const photoId = await db.write(async (tx) => {
			const id = await officers.keepPhoto(tx, PICTURE);
			const [was] = await officers.history(tx, anh);
			await officers.change(tx, administrator, anh, { ...was!, photoId: id, fromDay: '2026-01-15' }, NOW);
			return id;
		});
		const mailed = {
			name: 'Nguyễn Thị Anh',
			role: 'officer' as const,
			language: 'vi' as const,
			branchIds: [] as number[]
		};
		await db.write((tx) =>
			people.change(
				tx,
				administrator,
				place.people.officer.id,
				{ ...mailed, officerId: anh, mail: 'anh@haiquan.example' },
				NOW
			)
		);
		await db.write((tx) => labels.enter(tx, hr, { dimension: 'Nhóm', text: 'HQ-01,nhóm một' }, NOW));
		const entry = await db.write((tx) =>
			strike.propose(tx, place.people.leaderA, place.people.leaderA.scope, { ratingId: old.id, reason }, NOW)
		);
		await db.write((tx) => strike.confirm(tx, hr, 'all', entry, { reason }, NOW));
		await upkeep.catchUp(db);
		const figures = await db.read.all(sql`SELECT * FROM rollup_desk`);
		const ledger = await db.read.all(sql`SELECT * FROM ratings`);
		await close(anh);
		await erase(anh);
		await erase(anh);
		const left = await everything(db);
		for (const trace of [
			'Thị Anh',
			'HQ-01',
			'"officer@',
			'anh@haiquan',
			'của Anh',
			photoId,
			PICTURE,
			'nhóm một'
		])
			expect(left, trace).not.toContain(trace);
		expect(left).toContain('Người Xét');
		expect(await people.list(db.read)).toContainEqual(
			expect.objectContaining({ name: `#${anh}`, username: null, mail: null, officerId: anh })
		);
		expect(await db.read.all(sql`SELECT * FROM rollup_desk`)).toEqual(figures);
		expect(await db.read.all(sql`SELECT * FROM ratings`)).toEqual(ledger);
		expect(await db.read.select().from(seals)).toMatchObject([{ hash: 'seal-hash', body: null }]);
		const lines = await trail(db.read, { subject: `officer:${anh}` });
		expect(lines.filter(({ act }) => act === 'retention.erase')).toHaveLength(1);
		expect(JSON.stringify(lines.slice(0, 2))).not.toContain('Thị Anh');
		await sound(db);
	});
});

const PICTURE = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64')}`;
