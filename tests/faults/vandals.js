// Those who only want to do harm: guessing codes and passwords, sending too much, or never coming to an end.
import { connect } from 'node:net';
import { hash, makeKey, signed } from './seal.js';
import { post } from './wire.js';

/** @typedef {import('./trial.js').Trial} Trial */

export const RATINGS = '/api/v1/ratings';

/**
 * One try: it must be answered with this status and code.
 * @param {Trial} trial
 * @param {string} what
 * @param {import('./wire.js').Answer | null} answer
 * @param {number} status
 * @param {string} [code]
 */
export function expect(trial, what, answer, status, code) {
	trial.times++;
	const is = `${answer?.status} ${answer?.json?.problem?.code ?? ''}`;
	if (answer?.status !== status || (code && answer.json?.problem?.code !== code))
		trial.problems.push(`${what}: ${is}, not ${status} ${code ?? ''}`);
}

/** @param {Trial} trial @param {string} path @param {unknown} value @param {Record<string, string>} [headers] */
export function send(trial, path, value, headers) {
	return post(`http://127.0.0.1:${trial.publicPort}${path}`, value, { headers });
}

/** @param {Trial} trial */
export async function tooLarge(trial) {
	for (const path of [RATINGS, '/api/v1/hello', '/api/v1/pair']) {
		const answer = await send(trial, path, `{"code":"${'x'.repeat(600 * 1024)}"}`).catch(() => null);
		trial.times++;
		// The door may also hang up on somebody who goes on sending.
		if (answer && answer.status !== 413) trial.problems.push(`600 kB to ${path}: ${answer.status}`);
	}
	expect(trial, 'broken JSON', await send(trial, RATINGS, '{"key":'), 400, 'bad_json');
	expect(trial, 'an empty batch', await send(trial, RATINGS, {}), 400, 'bad_shape');
}

/**
 * Guessing pairing codes, with one key and with a new one each: refused from the tenth or the sixtieth on, and a
 * tablet with a right code comes in all the same.
 * @param {Trial} trial
 * @param {number} count
 */
export async function guessed(trial, count) {
	const one = makeKey();
	/** @type {Record<string, number>} */
	const codes = {};
	let longestMs = 0;
	for (let tries = 0; tries < count; tries++) {
		const key = tries % 2 === 0 ? one : makeKey();
		const code = `ZZ${String(tries).padStart(6, '2')}`;
		const sentAt = Date.now();
		const statement = { purpose: 'pair', ticket: '', sentAt, head: hash(code), count: 0 };
		const wish = { code, publicKey: key.publicKey, sentAt, signature: signed(key, statement) };
		const answer = await send(trial, '/api/v1/pair', wish);
		const is = answer.json?.problem?.code ?? String(answer.status);
		codes[is] = (codes[is] ?? 0) + 1;
		if (tries === Math.floor(count / 2)) {
			const startedAt = Date.now();
			await trial.pair(1);
			longestMs = Date.now() - startedAt;
		}
	}
	trial.times += count;
	// The tries may fall into two or three minutes, and are counted anew in each.
	if ((codes.code_unknown ?? 0) > 61 * 3)
		trial.problems.push(`${codes.code_unknown} wrong codes were listened to`);
	if ((codes.too_many_tries ?? 0) < count * 0.7)
		trial.problems.push(`guesses were answered ${JSON.stringify(codes)}`);
	if (longestMs > 5_000) trial.problems.push(`a right code took ${longestMs} ms`);
}

/** Wrong passwords shut one account, not the address. @param {Trial} trial */
export async function signIn(trial) {
	const enter = async (/** @type {string} */ name, /** @type {string} */ password) => {
		const origin = `http://127.0.0.1:${trial.publicPort}`;
		const answer = await fetch(`${origin}/signin`, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin, accept: 'application/json' },
			body: new URLSearchParams({ name, password })
		});
		return `${answer.status} ${await answer.text()}`;
	};
	for (let count = 0; count < 6; count++) await enter('auditor', 'not the password');
	trial.times += 8;
	if (!(await enter('auditor', 'demo-auditor-2026')).includes('429'))
		trial.problems.push('an account has no limit');
	if (!(await enter('admin', 'demo-admin-2026')).includes('303'))
		trial.problems.push('another account at the same address is shut too');
}

/** Bodies that never end are not waited for, and hold nobody up. @param {Trial} trial */
export async function slowBodies(trial) {
	const startedAt = Date.now();
	const sockets = Array.from({ length: 60 }, () => connect(trial.publicPort, '127.0.0.1'));
	const ends = sockets.map(
		(socket) =>
			new Promise((resolve) => {
				let said = '';
				socket.on('error', () => resolve(said));
				socket.on('data', (words) => (said += words));
				socket.on('close', () => resolve(said));
			})
	);
	for (const socket of sockets)
		socket.write(`POST ${RATINGS} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n{`);
	const drip = setInterval(() => sockets.forEach((socket) => socket.destroyed || socket.write(' ')), 1_000);
	const said = await Promise.all(ends);
	clearInterval(drip);
	const seconds = (Date.now() - startedAt) / 1_000;
	trial.times++;
	if (seconds > 40) trial.problems.push(`slow bodies were waited for ${seconds} s`);
	if (!said.every((words) => /^HTTP\/1.1 408/.test(String(words))))
		trial.problems.push(`slow bodies were answered ${String(said[0]).slice(0, 60)}`);
}
