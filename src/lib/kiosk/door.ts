// The three doors of the server, as the tablet knocks on them: pair, setup, ratings. Any answer that is not
// certainly ours (a hotel's sign-in page, a proxy's error) counts as no answer at all.
import { PROBLEM_CODES, type ProblemCode, type ProblemDetails, type ProblemWire } from '../shared/problem';
import type { Rating } from '../shared/rating';
import type { PairAnswer, SetupAnswer } from '../shared/setup';
import type { Reply } from './courier';

const PATIENCE_MS = 15_000;

export type Refusal = { refused: ProblemCode; details: ProblemDetails };
export type Knock<T> = T | Refusal | null;

type Answer = { status: number; retryAfterMs: number; body: unknown };

export function doors(get: typeof fetch) {
	/** Null where nobody answered in time, or nothing that can be read. */
	async function knock(path: string, init: RequestInit, token?: string): Promise<Answer | null> {
		const leave = new AbortController();
		const timer = setTimeout(() => leave.abort(), PATIENCE_MS);
		try {
			const answer = await get(path, {
				...init,
				headers: {
					...(init.body ? { 'Content-Type': 'application/json' } : {}),
					...(token ? { Authorization: `Bearer ${token}` } : {})
				},
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

	async function ask<T>(
		path: string,
		init: RequestInit,
		has: keyof T & string,
		token?: string
	): Promise<Knock<T>> {
		const answer = await knock(path, init, token);
		if (!answer) return null;
		if (answer.status === 200 && isObject(answer.body) && has in answer.body) return answer.body as T;
		const problem = problemIn(answer.body);
		return problem && answer.status < 500 ? { refused: problem.code, details: problem.details ?? {} } : null;
	}

	return {
		pair: (code: string) =>
			ask<PairAnswer>('/api/v1/pair', { method: 'POST', body: JSON.stringify({ code }) }, 'token'),

		setup: (token: string) => ask<SetupAnswer>('/api/v1/setup', { method: 'GET' }, 'setup', token),

		async ratings(token: string, ratings: Rating[], sentAt: number): Promise<Reply> {
			const body = JSON.stringify({ sentAt, ratings });
			const answer = await knock('/api/v1/ratings', { method: 'POST', body }, token);
			if (!answer) return { kind: 'later' };
			if (answer.status === 200 && isObject(answer.body) && Array.isArray(answer.body['verdicts']))
				return { kind: 'verdicts', answer: answer.body as Extract<Reply, { kind: 'verdicts' }>['answer'] };
			const code = problemIn(answer.body)?.code;
			if (code === 'device_unknown' || code === 'device_retired') return { kind: 'locked', code };
			if (code === 'bad_json' || code === 'bad_shape' || code === 'too_large') return { kind: 'unreadable' };
			return { kind: 'later', waitMs: answer.retryAfterMs };
		}
	};
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
