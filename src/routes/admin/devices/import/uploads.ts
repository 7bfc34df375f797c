// Files that come in parts: one for each person at a time, in memory and bounded, forgotten when nothing more comes.
import { Problem } from '$lib/shared/problem';

export type Part = { upload: string; part: number; parts: number };

export type Uploads = {
	/**
	 * Adds a part; answers the whole with the last one, null before. Refuses too_large, and bad_shape for a part out
	 * of its order: the sender begins anew.
	 */
	add: (personId: string, part: Part, bytes: Buffer, at: number) => Buffer | null;
};

/** Some forty thousand ratings. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_UPLOADS = 4;
const PATIENCE_MS = 60_000;

export function make(mostBytes = MOST_BYTES): Uploads {
	const open = new Map<string, { upload: string; parts: Buffer[]; bytes: number; at: number }>();

	function begun(personId: string, { upload, part }: Part, at: number) {
		for (const [id, { at: last }] of open) if (at - last > PATIENCE_MS) open.delete(id);
		const known = open.get(personId);
		if (known?.upload === upload) return known;
		if (part !== 0) throw new Problem('bad_shape', { field: 'part' });
		open.delete(personId);
		if (open.size >= MOST_UPLOADS) throw new Problem('try_later');
		const fresh = { upload, parts: [], bytes: 0, at };
		open.set(personId, fresh);
		return fresh;
	}

	return {
		add(personId, part, bytes, at) {
			const file = begun(personId, part, at);
			if (part.part !== file.parts.length || part.part >= part.parts) {
				open.delete(personId);
				throw new Problem('bad_shape', { field: 'part' });
			}
			file.bytes += bytes.length;
			file.at = at;
			if (file.bytes > mostBytes) {
				open.delete(personId);
				throw new Problem('too_large', { limit: mostBytes / 1024 });
			}
			file.parts.push(bytes);
			if (file.parts.length < part.parts) return null;
			open.delete(personId);
			return Buffer.concat(file.parts);
		}
	};
}
