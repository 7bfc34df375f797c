// The three doors of the server, as the tablet knocks on them: pair, hello, ratings. Any answer that is not
// certainly ours (a hotel's sign-in page, a proxy's error) counts as no answer at all.
import type { HelloAnswer, PairAnswer, Word } from '../shared/hello';
import { PROBLEM_CODES, type ProblemCode, type ProblemDetails, type ProblemWire } from '../shared/problem';
import type { BatchAnswer } from '../shared/rating';
import type { Statement } from '../shared/seal';
import type { Reply } from './courier';
import { hash, type Sealed } from './seal';
import { isLock } from './setup';
import { canonical } from '../shared/canonical';

const PATIENCE_MS = 15_000;

/** Who speaks: signs with the tablet's key, and passes the server's newest ticket from each answer to the next. */
export type Voice = {
	key: string;
	sign: (statement: Statement) => Promise<string>;
	ticket: string;
	now: () => number;
};

export type Refusal = { refused: ProblemCode; details: ProblemDetails };
export type Knock<T> = T | Refusal | null;

type Answer = { status: number; retryAfterMs: number; body: unknown };

export function doors(get: typeof fetch) {
	/** Null where nobody answered in time, or nothing that can be read. */
	async function knock(path: string, body: unknown): Promise<Answer | null> {
		const leave = new AbortController();
		const timer = setTimeout(() => leave.abort(), PATIENCE_MS);
		try {
			const answer = await get(path, {
				method: 'POST',
				body: JSON.stringify(body),
				headers: { 'Content-Type': 'application/json' },
				cache: 'no-store',
				credentials: 'omit',
				signal: leave.signal
			});
			const retryAfterMs = Number(answer.headers.get('retry-after') ?? 0) * 1000 || 0;
			return { status: answer.status, retryAfterMs, body: await answer.json() };
		} catch {
			return null;
		} finally {
			clearTimeout(timer);
		}
	}

	/** Signs and knocks; where the ticket was stale, signs again with the one it is given, once and at once. */
	async function speak(
		voice: Voice,
		path: string,
		said: Pick<Statement, 'purpose' | 'head' | 'count'>,
		body: object
	): Promise<Answer | null> {
		for (let again = 1; ; again--) {
			const envelope = { key: voice.key, ticket: voice.ticket, sentAt: voice.now() };
			const signature = await voice.sign({ ...said, ...envelope });
			const answer = await knock(path, { ...envelope, ...body, signature });
			const problem = problemIn(answer?.body);
			const ticket =
				problem?.code === 'ticket_stale'
					? problem.details['ticket']
					: isObject(answer?.body) && answer.body['ticket'];
			if (typeof ticket === 'string') voice.ticket = ticket;
			if (problem?.code !== 'ticket_stale' || again === 0) return answer;
		}
	}

	return {
		async pair(body: { code: string; publicKey: string; sentAt: number; signature: string }) {
			return read<PairAnswer>(await knock('/api/v1/pair', body), 'ticket');
		},

		async hello(voice: Voice, word: Word) {
			const said = { purpose: 'hello', head: await hash(canonical(word)), count: 0 } as const;
			return read<HelloAnswer>(await speak(voice, '/api/v1/hello', said, { word }), 'highestSeq');
		},

		/** An unbroken run of the chain. */
		async ratings(voice: Voice, run: Sealed[]): Promise<Reply> {
			const said = { purpose: 'ratings', head: run.at(-1)?.hash ?? '', count: run.length } as const;
			const ratings = run.map(({ rating }) => rating);
			const answer = await speak(voice, '/api/v1/ratings', said, { ratings });
			if (!answer) return { kind: 'later' };
			if (answer.status === 200 && isObject(answer.body) && Array.isArray(answer.body['verdicts']))
				return { kind: 'verdicts', answer: answer.body as BatchAnswer };
			const code = problemIn(answer.body)?.code;
			if (code && isLock(code)) return { kind: 'locked', code };
			if (code === 'bad_json' || code === 'bad_shape' || code === 'too_large') return { kind: 'unreadable' };
			return { kind: 'later', waitMs: answer.retryAfterMs };
		}
	};
}

function read<T>(answer: Answer | null, has: keyof T & string): Knock<T> {
	if (!answer) return null;
	if (answer.status === 200 && isObject(answer.body) && has in answer.body) return answer.body as T;
	const problem = problemIn(answer.body);
	return problem && answer.status < 500 ? { refused: problem.code, details: problem.details ?? {} } : null;
}

export function isRefusal(answer: object): answer is Refusal {
	return 'refused' in answer;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

function problemIn(body: unknown): ProblemWire['problem'] | null {
	const problem = isObject(body) ? (body as Partial<ProblemWire>).problem : null;
	return problem && PROBLEM_CODES.includes(problem.code) ? problem : null;
}
