// Addresses that keep everything of a page's filters but what they change.

/** The query of an address, with some parameters set, and those that are null or empty taken out. */
export function query(params: URLSearchParams, changes: Record<string, string | number | null>): string {
	const kept = new URLSearchParams(params);
	for (const [name, value] of Object.entries(changes))
		if (value === null || value === '') kept.delete(name);
		else kept.set(name, String(value));
	return `?${kept}`;
}

/** The parameters without those that say nothing; null where there is nothing to take out. */
export function tidy(params: URLSearchParams): URLSearchParams | null {
	const all = [...params];
	const said = all.filter(([, value]) => value !== '');
	return said.length === all.length ? null : new URLSearchParams(said);
}
