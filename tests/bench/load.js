// A load of plain HTTP/1.1 requests over kept-open sockets: as little of its own as can be, because it shares the
// cores with what it measures.
import { connect } from 'node:net';
import { once } from 'node:events';

/**
 * Posts bodies over `connections` sockets, each waiting for its answer before the next, for `durationMs`.
 * @param {{ port: number, path: string, connections: number, durationMs: number,
 *   next: (connection: number) => { headers: string, body: string } | null,
 *   answered?: (text: string) => void }} load
 * @returns {Promise<{ requests: number, seconds: number, times: number[], failed: number }>} times in ms
 */
export async function post({ port, path, connections, durationMs, next, answered }) {
	/** @type {number[]} */
	const times = [];
	let failed = 0;
	const started = performance.now();
	const until = started + durationMs;
	await Promise.all(
		Array.from({ length: connections }, async (_, connection) => {
			const socket = connect(port, '127.0.0.1');
			socket.setNoDelay(true);
			await once(socket, 'connect');
			const read = reader(socket);
			while (performance.now() < until) {
				const request = next(connection);
				if (!request) break;
				const sentAt = performance.now();
				socket.write(
					`POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${request.headers}content-length: ${Buffer.byteLength(request.body)}\r\n\r\n${request.body}`
				);
				const { status, text } = await read();
				times.push(performance.now() - sentAt);
				if (status !== 200) failed++;
				answered?.(text);
			}
			socket.destroy();
		})
	);
	return { requests: times.length, seconds: (performance.now() - started) / 1000, times, failed };
}

/** @param {import('node:net').Socket} socket */
function reader(socket) {
	let buffer = Buffer.alloc(0);
	/** @type {(() => void) | undefined} */
	let wake;
	socket.on('data', (chunk) => {
		buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
		wake?.();
	});
	socket.on('close', () => wake?.());
	return async () => {
		for (;;) {
			const end = buffer.indexOf('\r\n\r\n');
			if (end >= 0) {
				const head = buffer.toString('latin1', 0, end);
				const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
				if (buffer.length >= end + 4 + length) {
					const text = buffer.toString('utf8', end + 4, end + 4 + length);
					buffer = buffer.subarray(end + 4 + length);
					return { status: Number(head.slice(9, 12)), text };
				}
			}
			if (socket.destroyed) throw new Error('the server closed the connection');
			await new Promise((resolve) => {
				wake = () => resolve(undefined);
			});
		}
	};
}
