// POST /api/v1/ratings, as the tablet speaks it. Mounted on plain Node in front of the framework (a framework route
// costs several times as much a request); the development server mounts the same door. There is no other.
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { isLanguage, type Language } from '../../shared/language';
import { Problem, type ProblemCode, type ProblemDetails, type ProblemWire } from '../../shared/problem';
import { BatchShape, type BatchAnswer } from '../../shared/rating';
import { QueueFull } from '../db/guard';
import type { Rooms } from './hello';
import type { Intake } from './intake';
import { unseal } from './sealed';

export type Sentence = (code: ProblemCode, details: ProblemDetails, language: Language) => string;

/** The rooms the door needs. */
export type Behind = Rooms & {
	intake: Intake;
	sentence: Sentence;
	origin: string;
	log: { error: (details: object, words: string) => void; warn: (details: object, words: string) => void };
};

export const PATH = '/api/v1/ratings';
const BODY_LIMIT = 512 * 1024;
const BODY_PATIENCE_MS = 20_000;

/** Answers a request for PATH. Never throws: what goes wrong becomes an answer, and what is a bug a log line. */
export async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	behind: Behind
): Promise<void> {
	const language = languageOf(request);
	try {
		if (request.method !== 'POST') throw new Problem('method_not_allowed');
		if (!isOwn(request, behind.origin)) throw new Problem('wrong_origin');
		const text = await body(request);
		send(response, 200, await take(text, request, behind, language));
	} catch (error) {
		const problem = error instanceof QueueFull ? new Problem('try_later') : error;
		if (problem instanceof Problem) {
			behind.log.warn({ code: problem.code, ...problem.details }, 'batch refused');
			refuse(response, problem, behind.sentence(problem.code, problem.details, language));
		} else {
			behind.log.error({ err: error }, 'batch failed');
			refuse(response, new Problem('unexpected'), behind.sentence('unexpected', {}, language));
		}
	}
}

async function take(
	text: string,
	request: IncomingMessage,
	{ intake, devices, heard, epochId, sentence }: Behind,
	language: Language
): Promise<BatchAnswer> {
	const receivedAt = Date.now();
	const { key, ticket, sentAt, ratings, signature } = batch(text);
	const recognised = await devices.recognise(key, receivedAt);
	const run = unseal(ratings);
	const head = run.at(-1)?.hash ?? '';
	const signed = { purpose: 'ratings' as const, key, ticket, sentAt, count: run.length, signature };
	const { device, tag, zone } = recognised;
	const came = intake.expect();
	await devices.check(recognised, head, signed, receivedAt).finally(() => setImmediate(came));
	const verdicts = await intake.take({
		sender: { id: device.id, counterId: device.counterId, keyId: key },
		run,
		arrival: { receivedAt, sentAt, ticket, signature },
		gone: () => request.socket.destroyed
	});
	const userAgent = request.headers['user-agent'] ?? null;
	heard.hear(device.id, { at: receivedAt, skewMs: receivedAt - sentAt, word: null, userAgent, zone });
	return {
		verdicts: verdicts.map(({ id, verdict, code, details }, index) => ({
			index,
			id,
			verdict,
			...(code ? { code, message: sentence(code, details ?? {}, language) } : {})
		})),
		serverAt: receivedAt,
		setupTag: tag,
		ticket: devices.tickets.issue(receivedAt),
		epoch: epochId
	};
}

/** The framework's own check does not cover JSON: what a browser sends from another site is refused here. */
function isOwn({ headers }: IncomingMessage, origin: string): boolean {
	if (headers.origin !== undefined) return headers.origin === origin;
	const site = headers['sec-fetch-site'];
	return site === undefined || site === 'same-origin' || site === 'none';
}

function batch(text: string): v.InferOutput<typeof BatchShape> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw new Problem('bad_json');
	}
	const read = v.safeParse(BatchShape, value);
	if (!read.success) throw new Problem('bad_shape', { field: v.getDotPath(read.issues[0]) ?? 'batch' });
	return read.output;
}

/** The whole body as text. Refuses too_large as soon as it is, and too_slow. */
function body(request: IncomingMessage): Promise<string> {
	const tooLarge = () => new Problem('too_large', { limit: BODY_LIMIT / 1024 });
	if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
		request.resume();
		return Promise.reject(tooLarge());
	}
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		let size = 0;
		const patience = setTimeout(() => reject(new Problem('too_slow')), BODY_PATIENCE_MS);
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > BODY_LIMIT) {
				chunks.length = 0;
				reject(tooLarge());
			} else chunks.push(chunk);
		});
		request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		request.on('error', reject);
		request.on('close', () => clearTimeout(patience));
	});
}

function languageOf(request: IncomingMessage): Language {
	const wanted = String(request.headers['accept-language'] ?? '')
		.slice(0, 2)
		.toLowerCase();
	return isLanguage(wanted) ? wanted : 'vi';
}

function send(response: ServerResponse, status: number, value: object): void {
	if (response.headersSent || response.destroyed) return;
	const text = JSON.stringify(value);
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text),
		'cache-control': 'no-store',
		...(status === 503 ? { 'retry-after': '5' } : {}),
		...(status === 405 ? { allow: 'POST' } : {}),
		// What is left of a refused body is not worth reading.
		...(status === 413 || status === 408 ? { connection: 'close' } : {})
	});
	response.end(text);
}

function refuse(response: ServerResponse, problem: Problem, message: string): void {
	const wire: ProblemWire = { problem: { code: problem.code, message, details: problem.details } };
	send(response, problem.status, wire);
}
