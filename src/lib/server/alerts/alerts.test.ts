import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { database } from '../../../../tests/database';
import { entry, put } from '../../../../tests/ledger';
import { NOW, town } from '../../../../tests/town';
import { SYSTEM } from '../../shared/actor';
import { NUMBERS } from '../../shared/alert';
import { trail } from '../audit/trail';
import { widen } from '../auth/scope';
import { people, personBranches } from '../auth/table';
import { deliveries } from '../post/table';
import * as webhooks from '../post/webhooks';
import * as alerts from './alerts';
import * as rules from './rules';
import { newMark } from './signs';
import type { AlertLetter } from './tell';
import { look } from './watcher';

const RULE = { days: 7, percent: 20, least: 30 };
const letter: AlertLetter = (alert, language, origin) => ({
	subject: `${language} ${alert.branch.code}`,
	text: `${origin}/admin/alerts?alert=${alert.id}`,
	html: ''
});
const voice = { letter, origin: 'https://rate.example.gov.vn' };

async function set() {
	const db = database();
	const here = await town(db);
	const { a, b, root } = here.branches;
	const add = (branchId: number, isMailed = true) =>
		db.write((tx) => rules.add(tx, SYSTEM, { branchId, kind: 'dissatisfied', numbers: RULE, isMailed }, NOW));
	/** Forty dissatisfied at both branches, and the watcher's look. */
	async function trouble(at = NOW) {
		const atB = { branchId: b, counterId: here.counters.b1, officerId: here.officers.giang };
		const rows = Array.from({ length: 80 }, (_, n) =>
			entry(here, n, { serviceGrade: 1, ...(n % 2 ? atB : {}) })
		);
		await put(db, rows);
		await look(db, voice, newMark(), at);
	}
	const open = (scope: 'all' | readonly number[] = 'all') => alerts.open(db.read, scope, NOW);
	const posted = () => db.read.select().from(deliveries).orderBy(deliveries.id);
	const reach = { origin: voice.origin, privateToo: false };
	const webhook = (name: string, branchId: number | null) =>
		db.write((tx) =>
			webhooks.add(
				tx,
				here.people.administrator,
				{ name, url: `https://hooks.example.com/${name}`, branchId },
				{ secret: webhooks.newSecret(), reach },
				NOW
			)
		);
	return { db, ...here, ...{ a, b, root, add, trouble, open, posted, webhook } };
}

it('shows a leader the alerts of their branches, and lets them touch no others: those are not there', async () => {
	const { db, people, a, b, add, trouble, open } = await set();
	await add(a);
	await add(b);
	await trouble();
	const { leaderA, leaderB } = people;
	expect((await open(leaderA.scope)).map(({ branch }) => branch.code)).toEqual(['A']);
	expect(await open([])).toEqual([]);
	const [own] = await open(leaderB.scope);
	for (const act of [
		(tx: Parameters<Parameters<typeof db.write>[0]>[0]) =>
			alerts.acknowledge(tx, leaderA, own!.id, { note: null }, NOW),
		(tx: Parameters<Parameters<typeof db.write>[0]>[0]) =>
			alerts.close(tx, leaderA, own!.id, { note: 'x' }, NOW),
		(tx: Parameters<Parameters<typeof db.write>[0]>[0]) => alerts.reopen(tx, leaderA, own!.id, NOW)
	])
		await expect(db.write(act)).rejects.toThrow('not_found');
	expect(await open(leaderB.scope)).toMatchObject([{ state: 'open', acknowledgedAt: null, closedAt: null }]);
	await db.write((tx) => alerts.close(tx, leaderB, own!.id, { note: 'x' }, NOW));
	expect(await alerts.history(db.read, leaderA.scope, { limit: 9 }, NOW)).toEqual([]);
	expect(await alerts.history(db.read, leaderB.scope, { limit: 9 }, NOW)).toHaveLength(1);
});

it('lets only leaders act: neither auditor nor HR, administrator or officer', async () => {
	const { db, people, a, add, trouble, open } = await set();
	await add(a);
	await trouble();
	const [one] = await open();
	const { auditor, hr, administrator, officer } = people;
	for (const who of [auditor, hr, administrator, officer])
		await db.write(async (tx) => {
			await expect(alerts.acknowledge(tx, who, one!.id, { note: null }, NOW)).rejects.toThrow('not_allowed');
			await expect(alerts.close(tx, who, one!.id, { note: 'x' }, NOW)).rejects.toThrow('not_allowed');
			await expect(alerts.reopen(tx, who, one!.id, NOW)).rejects.toThrow('not_allowed');
			await expect(rules.offer(tx, who, a, NOW)).rejects.toThrow('not_allowed');
			await expect(rules.close(tx, who, 1, NOW)).rejects.toThrow('not_allowed');
		});
	expect(await rules.list(db.read, 'all')).toHaveLength(1);
});

