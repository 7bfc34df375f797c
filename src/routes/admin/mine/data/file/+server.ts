// An officer's own data as one JSON file, streamed; that it was taken stands in the trail before its first byte.
import { dayOf } from '$lib/shared/day';
import { Problem } from '$lib/shared/problem';
import * as own from '$lib/server/retention/own';
import { HOUSE_ZONE } from '$lib/ui/when';
import * as m from '$words';
import { page } from '../../../../doors';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	page(event, async () => {
		const { house, person, at, language: locale } = event.locals;
		if (!person) throw new Problem('signed_out');
		await own.take(house.db, person, at);
		const readme = {
			about: m.keep_file_about({}, { locale }),
			account: m.keep_file_account({}, { locale }),
			officer: m.keep_own_versions({}, { locale }),
			duty: m.keep_own_duties({}, { locale }),
			groups: m.keep_own_groups({}, { locale }),
			ratings: m.keep_file_ratings({}, { locale }),
			replies: m.keep_own_replies({}, { locale }),
			appeals: m.keep_own_appeals({}, { locale }),
			sheets: m.keep_file_sheets({}, { locale }),
			looks: m.keep_own_looks({}, { locale })
		};
		const pieces = own.file(house.db, person, readme, at);
		const body = new ReadableStream<string>({
			async pull(controller) {
				const { done, value } = await pieces.next();
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: () => void pieces.return(undefined)
		});
		return new Response(body.pipeThrough(new TextEncoderStream()), {
			headers: {
				'content-type': 'application/json; charset=utf-8',
				'content-disposition': `attachment; filename="hai-long-${dayOf(at, HOUSE_ZONE)}.json"`,
				'cache-control': 'no-store'
			}
		});
	});
