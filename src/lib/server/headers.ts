// The headers every answer carries, static files and prerendered pages included. Pages that the framework renders
// replace the policy with their own, which names their scripts.
import type { IncomingMessage, ServerResponse } from 'node:http';

const POLICY = [
	"default-src 'self'",
	"script-src 'self'",
	"style-src 'self'",
	"style-src-attr 'unsafe-inline'",
	"img-src 'self' data: blob:",
	"object-src 'none'",
	"base-uri 'self'",
	"form-action 'self'",
	"frame-ancestors 'none'"
].join('; ');

const EVERYWHERE: Record<string, string> = {
	'content-security-policy': POLICY,
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy':
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), fullscreen=(self), screen-wake-lock=(self)'
};

export function secure(request: IncomingMessage, response: ServerResponse, origin: string): void {
	for (const [name, value] of Object.entries(EVERYWHERE)) response.setHeader(name, value);
	if (origin.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000');
	const path = request.url?.split('?')[0] ?? '/';
	// Fixed names, so the browser asks each time whether they changed; the kiosk's worker keeps its own copies.
	if (path === '/kiosk' || path.startsWith('/kiosk-app/') || path === '/service-worker.js')
		response.setHeader('cache-control', 'no-cache');
	else if (path.startsWith('/fonts/') && path.endsWith('.woff2'))
		response.setHeader('cache-control', 'public, max-age=31536000, immutable');
}
