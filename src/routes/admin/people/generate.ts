// A password to hand over: sixteen characters that are read and typed without doubt, in groups of four (79 bits).
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

export function generate(): string {
	const letters: string[] = [];
	// 31 letters do not divide 256: what lies beyond the last whole round is drawn again, so that all are as likely.
	while (letters.length < 16)
		for (const byte of crypto.getRandomValues(new Uint8Array(32)))
			if (byte < 248 && letters.length < 16) letters.push(LETTERS[byte % 31]!);
	return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}
