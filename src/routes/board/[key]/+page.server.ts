// The live board of a wall screen. Nobody signs in: the key in the address is the sign-in, for this and nothing else.
import { page } from '../../doors';
import { opened } from '../../wall';

export function load(event) {
	const { locals, params, setHeaders } = event;
	return page(event, async () => {
		// The key must not leave with a link, lie in a cache or be found by a search engine.
		setHeaders({
			'cache-control': 'private, no-store',
			'referrer-policy': 'no-referrer',
			'x-robots-tag': 'noindex'
		});
		const { language } = locals;
		return { ...(await opened(locals.house.db, params.key, locals.at, language)), language };
	});
}
