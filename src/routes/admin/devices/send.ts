// Sends a file in parts that fit the framework's limit for a request; the last answer says what became of it.
import type { Imported } from '$lib/server/intake/imported';
import { newId } from '$lib/kiosk/means';

export type Sent = { imported: Imported } | { problem: string | null };

const PART_BYTES = 256 * 1024;

/** `tell` hears how much has arrived, 0 … 1. A problem of null: no answer came. */
export async function send(file: Blob, tell: (share: number) => void): Promise<Sent> {
	const upload = newId();
	const parts = Math.max(1, Math.ceil(file.size / PART_BYTES));
	for (let part = 0; part < parts; part++) {
		// Text, so that the framework checks where it comes from.
		const body = file.slice(part * PART_BYTES, (part + 1) * PART_BYTES, 'text/plain');
		const query = new URLSearchParams({ upload, part: String(part), parts: String(parts) });
		try {
			const asked = fetch(`/admin/devices/import?${query}`, { method: 'POST', body });
			tell((part + 1) / parts);
			const answer = await asked;
			const said = (await answer.json()) as { imported?: Imported; problem?: { message: string } };
			if (!answer.ok) return { problem: said.problem?.message ?? null };
			if (said.imported) return { imported: said.imported };
		} catch {
			return { problem: null };
		}
	}
	return { problem: null };
}
