// What strangers, thieves and vandals may try on the tablets' doors: each is refused by name, written to the log, and
// limited for the device or the account it is done to, never for the address, which a hall of tablets shares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as disks from './disk.js';
import { digest, makeKey, signed } from './seal.js';
import { Trial } from './trial.js';
import { expect, guessed, RATINGS, send, signIn, slowBodies, tooLarge } from './vandals.js';
import { ask } from './world.js';

/** @type {import('./list.js').Fault} */
export async function surface(world, { long, say }) {
	const trial = await new Trial(world, 'what strangers try').open();
	try {
		const disk = new disks.Disk(trial.folder, join(trial.folder, 'data'), disks.build(world.folder));
		trial.env = disk.env;
		await trial.start();
		const [victim, neighbour, third] = await trial.pair(3);
		if (!victim || !neighbour || !third) throw new Error('no tablets');
		const slow = slowBodies(trial);
		await forged(trial, victim, neighbour);
		await stolen(trial, neighbour, third);
		await replayed(trial, neighbour, disk);
		await tooLarge(trial);
		await foreign(trial);
		await guessed(trial, long ? 4_000 : 1_000);
		await signIn(trial);
		await slow;
		await retired(trial, third);
		logged(trial);
		say(`${trial.times} tries`);
		trial.tablets = trial.tablets.filter((tablet) => tablet !== third);
		return await trial.reckon({ refusing: true });
	} finally {
		await trial.close();
	}
}

/**
 * Signatures that do not fit. After twenty the device is not heard for a minute; its neighbour is.
 * @param {Trial} trial
 * @param {import('./tablet.js').Tablet} victim
 * @param {import('./tablet.js').Tablet} neighbour
 */
async function forged(trial, victim, neighbour) {
	victim.rate({ comment: null });
	const good = victim.batch([...victim.waiting]);
	const thief = makeKey();
	const statement = { purpose: 'ratings', ticket: good.ticket, sentAt: good.sentAt, head: '', count: 1 };
	const [rating] = good.ratings;
	/** @type {[string, object][]} */
	const tries = [
		['another key’s signature', { ...good, signature: signed({ ...thief, name: good.key }, statement) }],
		['a rating changed after signing', { ...good, ratings: [{ ...rating, serviceGrade: 5, tookMs: 1 }] }],
		['another sending time', { ...good, sentAt: good.sentAt - 86_400_000 }],
		['no signature at all', { ...good, signature: 'A'.repeat(86) }]
	];
	for (const [what, batch] of tries)
		expect(trial, what, await send(trial, RATINGS, batch), 401, 'signature_wrong');
	expect(
		trial,
		'a key nobody knows',
		await send(trial, RATINGS, { ...good, key: thief.name }),
		401,
		'device_unknown'
	);
	const hello = {
		key: good.key,
		ticket: good.ticket,
		sentAt: good.sentAt,
		word: {},
		signature: good.signature
	};
	expect(trial, 'a hello of the wrong shape', await send(trial, '/api/v1/hello', hello), 400, 'bad_shape');
	for (let count = tries.length; count < 20; count++) await send(trial, RATINGS, tries[3]?.[1]);
	expect(trial, 'the 21st wrong signature', await send(trial, RATINGS, tries[3]?.[1]), 429, 'too_many_tries');
	neighbour.rate();
	trial.times++;
	if (!(await neighbour.drain(5_000))) trial.problems.push('a neighbour at the same address is turned away');
}

/**
 * A tablet that signs well, but with what another one has sealed: it changes nothing of the other's.
 * @param {Trial} trial
 * @param {import('./tablet.js').Tablet} owner
 * @param {import('./tablet.js').Tablet} thief
 */
