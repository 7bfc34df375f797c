// One way of writing a value down, so that tablet, server and whoever checks years later hash the same bytes.

/**
 * Canonical JSON: keys sorted by their UTF-16 code units at every depth, no spaces, `undefined` left out. Numbers
 * and strings as JSON writes them (RFC 8785 for the whole numbers and texts that ratings are made of).
 */
export function canonical(value: unknown): string {
	if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	const fields = Object.entries(value)
		.filter(([, field]) => field !== undefined)
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`);
	return `{${fields.join(',')}}`;
}
