// Officers: who serves, what they are, where, and how they look.
import * as v from 'valibot';
import { WordsShape } from '$lib/shared/language';
import { MAX_PHOTO_CHARACTERS } from '$lib/shared/photo';
import * as duty from '$lib/server/org/duty';
import * as officers from '$lib/server/org/officers';
import type { Writes } from '$lib/server/db/open';
import { page } from '../../doors';
import { number } from '../fields';
import { act, CodeShape, DayShape, EndShape, named, NothingShape } from '../setup/act';
import { placed } from '../setup/view';
import type { Actions, PageServerLoad } from './$types';

/** 'keep', nothing, or a picture as a data URL; a plain file comes from a browser without scripts. */
const PhotoShape = v.pipe(v.string(), v.maxLength(MAX_PHOTO_CHARACTERS), v.regex(/^(keep|data:image\/.+)?$/));
const Shape = v.object({
	code: CodeShape,
	fullName: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
	post: WordsShape,
	branchId: number(1),
	photo: PhotoShape,
	removePhoto: v.optional(v.literal('on')),
	photoFile: v.optional(v.file()),
	fromDay: DayShape
});

export const load: PageServerLoad = (event) =>
	page(event, async () => {
		const { house, at } = event.locals;
		const db = house.db.read;
		const seen = await placed(event, officers, (row) => [row.code, row.fullName, ...Object.values(row.post)]);
		const { last } = seen;
		const ahead = last ? await duty.list(db, { fromAt: at, untilAt: Number.MAX_SAFE_INTEGER }) : [];
		const posts = (await officers.list(db, seen.today)).map((row) => row.post);
		return {
			...seen,
			posts: [...new Map(posts.map((post) => [JSON.stringify(post), post])).values()],
			duties: ahead.filter((row) => row.officerId === last?.id).length
		};
	});

export const actions: Actions = {
	save: (event) =>
		act(event, Shape, async ({ tx, person, id, at }, typed) => {
			const officer = { ...typed, photoId: await photoOf(tx, id, typed) };
			if (id === null) return officers.add(tx, person, officer, at);
			return officers.change(tx, person, id, officer, at);
		}),
	close: (event) =>
		act(event, EndShape, (ask, typed) => officers.close(ask.tx, ask.person, named(ask), typed, ask.at)),
	reopen: (event) =>
		act(event, NothingShape, (ask) => officers.reopen(ask.tx, ask.person, named(ask), ask.at))
};

async function photoOf(
	tx: Writes,
	id: number | null,
	typed: v.InferOutput<typeof Shape>
): Promise<string | null> {
	const { photo, photoFile, removePhoto } = typed;
	if (removePhoto || photo === '') return null;
	if (photo !== 'keep') return officers.keepPhoto(tx, photo);
	if (photoFile && photoFile.size > 0) {
		const bytes = Buffer.from(await photoFile.arrayBuffer());
		return officers.keepPhoto(tx, `data:${photoFile.type};base64,${bytes.toString('base64')}`);
	}
	return id === null ? null : ((await officers.history(tx, id)).at(-1)?.photoId ?? null);
}
