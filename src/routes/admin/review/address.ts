// The list that a rating was opened from goes along in its address, so that one comes back to it, also after a form.

const LIST = ['list', 'branch', 'rule', 'before'];

/** The parameters that say which list; with others set, and those that are null left out. */
export function listed(params: URLSearchParams, others: Record<string, string | null> = {}): string {
	const kept = new URLSearchParams();
	for (const name of LIST) {
		const value = name in others ? others[name] : params.get(name);
		if (value) kept.set(name, value);
	}
	return kept.size > 0 ? `?${kept}` : '';
}

/** Where a form of this very page goes. */
export function action(name: string, params: URLSearchParams): string {
	return `?/${name}${listed(params).replace('?', '&')}`;
}
