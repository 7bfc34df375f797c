// npm start: plain Node in front of the SvelteKit app. Security headers on everything (also on prerendered pages
// and static files, which the framework's hooks never see), the ratings door, and a clean stop.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { House } from './lib/server/house';
import * as headers from './lib/server/headers';
import { settings as read } from './lib/server/settings';

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** How long open requests may take once the server is told to stop. */
const STOP_PATIENCE_MS = 10_000;

async function start(): Promise<void> {
	const settings = read(process.env);
	// adapter-node reads its settings when it is loaded.
	process.env.ORIGIN = settings.origin;
	const adapter = './handler.js';
	const { handler } = (await import(/* @vite-ignore */ adapter)) as { handler: Handler };
	const { haiLongHouse: house, haiLongDoor: door } = globalThis as {
		haiLongHouse?: House;
		haiLongDoor?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
	};
	if (!house || !door) throw new Error('the app did not open its house');

	const server = createServer({ requestTimeout: 60_000 }, (request, response) => {
		headers.secure(request, response, settings.origin);
		if (request.url?.split('?')[0] === '/api/v1/ratings') void door(request, response);
		else handler(request, response, () => response.writeHead(404).end());
	});
	server.keepAliveTimeout = 65_000;
	server.listen(settings.port, settings.host, () =>
		house.log.info({ origin: settings.origin, host: settings.host, port: settings.port }, 'listening')
	);
	for (const signal of ['SIGTERM', 'SIGINT'] as const)
		process.once(signal, () => {
			house.log.info({ signal }, 'stopping');
			setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref();
			const closed = new Promise((done) => server.close(done));
			server.closeIdleConnections();
			house.news.close();
			void closed.then(() => house.close()).then(() => process.exit(0));
		});
	server.on('error', (error) => {
		house.log.error({ err: error }, 'cannot listen');
		process.exit(1);
	});
}

start().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
});
