// Where a request comes from: the socket, or the one header of a trusted proxy. Never a header a caller may choose.
import type { RequestEvent } from '@sveltejs/kit';

export function addressOf({ request, locals, getClientAddress }: RequestEvent): string {
	const { proxyHeader } = locals.house.settings;
	const proxied = proxyHeader && request.headers.get(proxyHeader);
	// A proxy appends what it saw itself, so the last one is the one to believe.
	return proxied ? (proxied.split(',').at(-1) ?? '').trim() : getClientAddress();
}
