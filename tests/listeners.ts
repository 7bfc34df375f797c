// The other side of the post: a mail server and a webhook receiver, real ones, on ports of their own, gone with the
// test.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { onTestFinished } from 'vitest';

export type Received = { from: string; to: string[]; mail: Email };

/** Takes mails. `refuse` may say no to an address: an SMTP answer such as "550 no such user". */
export async function smtp(refuse: (address: string) => string | null = () => null) {
	const received: Received[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onRcptTo({ address }, _session, done) {
			const answer = refuse(address);
			if (answer === null) return done();
			done(Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) }));
		},
		onData(stream, session, done) {
			const parts: Buffer[] = [];
			stream.on('data', (part: Buffer) => parts.push(part));
			stream.on('end', () => {
				void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
					const { mailFrom, rcptTo } = session.envelope;
					const from = mailFrom ? mailFrom.address : '';
					received.push({ from, to: rcptTo.map(({ address }) => address), mail });
					done(null, 'kept');
				}, done);
			});
		}
	});
	server.on('error', () => undefined);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	onTestFinished(() => new Promise<void>((closed) => void server.close(closed)));
	const { port } = server.server.address() as AddressInfo;
	return { url: `smtp://127.0.0.1:${port}`, received };
}

export type Call = { headers: IncomingHttpHeaders; body: string };

/** Takes webhook calls; `answer` says with what status, null: never. */
export async function receiver(answer: (call: Call, nth: number) => number | null = () => 200) {
	const calls: Call[] = [];
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const call = { headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
			calls.push(call);
			const status = answer(call, calls.length);
			if (status === null) return;
			response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end(`said ${status}`);
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	onTestFinished(
		() =>
			new Promise<void>((closed) => {
				server.close(() => closed());
				server.closeAllConnections();
			})
	);
	const { port } = server.address() as AddressInfo;
	return { url: `http://127.0.0.1:${port}/in`, port, calls };
}