it('keeps rules of other branches out of reach', async () => {
	const { db, people, a, b, add } = await set();
	const ruleId = await add(b);
	const { leaderA } = people;
	await db.write(async (tx) => {
		const wanted = { branchId: b, kind: 'tablet_dark' as const, numbers: { minutes: 30 }, isMailed: true };
		await expect(rules.add(tx, leaderA, wanted, NOW)).rejects.toThrow('not_found');
		await expect(rules.offer(tx, leaderA, b, NOW)).rejects.toThrow('not_found');
		await expect(rules.change(tx, leaderA, ruleId, { numbers: RULE, isMailed: false }, NOW)).rejects.toThrow(
			'not_found'
		);
		await expect(rules.close(tx, leaderA, ruleId, NOW)).rejects.toThrow('not_found');
		await expect(rules.reopen(tx, leaderA, ruleId, NOW)).rejects.toThrow('not_found');
	});
	expect(await rules.list(db.read, leaderA.scope)).toEqual([]);
	expect(await rules.list(db.read, [a, b])).toMatchObject([{ id: ruleId, isMailed: true }]);
});

it('has one rule of a kind for a branch, of numbers that fit; what is taken off can come back', async () => {
	const { db, people, a } = await set();
	const { leaderA } = people;
	const add = (numbers: Record<string, number>) =>
		db.write((tx) =>
			rules.add(tx, leaderA, { branchId: a, kind: 'dissatisfied', numbers, isMailed: false }, NOW)
		);
	for (const numbers of [
		{ ...RULE, days: 31 },
		{ ...RULE, least: 9 },
		{ ...RULE, percent: 0 },
		{ days: 1 },
		{ ...RULE, x: 1 }
	])
		await expect(add(numbers)).rejects.toThrow();
	const id = await add(RULE);
	await expect(add(RULE)).rejects.toThrow('already_exists');
	await db.write((tx) =>
		rules.change(tx, leaderA, id, { numbers: { ...RULE, days: 14 }, isMailed: true }, NOW)
	);
	await db.write((tx) => rules.close(tx, leaderA, id, NOW));
	await expect(
		db.write((tx) => rules.change(tx, leaderA, id, { numbers: RULE, isMailed: true }, NOW))
	).rejects.toThrow('closed_already');
	expect(await db.write((tx) => rules.offer(tx, leaderA, a, NOW))).toBe(4);
	expect(await db.write((tx) => rules.offer(tx, leaderA, a, NOW))).toBe(0);
	await expect(db.write((tx) => rules.reopen(tx, leaderA, id, NOW))).rejects.toThrow('already_exists');
	const list = await rules.list(db.read, leaderA.scope);
	expect(list.map(({ kind, numbers }) => [kind, numbers])).toEqual(Object.entries(NUMBERS));
	const offered = list[0]!.id;
	await db.write((tx) => rules.close(tx, leaderA, offered, NOW));
	await db.write((tx) => rules.reopen(tx, leaderA, id, NOW));
	expect((await rules.list(db.read, 'all'))[0]).toMatchObject({ id, numbers: { days: 14 }, isMailed: true });
});

it('is acknowledged, closed with a note and opened again, each once, each with its line', async () => {
	const { db, people, a, add, trouble, open } = await set();
	const ruleId = await add(a, false);
	await trouble();
	const { leaderA } = people;
	const [{ id } = { id: 0 }] = await open();
	const at = (minutes: number) => NOW + minutes * 60_000;
	await db.write((tx) => alerts.acknowledge(tx, leaderA, id, { note: 'đang xem' }, at(1)));
	await db.write((tx) => alerts.acknowledge(tx, leaderA, id, { note: 'lần nữa' }, at(2)));
	expect(await open()).toMatchObject([
		{ state: 'acknowledged', acknowledgedAt: at(1), acknowledgedBy: 'Trưởng A', note: 'đang xem' }
	]);
	await expect(db.write((tx) => alerts.close(tx, leaderA, id, { note: ' ' }, at(3)))).rejects.toThrow(
		'bad_shape'
	);
	await db.write((tx) => alerts.close(tx, leaderA, id, { note: 'thêm quầy' }, at(3)));
	expect(await open()).toEqual([]);
	expect(await alerts.history(db.read, 'all', { limit: 9 }, NOW)).toMatchObject([
		{ state: 'closed', closedAt: at(3), closedBy: 'Trưởng A', note: 'thêm quầy', rule: { id: ruleId } }
	]);
	await expect(db.write((tx) => alerts.close(tx, leaderA, id, { note: 'b' }, NOW))).rejects.toThrow(
		'closed_already'
	);
	await expect(db.write((tx) => alerts.acknowledge(tx, leaderA, id, { note: null }, NOW))).rejects.toThrow(
		'closed_already'
	);
	await db.write((tx) => alerts.reopen(tx, leaderA, id, at(4)));
	await db.write((tx) => alerts.reopen(tx, leaderA, id, at(4)));
	expect(await open()).toMatchObject([{ id, state: 'acknowledged', closedAt: null, closedBy: null }]);
	const acts = (await trail(db.read, { subject: `alert:${id}`, limit: 9 })).map(({ act }) => act);
	expect(acts).toEqual(['alerts.reopen', 'alerts.close', 'alerts.acknowledge', 'alerts.open']);
});

