// A tablet's key: its name, and whether what came was signed by it (the texts stand in shared/seal.ts).
import { createPublicKey, createHash, verify as check, type KeyObject } from 'node:crypto';
import { Problem } from '../../shared/problem';
import { statementText, type Statement } from '../../shared/seal';

/** The name of a public key: SHA-256 of its SPKI in DER, base64url. */
export function nameOf(publicKey: string): string {
	return createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('base64url');
}

/** Reads a public key (SPKI, DER, base64url). Refuses bad_shape for anything that is no ECDSA P-256 key. */
export function read(publicKey: string): KeyObject {
	const refused = () => new Problem('bad_shape', { field: 'publicKey' });
	try {
		const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
		if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
			throw refused();
		return key;
	} catch {
		throw refused();
	}
}

/**
 * Whether `signature` (r‖s, base64url) is the key's over the statement. Checked on a thread of Node's pool: it is the
 * dearest step of taking a batch in, and the main thread goes on meanwhile.
 */
export function isSignedBy(key: KeyObject, statement: Statement, signature: string): Promise<boolean> {
	return new Promise((answer, failed) =>
		check(
			'sha256',
			Buffer.from(statementText(statement)),
			{ key, dsaEncoding: 'ieee-p1363' },
			Buffer.from(signature, 'base64url'),
			(error, isGood) => (error ? failed(error) : answer(isGood))
		)
	);
}
