// The tablet's line to the server: makes the key at pairing, signs what is sent, keeps the newest ticket, and
// notices when another life of the database answers. What the tablet makes of it is the tablet's business.
import type { Word } from '../shared/hello';
import type { ProblemCode, ProblemDetails } from '../shared/problem';
import type { Setup } from '../shared/setup';
import type { Clock } from './clock';
import type { Reply } from './courier';
import { doors, isRefusal, type Voice } from './door';
import type { Memory } from './memory';
import { canSign, hash, makeKeyring, sign, type Keyring, type Sealed } from './seal';
import { isLock, type Lock, type Pairing } from './setup';

export type PairRefusal =
	{ code: ProblemCode; details: ProblemDetails } | 'no_answer' | 'no_store' | 'no_key';

/** What a hello came to. `lost`: this key is no longer the tablet's, another tab has paired it anew. */
export type Heard =
	| { kind: 'silence' | 'lost' | 'puzzled' }
	| { kind: 'locked'; code: Lock }
	/** `refilled`: how many go out again because an older database has come back. */
	| { kind: 'answer'; setup: Setup | null; refilled: number };

/** What the tablet says of itself; the link adds what it knows. */
export type OwnWord = Omit<Word, 'lastSeq' | 'lastTapAt' | 'epoch' | 'clockJumps'>;

export type World = {
	memory: Memory;
	get: typeof fetch;
	clock: Clock;
	now: () => number;
	steady: () => number;
};

export function link({ memory, get, clock, now, steady }: World) {
	const door = doors(get);
	let ticket: string | null = null;
	let epoch: string | null = null;

	/** Speaks with the key that the tablet has now; undefined before it has one. */
	async function voiceOf(keyring: Keyring): Promise<Voice> {
		ticket ??= ((await memory.read('ticket')) as string | undefined) ?? '';
		return {
			key: keyring.name,
			sign: (statement) => sign(keyring, statement),
			now,
			get ticket() {
				return ticket ?? '';
			},
			set ticket(fresh) {
				ticket = fresh;
			}
		};
	}

	async function knownEpoch(): Promise<string | null> {
		return (epoch ??= ((await memory.read('epoch')) as string | undefined) ?? null);
	}

	/** The same code is tried with the same key, so that an answer that was lost can be given once more. */
	async function keyringFor(code: string): Promise<Keyring> {
		const tried = (await memory.read('nextKey')) as { code: string; keyring: Keyring } | undefined;
		if (tried?.code === code) return tried.keyring;
		const keyring = await makeKeyring();
		// A code is good once: this also makes sure that what comes back can be kept.
		await memory.write('nextKey', { code, keyring });
		return keyring;
	}

	return {
		/** Pairs, and begins a new chain with all that waits still to be sealed into it. */
		async pair(code: string): Promise<Pairing | { not: PairRefusal }> {
			if (!canSign()) return { not: 'no_key' };
			try {
				const keyring = await keyringFor(code);
				const sentAt = now();
				const begun = steady();
				const head = await hash(code);
				const statement = { purpose: 'pair', key: keyring.name, ticket: '', sentAt, head, count: 0 } as const;
				const signature = await sign(keyring, statement);
				const answer = await door.pair({ code, publicKey: keyring.publicKey, sentAt, signature });
				if (!answer) return { not: 'no_answer' };
				if (isRefusal(answer)) return { not: { code: answer.refused, details: answer.details } };
				clock.measured(answer.serverAt, steady() - begun);
				const pairing: Pairing = { key: keyring.name, setup: answer.setup, pairedAt: now(), lock: null };
				await memory.adopt(keyring, pairing, answer);
				({ ticket, epoch } = answer);
				return pairing;
			} catch {
				return { not: 'no_store' };
			}
		},

		/** Says how the tablet is, and hears what is new. Rejects where the store fails. */
		async hello(key: string, own: OwnWord): Promise<Heard> {
			const [keyring, chain] = [await memory.keyring(), await memory.head()];
			if (!keyring || keyring.name !== key) return { kind: key === '' ? 'silence' : 'lost' };
			const word: Word = {
				...own,
				lastSeq: chain?.seq ?? 0,
				lastTapAt: chain?.tappedAt ?? null,
				clockJumps: clock.jumps(),
				epoch: await knownEpoch()
			};
			let begun = steady();
			const voice = await voiceOf(keyring);
			voice.now = () => {
				begun = steady();
				return now();
			};
			const answer = await door.hello(voice, word);
			if (!answer) return { kind: 'silence' };
			if (isRefusal(answer))
				return isLock(answer.refused) ? { kind: 'locked', code: answer.refused } : { kind: 'puzzled' };
			clock.measured(answer.serverAt, steady() - begun);
			const refilled = await memory.refill(key, answer.epoch, answer.highestSeq);
			epoch = answer.epoch;
			await memory.write('ticket', ticket);
			return { kind: 'answer', setup: answer.setup, refilled };
		},

		/** Sends an unbroken run of the chain. */
		async post(run: Sealed[]): Promise<Reply> {
			const keyring = await memory.keyring();
			if (!keyring || run[0]?.key !== keyring.name) return { kind: 'later' };
			return door.ratings(await voiceOf(keyring), run);
		},

		/** Whether an answer came from another life of the database than the last one heard on this page. */
		isNews(answerEpoch: string): boolean {
			const before = epoch;
			epoch = answerEpoch;
			return before !== null && before !== answerEpoch;
		}
	};
}
