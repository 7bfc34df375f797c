// Hands the cookies that the sign-in library made over to the answer.
import type { Cookies } from '@sveltejs/kit';

/** Sets each `Set-Cookie` line, value and attributes unchanged. */
export function handOver(lines: string[], cookies: Cookies): void {
	for (const line of lines) {
		const [pair = '', ...attributes] = line.split(/;\s*/);
		const name = pair.slice(0, pair.indexOf('='));
		const known = new Map(
			attributes.map((attribute): [string, string] => {
				const [key = '', value = ''] = attribute.split('=');
				return [key.toLowerCase(), value];
			})
		);
		cookies.set(name, pair.slice(name.length + 1), {
			path: known.get('path') ?? '/',
			httpOnly: known.has('httponly'),
			secure: known.has('secure'),
			sameSite: 'lax',
			maxAge: known.has('max-age') ? Number(known.get('max-age')) : undefined,
			encode: (value) => value
		});
	}
}
