// Tells an open screen that ratings have arrived in its reader's scope.
import { Problem } from '$lib/shared/problem';
import { holds } from '$lib/server/auth/scope';
import { readerOf } from '$lib/server/analytics/asked';
import { api } from '../../../doors';
import { stream } from '../../../stream';

export function GET(event) {
	const { locals, request } = event;
	return api(event, async () => {
		const { scope, live } = readerOf(locals.person);
		if (!live) throw new Problem('not_found');
		return stream(request, locals.house.news, (id) => holds(scope, id));
	});
}
