// Small pictures of officers, kept once each under the SHA-256 of their bytes. The browser cuts and shrinks them
// before they come here; what is no small picture is refused.
import { eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import { MAX_PHOTO_CHARACTERS } from '../../shared/photo';
import { Problem } from '../../shared/problem';
import type { Reads, Writes } from '../db/open';
import { photos } from './table';

const STARTS: Record<string, (bytes: Buffer) => boolean> = {
	jpeg: (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
	png: (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
	webp: (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
};

/**
 * Keeps a picture given as a data URL (base64; JPEG, PNG or WebP; at most MAX_PHOTO_CHARACTERS) and answers its id. The
 * same picture again has the same id. Refuses anything else, also by its first bytes: bad_shape (photo).
 */
export async function keepPhoto(tx: Writes, dataUrl: string): Promise<string> {
	const bytes = read(dataUrl).bytes;
	const id = createHash('sha256').update(bytes).digest('hex');
	await tx.insert(photos).values({ id, dataUrl }).onConflictDoNothing();
	return id;
}

/** A kept picture. Refuses not_found. */
export async function photo(db: Reads, photoId: string): Promise<{ type: string; bytes: Buffer }> {
	const [row] = await db.select().from(photos).where(eq(photos.id, photoId));
	if (!row) throw new Problem('not_found', { photo: photoId });
	return read(row.dataUrl);
}

function read(dataUrl: string): { type: string; bytes: Buffer } {
	const parts = /^data:image\/(jpeg|png|webp);base64,([A-Za-z0-9+/]+={0,2})$/.exec(dataUrl);
	if (!parts?.[1] || !parts[2] || dataUrl.length > MAX_PHOTO_CHARACTERS)
		throw new Problem('bad_shape', { field: 'photo' });
	const bytes = Buffer.from(parts[2], 'base64');
	if (!STARTS[parts[1]]?.(bytes)) throw new Problem('bad_shape', { field: 'photo' });
	return { type: `image/${parts[1]}`, bytes };
}
