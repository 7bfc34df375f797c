// Keeps the kiosk's page, program and letters, so that a tablet starts without a network. It never touches the
// desk or the API: ratings travel by the courier in the page, and nobody's figures belong in a cache.
/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
import { files, version } from '$service-worker';

const worker = self as unknown as ServiceWorkerGlobalScope;

const SHELL = `kiosk-${version}`;
/** Letters outlive versions: a tablet should not fetch megabytes again because a button changed. */
const FONTS = 'kiosk-fonts';
const PAGE = '/kiosk';

const shell = new Set([
	PAGE,
	...files.filter(
		(file) =>
			file.startsWith('/kiosk-app/') ||
			file.startsWith('/icons/') ||
			file === '/manifest.webmanifest' ||
			file === '/favicon.svg'
	)
]);
const letters = files.filter((file) =>
	/^\/fonts\/be-vietnam-pro-(latin|vietnamese)-(400|600)-normal\.woff2$/.test(file)
);

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('message', (event) => {
	if (event.data === 'take over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	if (shell.has(url.pathname)) event.respondWith(fromShell(url.pathname, request));
	else if (/^\/fonts\/.*\.woff2$/.test(url.pathname)) event.respondWith(fromFonts(request));
	else if (/^\/fonts\/\w+\.json$/.test(url.pathname)) event.respondWith(networkThenFonts(request));
});

async function install(): Promise<void> {
	const cache = await caches.open(SHELL);
	// Past the browser's own cache, or yesterday's program could be kept under today's version.
	await cache.addAll([...shell].map((file) => new Request(file, { cache: 'reload' })));
	const fonts = await caches.open(FONTS);
	const missing = await Promise.all(letters.map(async (file) => ((await fonts.match(file)) ? null : file)));
	await fonts.addAll(missing.filter((file) => file !== null));
}

async function activate(): Promise<void> {
	for (const name of await caches.keys())
		if (name.startsWith('kiosk-') && name !== SHELL && name !== FONTS) await caches.delete(name);
	await worker.clients.claim();
}

async function fromShell(path: string, request: Request): Promise<Response> {
	const kept = await (await caches.open(SHELL)).match(path);
	return kept ?? fetch(request);
}

async function fromFonts(request: Request): Promise<Response> {
	const cache = await caches.open(FONTS);
	const kept = await cache.match(request.url);
	if (kept) return kept;
	const answer = await fetch(request);
	if (answer.ok) await cache.put(request.url, answer.clone());
	return answer;
}

/** The list of slices is small and may change with a version: the newest where there is a network. */
async function networkThenFonts(request: Request): Promise<Response> {
	const cache = await caches.open(FONTS);
	try {
		const answer = await fetch(request);
		if (answer.ok) await cache.put(request.url, answer.clone());
		return answer;
	} catch (error) {
		const kept = await cache.match(request.url);
		if (kept) return kept;
		throw error;
	}
}
