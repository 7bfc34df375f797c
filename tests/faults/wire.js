// One HTTP request of a simulated tablet: answered, or lost (an Error), within its patience.
import { Agent, request } from 'node:http';

/** @typedef {{ status: number, headers: import('node:http').IncomingHttpHeaders, text: string, json: any }} Answer */

export function makeAgent() {
	return new Agent({ keepAlive: true, maxSockets: Infinity });
}

/**
 * Posts JSON (or any text) and reads the answer.
 * @param {string} url
 * @param {unknown} value
 * @param {{ agent?: Agent, patienceMs?: number, headers?: Record<string, string>, method?: string }} [options]
 * @returns {Promise<Answer>}
 */
export function post(url, value, { agent, patienceMs = 15_000, headers = {}, method = 'POST' } = {}) {
	const body = typeof value === 'string' ? value : JSON.stringify(value);
	return new Promise((resolve, reject) => {
		const asking = request(
			url,
			{
				method,
				agent,
				headers: {
					'content-type': 'application/json',
					'content-length': String(Buffer.byteLength(body)),
					...headers
				}
			},
			(answer) => {
				/** @type {Buffer[]} */
				const chunks = [];
				answer.on('data', (chunk) => chunks.push(chunk));
				answer.on('error', lost);
				answer.on('aborted', () => lost(new Error('the answer broke off')));
				answer.on('end', () => {
					clearTimeout(patience);
					const text = Buffer.concat(chunks).toString('utf8');
					let json;
					try {
						json = JSON.parse(text);
					} catch {
						json = undefined;
					}
					resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json });
				});
			}
		);
		const patience = setTimeout(() => asking.destroy(new Error('no answer in time')), patienceMs);
		/** @param {Error} error */
		function lost(error) {
			clearTimeout(patience);
			reject(error);
		}
		asking.on('error', lost);
		asking.end(body);
	});
}

/** @param {number} ms */
export function pause(ms) {
	return new Promise((later) => setTimeout(later, ms));
}