async function stolen(trial, owner, thief) {
	owner.rate();
	await owner.drain(5_000);
	const [rating] = owner.kept.slice(-1);
	if (!rating) throw new Error('no rating to steal');
	const asOwner = { ...thief.batch([rating]), key: owner.key.name };
	expect(trial, 'another device’s name', await send(trial, RATINGS, asOwner), 401, 'signature_wrong');
	thief.rate({ id: rating.id });
	const answer = await send(trial, RATINGS, thief.batch([...thief.waiting]));
	expect(trial, 'another device’s rating with another content', answer, 200);
	if (answer.json?.verdicts?.[0]?.code !== 'id_conflict')
		trial.problems.push(`another device’s rating was overwritten: ${answer.text}`);
	const chain = thief.batch(owner.kept.slice(0, 1));
	expect(trial, 'another device’s sequence', await send(trial, RATINGS, chain), 403, 'device_forked');
	const [rows = []] = await askRunning(trial, `SELECT digest FROM ratings WHERE id = '${rating.id}'`);
	if (rows.length !== 1 || rows[0]?.digest !== digest(rating))
		trial.problems.push('the stolen rating is altered');
}

/**
 * The same message once more: within the ticket's life it is known, after it worth nothing.
 * @param {Trial} trial
 * @param {import('./tablet.js').Tablet} tablet
 * @param {disks.Disk} disk
 */
async function replayed(trial, tablet, disk) {
	for (let count = 0; count < 5; count++) tablet.rate();
	const batch = tablet.batch([...tablet.waiting]);
	await tablet.drain(5_000);
	const again = await send(trial, RATINGS, batch);
	expect(trial, 'a batch replayed at once', again, 200);
	if (again.json?.verdicts?.some((/** @type {any} */ one) => one.verdict !== 'duplicate'))
		trial.problems.push(`a replayed batch was not known: ${again.text}`);
	disk.ahead(16 * 60);
	expect(trial, 'a batch replayed after 16 minutes', await send(trial, RATINGS, batch), 409, 'ticket_stale');
	const made = { ...batch, ticket: `${Date.now().toString(36)}.${'A'.repeat(22)}` };
	expect(trial, 'a ticket made up', await send(trial, RATINGS, made), 409, 'ticket_stale');
	disk.ahead(0);
}

/** @param {Trial} trial */
async function foreign(trial) {
	for (const path of [RATINGS, '/api/v1/hello', '/api/v1/pair'])
		for (const headers of /** @type {Record<string, string>[]} */ ([
			{ origin: 'http://elsewhere.test' },
			{ origin: 'null' },
			{ 'sec-fetch-site': 'cross-site' },
			{ 'sec-fetch-site': 'same-site' }
		]))
			expect(
				trial,
				`${path} with ${JSON.stringify(headers)}`,
				await send(trial, path, {}, headers),
				403,
				'wrong_origin'
			);
}

/** @param {Trial} trial @param {import('./tablet.js').Tablet} tablet */
async function retired(trial, tablet) {
	await trial.stop();
	await ask(trial.url, [
		`UPDATE devices SET retiredAt = ${Date.now()}, forkedAt = NULL WHERE id = ${tablet.deviceId}`
	]);
	await trial.start();
	tablet.rate();
	expect(
		trial,
		'a retired device',
		await send(trial, RATINGS, tablet.batch([...tablet.waiting])),
		403,
		'device_retired'
	);
	tablet.locked = '';
	await tablet.hello();
	trial.times++;
	if (tablet.locked !== 'device_retired')
		trial.problems.push(`a retired device’s hello: ${tablet.locked || 'taken'}`);
}

/** Everything refused above is in the log, by its code. @param {Trial} trial */
function logged(trial) {
	const log = readFileSync(trial.log, 'utf8');
	for (const code of [
		...['signature_wrong', 'device_unknown', 'ticket_stale', 'too_many_tries', 'too_large', 'too_slow'],
		...['wrong_origin', 'bad_json', 'code_unknown', 'device_retired']
	]) {
		trial.times++;
		if (!log.includes(`"${code}"`)) trial.problems.push(`${code} is not in the log`);
	}
	if (/"level":50/.test(log))
		trial.problems.push(`a bug in the log: ${/.*"level":50.*/.exec(log)?.[0].slice(0, 400)}`);
}

/** Asks the database beside the running server, only reading. @param {Trial} trial @param {string} sql */
function askRunning(trial, sql) {
	return ask(trial.url, [sql]);
}
