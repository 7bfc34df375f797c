// A tablet's file comes in, in parts; with the last it is imported.
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { QueueShape, type Queue } from '$lib/shared/queue';
import * as imported from '$lib/server/intake/imported';
import { api } from '../../../doors';
import { number } from '../../fields';
import { make } from './uploads';
import type { RequestHandler } from './$types';

const uploads = make();

const PartShape = v.object({
	upload: v.pipe(v.string(), v.regex(/^[0-9a-f-]{36}$/)),
	part: number(0),
	parts: number(1)
});

export const POST: RequestHandler = (event) =>
	api(event, async () => {
		const { locals, request, url } = event;
		const { house, person, at } = locals;
		const part = v.safeParse(PartShape, Object.fromEntries(url.searchParams));
		if (!person || !part.success) throw new Problem('bad_shape', { field: 'part' });
		const bytes = Buffer.from(await request.arrayBuffer());
		const whole = uploads.add(person.id, part.output, bytes, at);
		if (!whole) return {};
		const rooms = { db: house.db, intake: house.intake };
		return { imported: await imported.take(rooms, person, read(whole), at) };
	});

function read(file: Buffer): Queue {
	let value: unknown;
	try {
		value = JSON.parse(file.toString('utf8'));
	} catch {
		throw new Problem('queue_unreadable');
	}
	const queue = v.safeParse(QueueShape, value);
	if (!queue.success) throw new Problem('queue_unreadable');
	return queue.output;
}
