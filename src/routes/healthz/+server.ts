// Alive: the process answers. Says nothing of the database; /readyz does.
export function GET() {
	return new Response('ok\n', { headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' } });
}
