// What a customer wrote is erased with its salt, in the ledger and in the drawer; the rating and its digest stay.
import { describe, expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { rating, tablet } from '../../../../tests/ratings';
import { NOW, town } from '../../../../tests/town';
import * as entries from './entries';
import { eraseComment, eraseRefused } from './erase';

const reason = 'Khách hàng yêu cầu';
const comment = 'Tôi là Lan, số 0901 …';

/** A rating with a comment, and one that lies in the drawer because its questionnaire is unknown. */
async function here() {
	const db = database();
	const place = await town(db);
	const good = rating(place, { comment });
	const poison = rating(place, { comment: 'Gọi cho tôi', questionnaireId: 999 });
	await tablet(place).send(db, [good, poison]);
	const text = async () => {
		const { rows } = await db.guard.execute(
			`SELECT (SELECT group_concat(coalesce(body, '') || coalesce(salt, '')) FROM comments) AS kept,
				(SELECT group_concat(coalesce(comment, '') || coalesce(salt, '')) FROM refused_ratings) AS drawer`
		);
		return { kept: String(rows[0]?.kept ?? ''), drawer: String(rows[0]?.drawer ?? '') };
	};
	return { db, place, good, text };
}

describe('a comment', () => {
	test('is not erased by leaders, auditors and officers, without a reason, or where there is none', async () => {
		const { db, place, good, text } = await here();
		const { leaderA, auditor, officer, hr } = place.people;
		for (const who of [leaderA, auditor, officer]) {
			const asked = { ratingId: good.id, reason };
			await expect(db.write((tx) => eraseComment(tx, who, asked, NOW))).rejects.toMatchObject({
				code: 'not_allowed'
			});
			await expect(
				db.write((tx) => eraseRefused(tx, who, { refusedId: 1, reason }, NOW))
			).rejects.toMatchObject({ code: 'not_allowed' });
		}
		await expect(
			db.write((tx) => eraseComment(tx, hr, { ratingId: good.id, reason: ' ' }, NOW))
		).rejects.toMatchObject({ code: 'bad_shape' });
		await expect(
			db.write((tx) => eraseComment(tx, hr, { ratingId: 'nobody', reason }, NOW))
		).rejects.toMatchObject({ code: 'not_found' });
		await expect(
			db.write((tx) => eraseRefused(tx, hr, { refusedId: 99, reason }, NOW))
		).rejects.toMatchObject({ code: 'not_found' });
		expect((await text()).kept).toContain(comment);
	});

	test('is erased with its salt, once; the rating, its digest and its link stay', async () => {
		const { db, place, good, text } = await here();
		const before = await db.guard.execute('SELECT * FROM ratings');
		const erase = () =>
			db.write((tx) => eraseComment(tx, place.people.hr, { ratingId: good.id, reason }, NOW));
		await erase();
		await erase();
		expect((await text()).kept).toBe('');
		expect((await db.guard.execute('SELECT * FROM ratings')).rows).toEqual(before.rows);
		expect(before.rows[0]?.commentDigest).toEqual(expect.any(String));
		expect((await entries.of(db.read, good.id)).map(({ act }) => act)).toEqual(['comment_erased']);
		const { rows } = await db.guard.execute(
			`SELECT details FROM audit_notes WHERE act = 'ratings.eraseComment'`
		);
		expect(rows).toHaveLength(1);
	});

	test('in the drawer is erased there, and nothing else of it', async () => {
		const { db, place, text } = await here();
		const before = await db.guard.execute('SELECT body, bodyHash, digest, seq FROM refused_ratings');
		expect((await text()).drawer).toContain('Gọi cho tôi');
		const erase = () =>
			db.write((tx) => eraseRefused(tx, place.people.administrator, { refusedId: 1, reason }, NOW));
		await erase();
		await erase();
		const after = await db.guard.execute('SELECT body, bodyHash, digest, seq FROM refused_ratings');
		expect(after.rows).toEqual(before.rows);
		expect(await text()).toMatchObject({ drawer: '' });
		expect((await text()).kept).toContain(comment);
	});

	test('that lies in the ledger and in the drawer is erased in both, from either side', async () => {
		for (const side of ['ledger', 'drawer']) {
			const { db, place, good, text } = await here();
			// The same id sent with another grade lies in the drawer, once with the same words, once with others.
			const other = { ...good, counterId: place.counters.a2, officerId: place.officers.binh };
			await tablet(place, 'a2').send(db, [
				{ ...other, serviceGrade: 1 },
				{ ...other, serviceGrade: 2, comment: 'Cảm ơn' }
			]);
			const { rows } = await db.guard.execute(`SELECT id FROM refused_ratings ORDER BY id`);
			expect(rows.map(({ id }) => Number(id))).toEqual([1, 2, 3]);
			const refusedId = 2;
			const { hr } = place.people;
			await db.write((tx) =>
				side === 'ledger'
					? eraseComment(tx, hr, { ratingId: good.id, reason }, NOW)
					: eraseRefused(tx, hr, { refusedId, reason }, NOW)
			);
			const left = await text();
			expect(left.kept, side).toBe('');
			expect(left.drawer, side).not.toContain(comment);
			expect(left.drawer, side).toContain('Gọi cho tôi');
			expect(left.drawer, side).toContain('Cảm ơn');
			expect((await entries.of(db.read, good.id)).map(({ act }) => act)).toEqual(['comment_erased']);
		}
	});
});
