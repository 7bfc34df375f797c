import { describe, expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { NOW as AT, PASSWORD, town } from '../../../../tests/town';
import { ROLES } from '../../shared/role';
import { trail } from '../audit/trail';
import type { Writes } from '../db/open';
import * as people from './people';
import { person } from './person';
import { make } from './signin';

const NEW: people.NewPerson = {
	name: 'Mới',
	username: 'moi',
	password: 'a-long-password',
	role: 'leader',
	language: 'vi',
	officerId: null,
	branchIds: [2]
};

async function house() {
	const db = database();
	const { people: known, branches } = await town(db);
	const signIn = make(db, { origin: 'http://localhost', secret: 'x'.repeat(40) });
	return { db, known, branches, boss: known.administrator, signIn };
}

describe('whoever may not change people', () => {
	it('neither adds, changes, closes or reopens one nor gives a password', async () => {
		const { db, known } = await house();
		const before = await people.list(db.read);
		const { leaderB } = known;
		for (const who of [known.hr, known.auditor, known.leaderA, known.officer, known.reviewer]) {
			const refused = { code: 'not_allowed', status: 403 };
			await expect(people.add(db, who, NEW, AT)).rejects.toMatchObject(refused);
			await expect(people.setPassword(db, who, leaderB.id, 'another-password', AT)).rejects.toMatchObject(
				refused
			);
			for (const verb of [
				(tx: Writes) => people.change(tx, who, leaderB.id, NEW, AT),
				(tx: Writes) => people.close(tx, who, leaderB.id, AT),
				(tx: Writes) => people.reopen(tx, who, leaderB.id, AT)
			])
				await expect(db.write(verb)).rejects.toMatchObject(refused);
		}
		expect(await people.list(db.read)).toEqual(before);
	});
});

describe('an administrator', () => {
	it('neither closes their own account nor takes their own role away', async () => {
		const { db, boss } = await house();
		await expect(db.write((tx) => people.close(tx, boss, boss.id, AT))).rejects.toMatchObject({
			code: 'not_allowed',
			details: { why: 'own_account' }
		});
		await expect(
			db.write((tx) => people.change(tx, boss, boss.id, { ...NEW, role: 'auditor' }, AT))
		).rejects.toMatchObject({ code: 'not_allowed', details: { why: 'own_role' } });
		const renamed = { ...NEW, name: 'Quản Trị Mới', role: 'administrator' as const };
		await db.write((tx) => people.change(tx, boss, boss.id, renamed, AT));
		expect(await person(db.read, boss.id)).toMatchObject({ name: 'Quản Trị Mới', role: 'administrator' });
	});

	it('is told which user name is taken', async () => {
		const { db, boss } = await house();
		await expect(people.add(db, boss, { ...NEW, username: 'leadera' }, AT)).rejects.toMatchObject({
			code: 'already_exists',
			details: { field: 'username' }
		});
	});

	it('adds a leader who sees what was given and signs in at once; the password is nowhere to be read', async () => {
		const { db, boss, branches, signIn } = await house();
		const id = await people.add(db, boss, { ...NEW, branchIds: [branches.root] }, AT);
		expect((await person(db.read, id))?.scope).toEqual([branches.root, branches.a, branches.b]);
		expect((await signIn.enter('moi', NEW.password, '10.0.0.1')).length).toBeGreaterThan(0);
		const [line] = await trail(db.read, { subject: `person:${id}` });
		expect(line?.act).toBe('auth.add');
		expect(JSON.stringify(line)).not.toContain(NEW.password);
	});

	it('may give the shortest and the oddest user names there are, and they sign in', async () => {
		const { db, boss, signIn } = await house();
		for (const username of ['ab', '7.b-c_d', 'x'.repeat(40)]) {
			expect(username).toMatch(people.USERNAME);
			await people.add(db, boss, { ...NEW, username }, AT);
			expect((await signIn.enter(username, NEW.password, '10.0.0.1')).length).toBeGreaterThan(0);
		}
	});

	it('gives another password, and the old one opens nothing', async () => {
		const { db, boss, known, signIn } = await house();
		await people.setPassword(db, boss, known.auditor.id, 'another-password', AT);
		await expect(signIn.enter('auditor', PASSWORD, '10.0.0.1')).rejects.toMatchObject({
			code: 'wrong_sign_in'
		});
		expect((await signIn.enter('auditor', 'another-password', '10.0.0.1')).length).toBeGreaterThan(0);
	});

	it('closes an account and opens it again; what a role does not need is not kept', async () => {
		const { db, boss, known, branches } = await house();
		await db.write((tx) => people.close(tx, boss, known.leaderA.id, AT));
		expect(await person(db.read, known.leaderA.id)).toBeNull();
		await db.write((tx) => people.reopen(tx, boss, known.leaderA.id, AT));
		expect(await person(db.read, known.leaderA.id)).toMatchObject({ scope: [branches.a] });
		const hr = { ...NEW, role: 'hr' as const, officerId: 1 };
		await db.write((tx) => people.change(tx, boss, known.leaderA.id, hr, AT));
		const row = (await people.list(db.read)).find((one) => one.id === known.leaderA.id);
		expect(row).toMatchObject({ role: 'hr', branchIds: [], officerId: null });
	});
});

describe('a mail address', () => {
	const mailOf = async (db: ReturnType<typeof database>, id: string) =>
		(await people.list(db.read)).find((one) => one.id === id)?.mail;

	it('is given to a leader, changed, taken away, and each time written into the trail', async () => {
		const { db, boss } = await house();
		const id = await people.add(db, boss, { ...NEW, mail: ' moi@haiquan.example ' }, AT);
		expect(await mailOf(db, id)).toBe('moi@haiquan.example');
		await db.write((tx) => people.change(tx, boss, id, { ...NEW, mail: 'khac@haiquan.example' }, AT));
		expect(await mailOf(db, id)).toBe('khac@haiquan.example');
		await db.write((tx) => people.change(tx, boss, id, NEW, AT));
		expect(await mailOf(db, id), 'not said: as it was').toBe('khac@haiquan.example');
		await db.write((tx) => people.change(tx, boss, id, { ...NEW, mail: null }, AT));
		expect(await mailOf(db, id)).toBeNull();
		const lines = await trail(db.read, { limit: 4 });
		expect(lines.map(({ details }) => (details as { mail?: unknown }).mail)).toEqual([
			null,
			undefined,
			'khac@haiquan.example',
			'moi@haiquan.example'
		]);
	});

	it('is kept for officers, HR and reviewers too, and for no other role', async () => {
		const { db, boss } = await house();
		const id = await people.add(db, boss, { ...NEW, mail: 'moi@haiquan.example' }, AT);
		for (const role of ROLES) {
			const to = { ...NEW, role, officerId: 1, mail: 'moi@haiquan.example' };
			await db.write((tx) => people.change(tx, boss, id, to, AT));
			const isMailed = ['leader', 'hr', 'reviewer', 'officer'].includes(role);
			expect(await mailOf(db, id), role).toBe(isMailed ? 'moi@haiquan.example' : null);
		}
	});

	it('that is none, two at once or a second line of a header is refused', async () => {
		const { db, boss, known } = await house();
		for (const mail of ['moi', 'a@b', 'a@b.vn, c@d.vn', 'a@b.vn\r\nBcc: c@d.vn', '<a@b.vn>', '']) {
			const refused = { code: 'bad_shape', details: { field: 'mail' } };
			await expect(people.add(db, boss, { ...NEW, mail }, AT), mail).rejects.toMatchObject(refused);
			await expect(
				db.write((tx) => people.change(tx, boss, known.leaderB.id, { ...NEW, mail }, AT)),
				mail
			).rejects.toMatchObject(refused);
		}
	});
});
