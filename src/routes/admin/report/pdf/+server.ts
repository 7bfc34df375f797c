// The rapid report as a PDF, with the same parameters as its page.
import { digestPaper } from '$lib/letters/digestpaper';
import { api } from '../../../doors';
import { reported } from '../asked';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
	api(event, async () => {
		const { house, language } = event.locals;
		const { digest } = await reported(event);
		const pdf = await house.paper.render(digestPaper(digest, language), language);
		const { from, to } = digest.period;
		return new Response(pdf as Uint8Array<ArrayBuffer>, {
			headers: {
				'content-type': 'application/pdf',
				'content-disposition': `attachment; filename="hai-long-${from === to ? from : `${from}_${to}`}.pdf"`,
				'cache-control': 'no-store'
			}
		});
	});
