// What the simulated tablet hashes and signs, written down a second time (src/lib/shared/seal.ts is the first), so
// that a slip in one of the two is a signature that does not fit.
import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';

const APART = ['seq', 'prev', 'comment', 'salt'];

/** @param {string | Buffer} text */
export function hash(text) {
	return createHash('sha256').update(text).digest('base64url');
}

/**
 * JSON with the keys of every object in order and without spaces.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const record = /** @type {Record<string, unknown>} */ (value);
	const keys = Object.keys(record)
		.filter((key) => record[key] !== undefined)
		.sort();
	return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(record[key])}`).join(',')}}`;
}

/** @param {Record<string, unknown>} rating */
export function digest(rating) {
	const content = { ...rating };
	for (const key of APART) delete content[key];
	return hash(canonical(content));
}

/** @param {{ seq: number, prev: string, digest: string }} place */
export function chainHash({ seq, prev, digest }) {
	return hash(`{"digest":"${digest}","prev":"${prev}","seq":${seq}}`);
}

/**
 * @param {string} salt
 * @param {string} comment
 */
export function commentDigest(salt, comment) {
	return hash(`${salt}\n${comment}`);
}

/** A tablet's key: its private half, its public half as it travels, and its name. */
export function makeKey() {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
	return { privateKey, publicKey: spki.toString('base64url'), name: hash(spki) };
}

/** @typedef {ReturnType<typeof makeKey>} Key */

/**
 * The signature over a statement.
 * @param {Key} key
 * @param {{ purpose: string, ticket: string, sentAt: number, head: string, count: number }} statement
 */
export function signed(key, { purpose, ticket, sentAt, head, count }) {
	const text = canonical({ form: 2, purpose, key: key.name, ticket, sentAt, head, count });
	return sign('sha256', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString(
		'base64url'
	);
}
