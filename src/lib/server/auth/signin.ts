// Signing in and out, by better-auth. Its own routes are not exposed: only these verbs call it, so what it would
// answer to strangers (which names exist, sign-up) is never asked.
import { betterAuth } from 'better-auth/minimal';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { username } from 'better-auth/plugins';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Person } from '../../shared/actor';
import { Problem } from '../../shared/problem';
import type { Db } from '../db/open';
import { USERNAME } from './people';
import { person } from './person';
import { accounts, people, sessions, verifications } from './table';

export type SignInSettings = { origin: string; secret: string };

export type SignIn = {
	/**
	 * Answers the cookies to set. Refuses wrong_sign_in (the same for an unknown name, a wrong password and a
	 * closed account) and too_many_tries with `minutes` to wait, counted for each account, and for each account
	 * from one address; never for an address alone, because a whole hall may share one.
	 */
	enter: (name: string, password: string, address: string) => Promise<string[]>;
	/** Ends the session of this request and answers the cookies to set. */
	leave: (headers: Headers) => Promise<string[]>;
	/** Who is asking, or null. */
	who: (headers: Headers) => Promise<Person | null>;
};

export function make(db: Db, { origin, secret }: SignInSettings): SignIn {
	const auth = betterAuth({
		baseURL: origin,
		basePath: '/api/auth',
		secret,
		trustedOrigins: [origin],
		database: drizzleAdapter(db.read, {
			provider: 'sqlite',
			transaction: true,
			schema: { user: people, session: sessions, account: accounts, verification: verifications }
		}),
		// Ours, and written by our own verbs only.
		user: { additionalFields: { role: { type: 'string', required: true, input: false } } },
		emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
		// Counted below, where the account can be a key.
		rateLimit: { enabled: false },
		session: { expiresIn: 12 * 3600, updateAge: 3600, cookieCache: { enabled: false } },
		advanced: { cookiePrefix: 'hailong', useSecureCookies: origin.startsWith('https:') },
		telemetry: { enabled: false },
		logger: { disabled: true },
		plugins: [
			username({
				minUsernameLength: 2,
				maxUsernameLength: 40,
				usernameValidator: (name) => USERNAME.test(name)
			})
		]
	});

	const nearTries = new RateLimiterMemory({ points: 5, duration: 15 * 60, blockDuration: 15 * 60 });
	const allTries = new RateLimiterMemory({ points: 30, duration: 60 * 60, blockDuration: 60 * 60 });

	return {
		async enter(name, password, address) {
			const account = name.trim().toLowerCase();
			const near = `${account} ${address}`;
			await refuseWhenSpent(nearTries, near, 5);
			await refuseWhenSpent(allTries, account, 30);
			const answer = await auth.handler(
				new Request(`${origin}/api/auth/sign-in/username`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', origin },
					body: JSON.stringify({ username: account, password })
				})
			);
			const { user } = (await answer.json().catch(() => ({}))) as { user?: { id: string } };
			if (!answer.ok || !user || !(await person(db.read, user.id))) {
				await spend(nearTries, near);
				await spend(allTries, account);
				throw new Problem('wrong_sign_in');
			}
			await nearTries.delete(near);
			return answer.headers.getSetCookie();
		},
		async leave(headers) {
			const answer = await auth.handler(
				new Request(`${origin}/api/auth/sign-out`, {
					method: 'POST',
					headers: { 'content-type': 'application/json', origin, cookie: headers.get('cookie') ?? '' },
					body: '{}'
				})
			);
			return answer.headers.getSetCookie();
		},
		async who(headers) {
			if (!headers.get('cookie')?.includes('hailong')) return null;
			const session = await auth.api.getSession({ headers });
			return session ? person(db.read, session.user.id) : null;
		}
	};
}

async function refuseWhenSpent(tries: RateLimiterMemory, key: string, points: number): Promise<void> {
	const state = await tries.get(key);
	if (state && state.consumedPoints >= points)
		throw new Problem('too_many_tries', { minutes: Math.max(1, Math.ceil(state.msBeforeNext / 60_000)) });
}

async function spend(tries: RateLimiterMemory, key: string): Promise<void> {
	await tries.consume(key).catch((spent: unknown) => {
		if (!(spent instanceof RateLimiterRes)) throw spent;
	});
}
