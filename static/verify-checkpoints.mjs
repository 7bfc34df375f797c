// Checks a file of checkpoints by itself: no network, no database, nothing but Node.js (18 or newer).
//
//   node verify-checkpoints.mjs checkpoints.json [older.json]
//
// A checkpoint is a statement (text), its SHA-256, and an Ed25519 signature over the text. Each statement names the
// hash of the one before, so none can be changed, taken out or put in without every later one being wrong. `older.json`
// is a file kept from before: it must be the beginning of the newer one. Ends with 0 when all is well, 1 when
// something is wrong, 2 when it was called wrong.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [newer, older, more] = process.argv.slice(2);
if (newer === undefined || more !== undefined) {
	console.error('usage: node verify-checkpoints.mjs checkpoints.json [older.json]');
	process.exit(2);
}

let wrong = 0;
const list = read(newer);
check(list, newer);
if (older !== undefined) compare(read(older), older);
const last = list.at(-1);
if (last) {
	const { ratings, entries, audit, at } = said(last) ?? {};
	console.log(`The newest, number ${last.number}, was made ${when(at)}: ${ratings?.count} ratings,`);
	console.log(`${entries?.count} entries about ratings, ${audit?.count} lines of the trail.`);
	console.log(`  ledger      ${ratings?.link}\n  checkpoint  ${last.hash}\n  key         ${nameOf(last.publicKey)}`);
}
console.log(wrong === 0 ? `All ${list.length} checkpoints are whole.` : `${wrong} things are wrong.`);
process.exit(wrong === 0 ? 0 : 1);

/** The checkpoints of a file. */
function read(path) {
	try {
		const { form, checkpoints } = JSON.parse(readFileSync(path, 'utf8'));
		if (form !== 'hai-long checkpoints 1' || !Array.isArray(checkpoints)) throw new Error('of another form');
		return checkpoints;
	} catch (error) {
		console.error(`${path} is no file of checkpoints: ${error.message}`);
		process.exit(2);
	}
}

/** Numbers, hashes, signatures, and that each follows the one before. */
function check(checkpoints, path) {
	if (checkpoints.length === 0) say(`${path} holds no checkpoint`);
	let before;
	for (const one of checkpoints) {
		const name = `number ${one.number}`;
		const statement = said(one);
		if (one.number !== (before?.number ?? 0) + 1) say(`${name} follows number ${before?.number ?? 0}`);
		if (!statement) say(`${name}: its statement cannot be read`);
		else if (statement.number !== one.number) say(`${name}: its statement is that of number ${statement.number}`);
		if (hash(one.statement) !== one.hash) say(`${name}: its hash is not that of its statement`);
		if (statement && statement.previous !== (before?.hash ?? hash('hai-long ledger')))
			say(`${name} does not name the one before it`);
		if (!isSigned(one)) say(`${name}: its signature does not fit`);
		if (before && said(before) && statement) {
			if (statement.at < said(before).at) say(`${name} is older than the one before it`);
			if (statement.epoch !== said(before).epoch)
				console.log(`From ${name}, ${when(statement.at)}: another life of the database (it was restored).`);
			else if (statement.ratings.count < said(before).ratings.count)
				say(`${name} speaks of fewer ratings than the one before it`);
		}
		// A new key is no fault by itself, but somebody must be able to say why there is one.
		if (before && before.publicKey !== one.publicKey)
			console.log(`From ${name}, ${when(statement?.at)}: signed by another key, ${nameOf(one.publicKey)}.`);
		before = one;
	}
}

/** A file kept from before is the beginning of the newer one. */
function compare(kept, path) {
	for (const [index, one] of kept.entries()) {
		const now = list[index];
		const same = now && ['number', 'statement', 'hash', 'signature', 'publicKey'].every((key) => now[key] === one[key]);
		if (same) continue;
		say(now ? `number ${one.number} is another in ${path}` : `number ${one.number} of ${path} is not there any more`);
		return;
	}
	console.log(`The ${kept.length} checkpoints of ${path} are its beginning.`);
}

function say(what) {
	wrong++;
	console.log(`WRONG: ${what}`);
}

function said({ statement }) {
	try {
		return JSON.parse(statement);
	} catch {
		return undefined;
	}
}

function hash(text) {
	return createHash('sha256').update(String(text)).digest('base64url');
}

function isSigned({ statement, signature, publicKey }) {
	try {
		const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
		return key.asymmetricKeyType === 'ed25519' && verify(null, Buffer.from(statement), key, Buffer.from(signature, 'base64url'));
	} catch {
		return false;
	}
}

/** A short name of a key, as the page of checkpoints shows it. */
function nameOf(publicKey) {
	return createHash('sha256').update(Buffer.from(String(publicKey), 'base64url')).digest('base64url').slice(0, 16);
}

function when(at) {
	return Number.isFinite(at) ? new Date(at).toISOString() : 'at no time';
}
