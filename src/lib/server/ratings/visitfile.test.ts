import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW, town } from '../../../../tests/town';
import type { Person } from '../../shared/actor';
import { dayIn, read } from './visitfile';

async function set() {
	const db = database();
	const place = await town(db);
	const [a, declare] = await Promise.all([
		codeOf('branch', place.branches.a),
		codeOf('service', place.services.declare)
	]);
	const b = await codeOf('branch', place.branches.b);
	const [anh, giang] = [
		await codeOf('officer', place.officers.anh),
		await codeOf('officer', place.officers.giang)
	];
	async function codeOf(noun: string, id: number): Promise<string> {
		const [row] = await db.read.all<{ code: string }>(
			sql.raw(`SELECT code FROM ${noun}_versions WHERE "${noun}Id" = ${id}`)
		);
		return row!.code;
	}
	const file = (text: string, who: Person = place.people.leaderA) => read(db.read, who.scope, text, NOW);
	return { ...place, a, b, declare, anh, giang, file };
}

test('a file is read with semicolons, commas or tabs, a heading or none, an officer or none', async () => {
	const { branches, services, officers, a, declare, anh, file } = await set();
	const row = { branchId: branches.a, serviceId: services.declare, officerId: 0 };
	for (const separator of [';', ',', '\t'])
		for (const head of ['', 'day;branch;service;count\r\n'.replaceAll(';', separator)]) {
			const lines = [
				['2026-03-01', a, declare, '40'],
				['1/2/2026', a.toLowerCase(), ` ${declare} `, '7'],
				['28.02.2026', a, `"${declare}"`, '0']
			].map((cells) => cells.join(separator));
			const { rows, bad } = await file(`\uFEFF${head}${lines.join('\r\n')}\r\n\r\n`);
			expect(bad).toEqual([]);
			expect(rows).toEqual([
				{ ...row, day: '2026-03-01', count: 40 },
				{ ...row, day: '2026-02-01', count: 7 },
				{ ...row, day: '2026-02-28', count: 0 }
			]);
		}
	const { rows } = await file(`2026-03-01;${a};${declare};${anh};4\n2026-03-01;${a};${declare};;3`);
	expect(rows.map(({ officerId, count }) => [officerId, count])).toEqual([
		[officers.anh, 4],
		[0, 3]
	]);
});

test('every bad line is named with its number and what is wrong, also outside the scope', async () => {
	const { a, b, declare, giang, file } = await set();
	const text = [
		'ngày;đơn vị;thủ tục;cán bộ;số lượt',
		`2026-03-01;${a};${declare};;40`,
		`2026-02-30;${a};${declare};;40`,
		`2026-03-03;${a};${declare};;40`,
		`2026-03-01;${b};${declare};;40`,
		`2026-03-01;NOWHERE;NOTHING;;40`,
		`2026-03-01;${a};${declare};${giang};40`,
		`2026-03-01;${a};${declare};;-3`,
		`2026-03-01;${a};${declare};;1.250`,
		`2026-03-01;${a};${declare}`,
		'',
		`01/03/2026;${a};${declare};;41`
	].join('\n');
	const { rows, bad, badCount } = await file(text);
	expect(rows).toHaveLength(1);
	expect(bad.map(({ line, fault, value }) => [line, fault, value])).toEqual([
		[3, 'day', '2026-02-30'],
		[4, 'future', '2026-03-03'],
		[5, 'branch', b],
		[6, 'branch', 'NOWHERE'],
		[6, 'service', 'NOTHING'],
		[7, 'officer', giang],
		[8, 'negative', '-3'],
		[9, 'count', '1.250'],
		[10, 'cells', '3'],
		[12, 'doubled', '2']
	]);
	expect(badCount).toBe(10);
});

test('a line without a number says nothing, and is counted', async () => {
	const { a, declare, file } = await set();
	const read = await file(
		`day;branch;service;officer;count\n2026-03-01;${a};${declare};;\n2026-02-28;${a};${declare};;3`
	);
	expect([read.rows.length, read.bad, read.blank]).toEqual([1, [], 1]);
});

test('a leader cannot tell a branch that is not theirs from one that is not there', async () => {
	const { b, declare, people, file } = await set();
	const line = (code: string) => `2026-03-01;${code};${declare};4`;
	const faults = async (code: string, who: Person) =>
		(await file(line(code), who)).bad.map(({ fault }) => fault);
	expect(await faults(b, people.leaderA)).toEqual(await faults('NOWHERE', people.leaderA));
	expect(await faults(b, people.administrator)).toEqual([]);
});

test('no more bad lines are told than a screen bears, and how many there are', async () => {
	const { file } = await set();
	const { bad, badCount } = await file(Array.from({ length: 150 }, () => 'x1;y;z;1').join('\n'));
	expect([bad.length, badCount]).toEqual([100, 450]);
});

test.each([
	['2026-03-01', '2026-03-01'],
	['1/3/2026', '2026-03-01'],
	['01-03-2026', '2026-03-01'],
	['31/02/2026', null],
	['03/2026', null],
	['2026-3-1', null],
	['', null]
])('the day %s is %s', (text, day) => expect(dayIn(text)).toBe(day));
