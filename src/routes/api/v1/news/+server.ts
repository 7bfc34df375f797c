// Tells an open screen that ratings have arrived in its reader's scope. No content travels: the screen asks again,
// and is asked again who it is.
import { Problem } from '$lib/shared/problem';
import { holds } from '$lib/server/auth/scope';
import { readerOf } from '$lib/server/analytics/asked';
import { api } from '../../../doors';

const HEARTBEAT_MS = 20_000;
/** A stream ends by itself; the browser comes back at once, through the gate, with the scope it has by then. */
const LIFE_MS = 10 * 60_000;

export function GET(event) {
	const { locals, request } = event;
	return api(event, async () => {
		const { scope, live } = readerOf(locals.person);
		if (!live) throw new Problem('not_found');
		const { news } = locals.house;
		let stop = () => {};
		const stream = new ReadableStream<string>({
			start(controller) {
				const send = (text: string) => {
					// A reader that stops reading without closing must not fill the memory.
					if ((controller.desiredSize ?? 0) < -100) end();
					else controller.enqueue(text);
				};
				const end = () => {
					stop();
					controller.close();
				};
				const heartbeat = setInterval(() => send(':\n\n'), HEARTBEAT_MS);
				const life = setTimeout(end, LIFE_MS);
				const deafen = news.listen((branchIds) => {
					if ([...branchIds].some((id) => holds(scope, id))) send('event: ratings\ndata: new\n\n');
				});
				const forget = news.onClose(end);
				stop = () => {
					clearInterval(heartbeat);
					clearTimeout(life);
					deafen();
					forget();
					request.signal.removeEventListener('abort', end);
				};
				request.signal.addEventListener('abort', end, { once: true });
				send('retry: 2000\n:\n\n');
			},
			cancel: () => stop()
		});
		return new Response(stream.pipeThrough(new TextEncoderStream()), {
			headers: {
				'content-type': 'text/event-stream',
				'cache-control': 'no-store',
				// Once it has ended nobody needs the connection; kept alive, it would hold up a server that stops.
				connection: 'close',
				// Proxies would otherwise hold the words back until there are enough of them.
				'x-accel-buffering': 'no'
			}
		});
	});
}
