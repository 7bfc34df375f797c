import { ValiError } from 'valibot';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import { PRIVACY } from '../../shared/privacy';
import { trail } from '../audit/trail';
import { change, current, history } from './privacy';

test('the rules are changed by administrators alone', async () => {
	const db = database();
	const { people } = await town(db);
	for (const who of [people.leaderA, people.hr, people.auditor, people.officer])
		await expect(db.write((tx) => change(tx, who, { ...PRIVACY, minCell: 7 }, NOW))).rejects.toMatchObject({
			code: 'not_allowed'
		});
	expect(await current(db.read)).toEqual(PRIVACY);
});

test('the rules stay within their bounds', async () => {
	const db = database();
	const { people } = await town(db);
	for (const wrong of [{ minCell: 2 }, { minSample: 4 }, { commentDelayDays: -1 }, { officerDelayDays: 0.5 }])
		await expect(
			db.write((tx) => change(tx, people.administrator, { ...PRIVACY, ...wrong }, NOW))
		).rejects.toThrow(ValiError);
	expect(await history(db.read)).toEqual([]);
});

test('a change holds from then on, stays to be read, and is noted with what it changed; the same again changes nothing', async () => {
	const db = database();
	const { people } = await town(db);
	const stricter = { ...PRIVACY, minCell: 7, leadersSeeComments: false };
	for (const at of [NOW, NOW + 1]) await db.write((tx) => change(tx, people.administrator, stricter, at));
	await db.write((tx) => change(tx, people.administrator, PRIVACY, NOW + 2));
	expect(await current(db.read)).toEqual(PRIVACY);
	expect(await history(db.read)).toEqual([
		{ at: NOW + 2, rules: PRIVACY },
		{ at: NOW, rules: stricter }
	]);
	const [last, first, ...others] = await trail(db.read, { subject: 'privacy:rules' });
	expect(others).toEqual([]);
	expect(last).toMatchObject({ act: 'privacy.change', actorName: people.administrator.name });
	expect(first?.details).toEqual({
		before: { minCell: 5, leadersSeeComments: true },
		after: { minCell: 7, leadersSeeComments: false }
	});
});
