// Looks into the database file that a trial leaves behind: is every rating that a tablet was told of there, once,
// and as the tablet sealed it; do the rollups agree; is the verifier content.
import { ask, SEEDED, task } from './world.js';

/**
 * @typedef {{ sent: number, acknowledged: number, found: number, missing: number, doubled: number,
 *   unanswered: Set<string>, problems: string[] }} Findings `unanswered`: there, but no tablet was told so.
 */

/**
 * Compares the ledger with what the tablets know. `finished`: everything ever sealed must be there or refused.
 * @param {string} url of a database that nobody writes to now
 * @param {import('./tablet.js').Tablet[]} tablets
 * @param {{ finished?: boolean }} [options]
 * @returns {Promise<Findings>}
 */
export async function inspect(url, tablets, { finished = false } = {}) {
	const [rows = []] = await ask(url, [
		`SELECT id, digest FROM ratings WHERE position > ${SEEDED} ORDER BY position`
	]);
	/** @type {Map<string, { digest: string, times: number }>} */
	const there = new Map();
	for (const row of rows) {
		const known = there.get(String(row.id));
		if (known) known.times++;
		else there.set(String(row.id), { digest: String(row.digest), times: 1 });
	}
	/** @type {Map<string, string>} */
	const sealed = new Map();
	/** @type {Set<string>} */
	const acknowledged = new Set();
	/** @type {Set<string>} */
	const refused = new Set();
	for (const tablet of tablets) {
		for (const [id, digest] of tablet.sealed) sealed.set(id, digest);
		for (const id of tablet.acknowledged) acknowledged.add(id);
		for (const id of tablet.refused.keys()) refused.add(id);
	}
	const problems = [];
	let found = 0;
	for (const id of acknowledged) if (there.has(id)) found++;
	const missing = acknowledged.size - found;
	if (missing > 0) problems.push(`${missing} acknowledged ratings are missing`);
	const doubled = rows.length - there.size;
	if (doubled > 0) problems.push(`${doubled} ratings are there twice`);
	const unanswered = new Set([...there.keys()].filter((id) => !acknowledged.has(id)));
	let strangers = 0;
	let altered = 0;
	for (const [id, { digest }] of there)
		if (!sealed.has(id)) strangers++;
		else if (sealed.get(id) !== digest) altered++;
	if (strangers > 0) problems.push(`${strangers} ratings that no tablet sealed`);
	if (altered > 0) problems.push(`${altered} ratings are not as they were sealed`);
	if (finished) {
		let open = 0;
		for (const id of sealed.keys()) if (!acknowledged.has(id) && !refused.has(id)) open++;
		if (open > 0) problems.push(`${open} ratings were never answered for`);
	}
	return {
		sent: sealed.size,
		acknowledged: acknowledged.size,
		found,
		missing,
		doubled,
		unanswered,
		problems
	};
}

/**
 * Runs the product's own checks: rollups against ledger, and the verifier. Answers what they find wrong.
 * @param {string} url
 */
export async function verify(url) {
	const problems = [];
	const rollups = await task(url, 'rollups', '--check');
	if (rollups.code !== 0) problems.push(`rollups: ${rollups.said.trim().slice(-500)}`);
	const verified = await task(url, 'verify', '--json');
	if (verified.code !== 0)
		problems.push(`verify: ${verified.said.trim().replace(/\s+/g, ' ').slice(0, 1_500)}`);
	return problems;
}
