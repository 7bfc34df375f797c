// Checks a downloaded pack against a seal, in the browser alone: the sealed text must hash to the seal, and the part
// that programs read must say what the text says.
import { agrees, type SheetWire } from '$lib/shared/packwire';

export type Checked = {
	result: 'equal' | 'unequal' | 'altered' | 'no_file' | 'no_crypto';
	/** SHA-256 of the file's sealed text, base64url; null: it has none. */
	hash: string | null;
};

/** `text`: of a sheet.json, or of a period's sheets.json in which the seal's sheet is looked for. */
export async function check(text: string, hash: string): Promise<Checked> {
	if (!globalThis.crypto?.subtle) return { result: 'no_crypto', hash: null };
	const sheet = sheetIn(text, hash);
	if (!sheet) return { result: 'no_file', hash: null };
	const digest = new Uint8Array(
		await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sheet.sealed ?? ''))
	);
	const computed = btoa(String.fromCharCode(...digest))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');
	if (computed !== hash) return { result: 'unequal', hash: computed };
	return { result: isSame(sheet) ? 'equal' : 'altered', hash: computed };
}

function sheetIn(text: string, hash: string): SheetWire | null {
	try {
		const { form, sheet, sheets } = JSON.parse(text) as {
			form?: unknown;
			sheet?: SheetWire;
			sheets?: SheetWire[];
		};
		if (typeof form !== 'string' || !form.startsWith('hai-long appraisals')) return null;
		const found = sheet ?? sheets?.find((one) => one.seal?.hash === hash) ?? sheets?.[0];
		return typeof found?.sealed === 'string' ? found : null;
	} catch {
		return null;
	}
}

function isSame(sheet: SheetWire): boolean {
	try {
		return agrees(sheet);
	} catch {
		return false;
	}
}
