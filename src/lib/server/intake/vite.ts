// Mounts the ratings door in the development server, in front of the framework, as src/start.ts does in production.
import type { Plugin } from 'vite';
import type { House } from '../house';
import type * as Door from './door';

export function door(): Plugin {
	return {
		name: 'ratings-door',
		configureServer(server) {
			server.middlewares.use((request, response, next) => {
				if (request.url?.split('?')[0] !== '/api/v1/ratings') return next();
				const { haiLongHouse: house } = globalThis as { haiLongHouse?: House };
				if (!house) {
					// The framework opens the house with its first page.
					response.writeHead(503, { 'retry-after': '1' }).end();
					return;
				}
				void server
					.ssrLoadModule('/src/lib/server/intake/door.ts')
					.then((module) => (module as typeof Door).answer(request, response, house.door))
					.catch(next);
			});
		}
	};
}
