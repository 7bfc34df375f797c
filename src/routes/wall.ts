// What a live board shows, with its names: on a wall, where a key opens it, and for the leader who looks it over first.
import { Problem } from '$lib/shared/problem';
import { say, type Language } from '$lib/shared/language';
import { asked } from '$lib/server/analytics/asked';
import { board, tops } from '$lib/server/analytics/board';
import { recognise } from '$lib/server/auth/keys';
import { holds, type Scope } from '$lib/server/auth/scope';
import type { Db } from '$lib/server/db/open';
import * as branches from '$lib/server/org/branches';
import * as privacy from '$lib/server/org/privacy';
import * as services from '$lib/server/org/services';

/** The board of a scope, or of one branch of it and all under it. Refuses not_found like `asked`. */
export async function seen(
	db: Db,
	scope: Scope,
	at: number,
	language: Language,
	branchId: number | null = null
) {
	const params = new URLSearchParams(branchId === null ? [] : [['branch', String(branchId)]]);
	const wanted = await asked(db, { scope, live: true, role: 'leader' }, params, at);
	const figures = await board(db, wanted, await privacy.current(db.read), at);
	const own = (await branches.all(db.read, wanted.today)).filter(({ id }) => holds(wanted.cut.branches, id));
	const called = new Map((await services.all(db.read, wanted.today)).map((one) => [one.id, one.name]));
	const top = new Set(tops(wanted.cut.branches, own));
	return {
		figures: {
			...figures,
			services: figures.services.map((one) => {
				const name = called.get(one.id);
				return { ...one, name: name ? say(name, language) : '' };
			})
		},
		places: own.filter(({ id }) => top.has(id)).map(({ name }) => say(name, language))
	};
}

/** The board that a key opens. Refuses not_found for one that opens none, whatever the reason. */
export async function opened(db: Db, key: string, at: number, language: Language) {
	const reader = await recognise(db, key, 'board', at);
	if (!reader) throw new Problem('not_found');
	return seen(db, reader.scope, at, language);
}
