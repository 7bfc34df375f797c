// The page that people check screens against says what the generator does.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { BRANCHES } from './branches';
import { yearUntil } from './calendar';
import { plan } from './plan';
import { SERVICES } from './services';
import { SIGN_INS } from './signins';
import * as truth from './truth';

const page = readFileSync(resolve(import.meta.dirname, '../../../../../docs/demo-world.md'), 'utf8');
const world = plan({ until: '2026-11-21', branches: 5, officers: 40 });

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const signed = (effect: number) => (effect < 0 ? `−${(-effect).toFixed(2)}` : effect.toFixed(2));
const service = (level: number) => percent(truth.satisfied(truth.serviceGrades(level)));
const officer = (level: number) => percent(truth.satisfied(truth.officerGrades(level)));

test('docs/demo-world.md has every service with its share satisfied, in calm and in full hours', () => {
	for (const { code, name, effect } of SERVICES)
		expect(page).toContain(
			`| ${code} | ${name.vi} | ${signed(effect)} | ${service(effect)} | ${service(effect + truth.RUSH_EFFECT)} |`
		);
});

test('docs/demo-world.md has every officer with their share satisfied', () => {
	for (const { code, fullName, branch, effect } of world.officers)
		expect(page).toContain(
			`| ${code} | ${fullName} | ${BRANCHES[branch]!.code} | ${signed(effect)} | ${officer(effect)} |`
		);
});

test('docs/demo-world.md has the days on which something happens, and how much', () => {
	for (const day of Object.values(world.calendar)) expect(page).toContain(day);
	for (const [{ counter, hour, minute, count }, day] of [
		[truth.AFTER_HOURS, world.calendar.afterHoursDay],
		[truth.IN_ONE_GO, world.calendar.inOneGoDay]
	] as const)
		expect(page).toContain(`${counter} on ${day} from ${hour}:${minute}, ${count} times`);
	for (const level of [truth.SLOW.effect, truth.SLOW.effect + truth.RUSH_EFFECT])
		expect(page).toContain(service(level));
	expect(page).toContain(officer(truth.HARD_DESK.effect + 0.2));
	for (const { username, password } of SIGN_INS)
		expect(page).toContain(`| \`${username}\` | \`${password}\` |`);
});

test('docs/demo-world.md has how many of those served rate, and since when that is known', () => {
	for (const { code } of BRANCHES) {
		const { share, from } = truth.COVERAGE[code]!;
		expect(page).toContain(`| ${code} | ${Math.round(share * 100)} % |`);
		if (from) expect(page).toContain(`in ${code} only from ${world.calendar[from]} on`);
	}
});

test('the planted days move with the last day of the year', () => {
	expect(truth.calendar(yearUntil('2027-01-31'))).toEqual({
		slowMonth: '2026-11',
		renamedDay: '2026-09-01',
		movedDay: '2026-10-01',
		unstaffedFrom: '2026-09-08',
		unstaffedUntil: '2026-09-15',
		afterHoursDay: '2026-12-14',
		inOneGoDay: '2026-12-22'
	});
	// 14 February 2026 is a Saturday, and then it is Tết until the 21st, which is one too.
	expect(truth.calendar(yearUntil('2026-03-10'))).toMatchObject({ afterHoursDay: '2026-02-23' });
	expect(yearUntil('2027-01-31')).toHaveLength(365);
	expect(yearUntil('2028-02-29')).toHaveLength(366);
	expect(truth.monthAfter('2026-12-31')).toBe('2027-01-01');
});
