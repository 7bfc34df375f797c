// The board's figures alone, for the screen that shows them to ask again: a page that is left open for weeks must not
// depend on the framework's navigation.
import { api } from '../../doors';
import { opened } from '../../wall';

export function GET(event) {
	const { locals, params, setHeaders } = event;
	return api(event, () => {
		setHeaders({ 'cache-control': 'private, no-store' });
		return opened(locals.house.db, params.key, locals.at, locals.language);
	});
}
