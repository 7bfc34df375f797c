// Where a webhook may lead. A server that calls whatever address it is given can be made to call its neighbours behind
// the firewall: only https to public addresses, unless a setting lets it go to private ones.
import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Problem } from '../../shared/problem';

export type Reach = {
	/** This house's own address: never called. */
	origin: string;
	/** Whether http, this machine and private networks are allowed. */
	privateToo: boolean;
};

const INSIDE = new BlockList();
for (const [net, bits] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3]
] as const)
	INSIDE.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
	['::', 127],
	['64:ff9b::', 96],
	['fc00::', 7],
	['fe80::', 10],
	['ff00::', 8]
] as const)
	INSIDE.addSubnet(net, bits, 'ipv6');

/** Whether an IP address is this machine's, a private network's or nobody's. IPv4 in IPv6's clothes counts as itself. */
export function isInside(ip: string): boolean {
	return INSIDE.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4');
}

/** The address as a URL. Refuses bad_shape (url) for what is none, or may not be called. */
export function allowed(text: string, { origin, privateToo }: Reach): URL {
	const refusal = new Problem('bad_shape', { field: 'url' });
	let url: URL;
	try {
		url = new URL(text);
	} catch {
		throw refusal;
	}
	const isHttp = url.protocol === 'https:' || (privateToo && url.protocol === 'http:');
	if (!isHttp || url.username || url.password || url.origin === new URL(origin).origin) throw refusal;
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const isLocal = host === 'localhost' || host.endsWith('.localhost') || (isIP(host) > 0 && isInside(host));
	if (isLocal && !privateToo) throw refusal;
	return url;
}

/**
 * Looks a name up for a connection and refuses what lies inside: asked for the very connection that is then made, so
 * that a name cannot show one address to the check and another to the call.
 */
export function guarded({ privateToo }: Reach): LookupFunction {
	return (hostname, options, answer) =>
		resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
			if (error) return answer(error, []);
			const inside = found.find(({ address }) => isInside(address));
			if (inside && !privateToo)
				return answer(
					Object.assign(new Error(`${inside.address} is a private address`), { code: 'EINSIDE' }),
					[]
				);
			const [first] = found;
			if (options.all || !first) return answer(null, found);
			answer(null, first.address, first.family);
		});
}
