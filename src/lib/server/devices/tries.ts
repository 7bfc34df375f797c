// How many wrong pairing codes are listened to. Eight characters of 31 are 850 thousand million codes, of which a
// handful are valid for ten minutes: guessing is hopeless with or without this. It spares the database, and makes
// a guesser visible in the log.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Problem } from '../../shared/problem';

export type Tries = {
	/**
	 * Does the work of pairing and counts it when the code was wrong. Refuses too_many_tries with `minutes`: ten
	 * wrong codes a minute from one address; and, once the whole house has heard sixty in a minute, further
	 * tries from addresses that were wrong in it. A hall of tablets shares one address, so an address that has
	 * given no wrong code is always heard, whatever others do.
	 */
	listen: <T>(address: string, work: () => Promise<T>) => Promise<T>;
};

const PER_ADDRESS = 10;
const ALTOGETHER = 60;

export function make(): Tries {
	const near = new RateLimiterMemory({ points: PER_ADDRESS, duration: 60 });
	const all = new RateLimiterMemory({ points: ALTOGETHER, duration: 60 });
	return {
		async listen(address, work) {
			const here = (await near.get(address))?.consumedPoints ?? 0;
			const everywhere = (await all.get('all'))?.consumedPoints ?? 0;
			if (here >= PER_ADDRESS || (here > 0 && everywhere >= ALTOGETHER))
				throw new Problem('too_many_tries', { minutes: 1 });
			try {
				return await work();
			} catch (problem) {
				if (problem instanceof Problem && problem.code === 'code_unknown') {
					await spend(near, address);
					await spend(all, 'all');
				}
				throw problem;
			}
		}
	};
}

async function spend(tries: RateLimiterMemory, key: string): Promise<void> {
	await tries.consume(key).catch((spent: unknown) => {
		if (!(spent instanceof RateLimiterRes)) throw spent;
	});
}
