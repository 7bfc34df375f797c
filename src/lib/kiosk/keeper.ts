// Puts the service worker in its place, so that the kiosk starts without a network, and brings a new version in
// only when nobody is in the middle of a rating.

const LOOK_EVERY_MS = 3_600_000;

/**
 * `quiet` says whether the start screen stands there untouched. Answers when the worker serves this page, or
 * when there will be none.
 */
export async function keepOffline(quiet: () => boolean): Promise<void> {
	const workers = navigator.serviceWorker;
	if (!workers) return;
	const hadWorker = workers.controller !== null;
	try {
		const registration = await workers.register('/service-worker.js', {
			scope: '/kiosk',
			updateViaCache: 'none'
		});
		let isServed = hadWorker;
		/** A new version serves this page, brought in from here or from another tab: this program's time is over. */
		let outdated = false;
		workers.addEventListener('controllerchange', () => {
			outdated = isServed;
			isServed = true;
		});
		// The change can come long after it was asked for; the page loads anew when nobody stands there, not when it comes.
		setInterval(() => {
			if (!quiet()) return;
			if (outdated) location.reload();
			else registration.waiting?.postMessage('take over');
		}, 5_000);
		setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS);
		if (!hadWorker) await served(workers);
	} catch {
		// Not allowed here, or the server is away and nothing is kept yet: the kiosk runs, and means.ts says what is missing.
	}
}

function served(workers: ServiceWorkerContainer): Promise<void> {
	return new Promise((done) => {
		if (workers.controller) done();
		workers.addEventListener('controllerchange', () => done(), { once: true });
		setTimeout(done, 15_000);
	});
}
