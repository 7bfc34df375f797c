// How many wrong pairing codes are listened to. Eight characters of 31 are 850 thousand million codes, of which a
// handful are valid for ten minutes: guessing is hopeless with or without this. It makes a guesser visible in the log.
// Counted for the key a tablet brings, never for an address: a hall of tablets shares one.
import { Problem } from '../../shared/problem';

export type Tries = {
	/**
	 * Does the work of pairing and counts it when the code was wrong. Refuses too_many_tries with `minutes` after ten
	 * wrong codes in a minute by one key; and to every wrong code once the whole house has heard sixty in the minute
	 * (somebody makes a new key for each guess). A right code by another key is always heard.
	 */
	listen: <T>(publicKey: string, at: number, work: () => Promise<T>) => Promise<T>;
};

const MINUTE_MS = 60_000;
const PER_KEY = 10;
const ALTOGETHER = 60;

export function make(): Tries {
	let minute = -1;
	let wrong = 0;
	const byKey = new Map<string, number>();

	function turn(at: number): void {
		const now = Math.floor(at / MINUTE_MS);
		if (now === minute) return;
		minute = now;
		wrong = 0;
		byKey.clear();
	}

	return {
		async listen(publicKey, at, work) {
			turn(at);
			if ((byKey.get(publicKey) ?? 0) >= PER_KEY) throw new Problem('too_many_tries', { minutes: 1 });
			try {
				return await work();
			} catch (problem) {
				if (problem instanceof Problem && problem.code === 'code_unknown') {
					if (++wrong > ALTOGETHER) throw new Problem('too_many_tries', { minutes: 1 });
					byKey.set(publicKey, (byKey.get(publicKey) ?? 0) + 1);
				}
				throw problem;
			}
		}
	};
}
