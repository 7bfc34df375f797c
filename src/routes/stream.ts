// A stream of news to an open screen: that ratings have arrived at its branches, and nothing of what they say. The
// screen asks again, and is asked again who it is.
import type { News } from '$lib/server/ratings/news';

/** A stream ends by itself; the browser comes back at once, through the gate, with the scope it has by then. */
const TIMES = { heartbeatMs: 20_000, lifeMs: 10 * 60_000 };

/**
 * Answers with a stream of server-sent events that lasts ten minutes at most. `concerns` says whether an arrival is of
 * the listener's branches; `isStill`, asked with every heartbeat, whether they may still listen.
 */
export function stream(
	request: Request,
	news: News,
	concerns: (branchId: number) => boolean,
	isStill: () => Promise<boolean> = async () => true,
	{ heartbeatMs, lifeMs } = TIMES
): Response {
	let stop = () => {};
	const words = new ReadableStream<string>({
		start(controller) {
			const send = (text: string) => {
				// A reader that stops reading without closing must not fill the memory.
				if ((controller.desiredSize ?? 0) < -100) end();
				else controller.enqueue(text);
			};
			let ended = false;
			const end = () => {
				if (ended) return;
				ended = true;
				stop();
				controller.close();
			};
			const beat = () =>
				isStill().then(
					(still) => {
						if (!still) end();
						else if (!ended) send(':\n\n');
					},
					() => end()
				);
			const heartbeat = setInterval(() => void beat(), heartbeatMs);
			const life = setTimeout(end, lifeMs);
			const deafen = news.listen((branchIds) => {
				if ([...branchIds].some(concerns)) send('event: ratings\ndata: new\n\n');
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
	return new Response(words.pipeThrough(new TextEncoderStream()), {
		headers: {
			'content-type': 'text/event-stream',
			'cache-control': 'no-store',
			// Once it has ended nobody needs the connection; kept alive, it would hold up a server that stops.
			connection: 'close',
			// Proxies would otherwise hold the words back until there are enough of them.
			'x-accel-buffering': 'no'
		}
	});
}
