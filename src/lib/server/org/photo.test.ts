import { expect, test } from 'vitest';
import { database } from '../../../../tests/database';
import { MAX_PHOTO_CHARACTERS } from '../../shared/photo';
import { keepPhoto, photo } from './photo';

const PIXEL =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('what is no small picture is refused', async () => {
	const db = database();
	const large = `data:image/jpeg;base64,/9j/${'A'.repeat(MAX_PHOTO_CHARACTERS)}`;
	for (const [why, dataUrl] of Object.entries({
		nothing: '',
		'a page': `data:text/html;base64,${btoa('<script>alert(1)</script>')}`,
		'a drawing that may carry scripts': `data:image/svg+xml;base64,${btoa('<svg/>')}`,
		'a page that calls itself a picture': `data:image/png;base64,${btoa('<script>alert(1)</script>')}`,
		'a PNG that calls itself a JPEG': `data:image/jpeg;base64,${PIXEL}`,
		'an address': 'https://example.org/photo.png',
		'too large': large
	}))
		await expect(
			db.write((tx) => keepPhoto(tx, dataUrl)),
			why
		).rejects.toMatchObject({
			code: 'bad_shape',
			details: { field: 'photo' }
		});
	await expect(photo(db.read, 'unknown')).rejects.toMatchObject({ code: 'not_found' });
});

test('the same picture is kept once', async () => {
	const db = database();
	const keep = () => db.write((tx) => keepPhoto(tx, `data:image/png;base64,${PIXEL}`));
	const id = await keep();
	expect(id).toMatch(/^[0-9a-f]{64}$/);
	expect(await keep()).toBe(id);
	expect(await photo(db.read, id)).toEqual({ type: 'image/png', bytes: Buffer.from(PIXEL, 'base64') });
});
