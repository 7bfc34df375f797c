// Webhook calls, by the Standard Webhooks scheme: JSON, posted, with id, time and signature in three headers. What is
// not answered with 2xx in ten seconds is tried again; redirects are not followed; 410 closes the webhook.
import { request as http, type IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { idOf } from './deliveries';
import type { Outcome } from './outcome';
import { allowed, guarded, type Reach } from './reach';
import type { Sender } from './worker';

const PATIENCE_MS = 10_000;
/** Of an answer so many bytes are read. */
const MOST_READ = 1_000;

/** Calls webhooks that lie within reach. */
export function caller(reach: Reach): Sender {
	const lookup = guarded(reach);
	return async (due, at) => {
		if (!due.webhook) return { kind: 'never', answer: 'no webhook' };
		const url = allowed(due.webhook.url, reach);
		const body = JSON.stringify(due.content);
		const id = `msg_${idOf(due)}`;
		const when = new Date(at);
		const headers = {
			'content-type': 'application/json',
			'content-length': Buffer.byteLength(body),
			'user-agent': 'hai-long-webhooks/1',
			'webhook-id': id,
			'webhook-timestamp': String(Math.floor(at / 1000)),
			'webhook-signature': new Webhook(due.webhook.secret).sign(id, when, body)
		};
		const send = url.protocol === 'https:' ? https : http;
		return new Promise<Outcome>((settle, fail) => {
			// One clock for all of it: a server that answers a byte a minute is as good as silent.
			const signal = AbortSignal.timeout(PATIENCE_MS);
			const call = send(url, { method: 'POST', headers, lookup, signal, agent: false }, (answer) => {
				read(answer).then((text) => settle(outcome(answer.statusCode ?? 0, text)), fail);
			});
			call.on('error', (error) =>
				fail(signal.aborted ? new Error(`no answer in ${PATIENCE_MS / 1000} s`) : error)
			);
			call.end(body);
		});
	};
}

function outcome(status: number, text: string): Outcome {
	const answer = `${status} ${text}`;
	if (status >= 200 && status < 300) return { kind: 'sent', answer };
	return { kind: status === 410 ? 'gone' : 'again', answer };
}

/** The beginning of an answer as text; what follows is not waited for. */
async function read(answer: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of answer as AsyncIterable<Buffer>) {
		parts.push(part);
		size += part.length;
		if (size >= MOST_READ) break;
	}
	return Buffer.concat(parts).subarray(0, MOST_READ).toString('utf8');
}
