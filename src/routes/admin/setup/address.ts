// The address of a set-up page says all there is to say about it: the filter (q, branch, closed) and what is open
// (add, edit, close).

const FILTER = ['q', 'branch', 'closed'];

type Opened = { add?: 1; edit?: number; close?: number; saved?: number };

/** The same list with its filter, and one thing open or none. */
export function address(url: URL, opened: Opened = {}): string {
	const query = new URLSearchParams();
	for (const name of FILTER) {
		const value = url.searchParams.get(name);
		if (value) query.set(name, value);
	}
	for (const [name, value] of Object.entries(opened)) query.set(name, String(value));
	return query.size > 0 ? `${url.pathname}?${query}` : url.pathname;
}

/** Where a form of this very page goes: the action, and what is open, so that a refused form opens again. */
export function action(name: 'save' | 'close' | 'reopen', url: URL): string {
	const query = new URLSearchParams(url.search);
	for (const own of [...query.keys()]) if (own.startsWith('/') || own === 'saved') query.delete(own);
	return `?/${name}${query.size > 0 ? `&${query}` : ''}`;
}