it('cannot be opened again beside another of the same rule and subject', async () => {
	const { db, people, a, add, trouble, open } = await set();
	await add(a);
	await trouble();
	const [one] = await open();
	await db.write((tx) => alerts.close(tx, people.leaderA, one!.id, { note: 'x' }, NOW));
	await db.guard.execute(
		`INSERT INTO alerts SELECT id + 1, "ruleId", "branchId", kind, subject, found, "openedAt", "seenAt", NULL, NULL, NULL, NULL, NULL FROM alerts`
	);
	await expect(db.write((tx) => alerts.reopen(tx, people.leaderA, one!.id, NOW))).rejects.toThrow(
		'already_exists'
	);
});

it('is mailed to the leaders who were given the branch, in their language; else to those of the next one above', async () => {
	const { db, people: persons, a, b, root, add, trouble, posted } = await set();
	const { leaderA, leaderB } = persons;
	const mail = (id: string, address: string | null, language: 'vi' | 'ja' = 'vi') =>
		db.write((tx) => tx.update(people).set({ mail: address, language }).where(eq(people.id, id)));
	await mail(leaderA.id, 'a@example.gov.vn', 'ja');
	await mail(persons.auditor.id, 'auditor@example.gov.vn');
	// B's own leader has no address; the one of the whole has.
	await db.write(async (tx) => {
		const [row] = await tx.select().from(people).where(eq(people.id, leaderB.id));
		const chief = {
			...row!,
			id: 'chief',
			username: 'chief',
			email: 'chief@account.invalid',
			mail: 'chief@example.gov.vn'
		};
		await tx.insert(people).values(chief);
		await tx.insert(personBranches).values({ personId: 'chief', branchId: root });
	});
	await add(a);
	await add(b);
	await trouble();
	expect(
		(await posted()).map(({ address, content, about }) => [address, content.subject, about]).sort()
	).toEqual([
		['a@example.gov.vn', 'ja A', expect.stringMatching(/^alert:/)],
		['chief@example.gov.vn', 'vi B', expect.stringMatching(/^alert:/)]
	]);
	expect(await widen(db.read, [root])).toContain(b);
});

it('is mailed to nobody whose account is closed, nor where its rule says so', async () => {
	const { db, people: persons, a, b, add, trouble, posted } = await set();
	await db.write((tx) => tx.update(people).set({ mail: 'x@example.gov.vn' }));
	await db.write((tx) => tx.update(people).set({ closedAt: NOW }).where(eq(people.id, persons.leaderA.id)));
	await add(a);
	await add(b, false);
	await trouble();
	expect(await posted()).toEqual([]);
});

it('is told to the webhooks of its branch, of those above and of all: opened, acknowledged, closed', async () => {
	const { db, people, a, b, root, add, trouble, open, posted, webhook } = await set();
	const ids = [await webhook('all', null), await webhook('root', root), await webhook('a', a)];
	await webhook('b', b);
	await add(a, false);
	await trouble();
	const [one] = await open();
	const { leaderA } = people;
	await db.write((tx) => alerts.acknowledge(tx, leaderA, one!.id, { note: 'Bà Lan than phiền' }, NOW + 1));
	await db.write((tx) => alerts.close(tx, leaderA, one!.id, { note: 'đã gọi Bà Lan' }, NOW + 2));
	const sent = await posted();
	expect(sent.map(({ webhookId, content }) => [content.type, webhookId])).toEqual(
		['alert.opened', 'alert.acknowledged', 'alert.closed'].flatMap((type) => ids.map((id) => [type, id]))
	);
	expect(sent[0]!.content).toEqual({
		type: 'alert.opened',
		timestamp: new Date(NOW).toISOString(),
		data: {
			...{ id: one!.id, kind: 'dissatisfied', state: 'open', service: null, device: null },
			found: one!.found,
			branch: { id: a, code: 'A', name: 'Hải quan A' },
			rule: { id: one!.rule.id, numbers: RULE },
			...{ openedAt: new Date(NOW).toISOString(), acknowledgedAt: null, closedAt: null },
			path: `/admin/alerts?alert=${one!.id}`
		}
	});
	expect(sent[8]!.content).toMatchObject({
		data: { state: 'closed', closedAt: new Date(NOW + 2).toISOString() }
	});
	// Notes may name people; they stay in the house.
	expect(JSON.stringify(sent)).not.toContain('Lan');
});
