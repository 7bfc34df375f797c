// Networks as they are, in front of the server: a cable that is cut and slow (TCP, bytes), and a road on which
// posts are repeated, overtake each other, or whose answers get lost (HTTP, whole messages).
import { createServer, request } from 'node:http';
import { connect, createServer as createCable } from 'node:net';
import { once } from 'node:events';
import { pause } from './wire.js';

/** @typedef {{ port: number, count: number, close: () => Promise<void> }} Way `count`: how often it did its worst. */

/**
 * A cable that is cut after a chance number of bytes in either direction, with chance `cuts` (0 … 1) for each
 * connection, and holds back every piece for up to `delayMs`.
 * @param {{ to: number, port: number, cuts?: number, delayMs?: number }} wish
 * @returns {Promise<Way>}
 */
export async function cable({ to, port, cuts = 0, delayMs = 0 }) {
	/** @type {Set<import('node:net').Socket>} */
	const open = new Set();
	const way = { port, count: 0, close };
	const server = createCable((near) => {
		const far = connect(to, '127.0.0.1');
		for (const socket of [near, far]) {
			open.add(socket);
			socket.setNoDelay(true);
			socket.on('error', () => undefined);
			socket.on('close', () => {
				open.delete(socket);
				near.destroy();
				far.destroy();
			});
		}
		let left = Math.random() < cuts ? Math.floor(Math.random() ** 2 * 60_000) : Infinity;
		/** @param {import('node:net').Socket} from @param {import('node:net').Socket} into */
		const carry = (from, into) => {
			let turn = Promise.resolve();
			from.on('data', (piece) => {
				turn = turn.then(async () => {
					if (delayMs > 0) {
						way.count++;
						await pause(Math.random() * delayMs);
					}
					left -= piece.length;
					if (left > 0) return void into.write(piece);
					way.count++;
					// Half a message, then nothing: the worst that a cable does.
					into.write(piece.subarray(0, Math.floor(piece.length / 2)));
					await pause(5);
					from.resetAndDestroy();
					into.resetAndDestroy();
				});
			});
		};
		carry(near, far);
		carry(far, near);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	async function close() {
		for (const socket of open) socket.destroy();
		server.close();
		await once(server, 'close');
	}
	return way;
}

/**
 * A road for whole messages. `deal` is asked for every post to the ratings door and answers what is sent back, or
 * null when the answer gets lost; it forwards as often and as late as it likes.
 * @param {{ to: number, port: number,
 *   deal: (forward: () => Promise<Reply>, count: number) => Promise<Reply | null> }} wish
 * @typedef {{ status: number, headers: import('node:http').OutgoingHttpHeaders, body: Buffer }} Reply
 * @returns {Promise<Way>}
 */
export async function road({ to, port, deal }) {
	const way = { port, count: 0, close };
	const server = createServer(async (coming, going) => {
		/** @type {Buffer[]} */
		const pieces = [];
		try {
			for await (const piece of coming) pieces.push(piece);
		} catch {
			return;
		}
		const body = Buffer.concat(pieces);
		const forward = () => send(to, coming, body);
		const isRatings = coming.url === '/api/v1/ratings';
		if (isRatings) way.count++;
		const reply = await (isRatings ? deal(forward, way.count) : forward()).catch(() => null);
		if (reply === null || going.destroyed) return void coming.socket.destroy();
		going.writeHead(reply.status, reply.headers);
		going.end(reply.body);
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	async function close() {
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
	}
	return way;
}

/**
 * @param {number} to
 * @param {import('node:http').IncomingMessage} like
 * @param {Buffer} body
 * @returns {Promise<Reply>}
 */
function send(to, like, body) {
	return new Promise((resolve, reject) => {
		const asking = request(
			{ host: '127.0.0.1', port: to, path: like.url, method: like.method, headers: like.headers },
			async (answer) => {
				/** @type {Buffer[]} */
				const pieces = [];
				for await (const piece of answer) pieces.push(piece);
				resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces) });
			}
		);
		asking.on('error', reject);
		asking.end(body);
	});
}
