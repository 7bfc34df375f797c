// The key that a program brings with its request, in the header `Authorization: Bearer …`, and how often it may come.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import * as keys from './keys';
import type { KeyUse } from './keytable';

/** How many requests a minute one key may make where the settings do not say. */
const REQUESTS_PER_MINUTE = 600;

export type Bearer = {
	/**
	 * Whose eyes a key of a use sees with. Refuses key_unknown, the same for one that is unknown, for another use,
	 * expired, revoked or of a closed account; and too_many_requests.
	 */
	who: (key: string, use: KeyUse, at: number) => Promise<Person>;
};

/** What stands in a request's Authorization header as a bearer's key; null where there is none. */
export function keyIn(headers: Headers): string | null {
	const header = headers.get('authorization');
	if (!header || !/^bearer(\s|$)/i.test(header)) return null;
	return header.slice('bearer'.length).trim();
}

export function make(db: Db, requestsPerMinute = REQUESTS_PER_MINUTE): Bearer {
	// Only keys that are known are counted, so that strangers cannot fill the memory.
	const limit = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
	return {
		async who(key, use, at) {
			const person = await keys.recognise(db, key, use, at);
			if (!person) throw new Problem('key_unknown');
			await limit.consume(keys.hash(key)).catch((spent: unknown) => {
				if (!(spent instanceof RateLimiterRes)) throw spent;
				throw new Problem('too_many_requests', { seconds: Math.ceil(spent.msBeforeNext / 1000) });
			});
			return person;
		}
	};
}
