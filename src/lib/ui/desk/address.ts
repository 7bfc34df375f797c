// The desk's addresses: what a form sends, made into the one way of writing it.

/**
 * The parameters without those that say nothing, and with the two days of a chosen span in `period`; null where the
 * address is straight already.
 */
export function straight(params: URLSearchParams): URLSearchParams | null {
	// A form's action ('/annotate') is a name without a value, and no part of the question.
	const said = new URLSearchParams(
		[...params].filter(([name, value]) => value !== '' || name.startsWith('/'))
	);
	const [from, to] = [said.get('from'), said.get('to')];
	said.delete('from');
	said.delete('to');
	if (said.get('period') === 'custom')
		if (from || to) said.set('period', `${from ?? to}..${to ?? from}`);
		else said.delete('period');
	return said.toString() === new URLSearchParams(params).toString() ? null : said;
}

export type Sort = { by: 'name' | 'n' | 'share'; down: boolean };

/** "share" or "-share" of a URL; `usual` where it says nothing known. */
export function sortOf(text: string | null, usual: Sort): Sort {
	const [, minus, by] = /^(-?)(name|n|share)$/.exec(text ?? '') ?? [];
	return by ? { by: by as Sort['by'], down: minus === '-' } : usual;
}
