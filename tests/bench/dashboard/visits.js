// Who looks at the screens: signs in as the demo world's people do, and asks for a page as a browser would, but for
// what a browser loads beside it.
import { readFileSync } from 'node:fs';
import { percentile } from '../server.js';

/**
 * @param {{ port: number, origin: string }} server
 * @param {string} who
 */
export async function signIn({ port, origin }, who) {
	const people = JSON.parse(readFileSync('src/lib/server/tasks/world/signins.json', 'utf8'));
	const { username, password } = people.find(
		(/** @type {{ username: string }} */ one) => one.username === who
	);
	const answer = await fetch(`http://127.0.0.1:${port}/signin`, {
		method: 'POST',
		redirect: 'manual',
		headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({ name: username, password })
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	if (!cookie) throw new Error(`${who} could not sign in: ${answer.status}`);
	return cookie;
}

/**
 * Asks for a screen some times, one after the other; the first two do not count.
 * @param {{ port: number }} server
 * @param {string} cookie
 * @param {string} path
 * @param {number} times
 */
export async function look({ port }, cookie, path, times) {
	/** @type {number[]} */
	const took = [];
	let bytes = 0;
	for (let time = -2; time < times; time++) {
		const started = performance.now();
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
			headers: { cookie },
			redirect: 'manual'
		});
		const text = await answer.text();
		if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
		if (text.includes('"errorId"') || text.includes('errorId:'))
			throw new Error(`${path} could not be computed`);
		bytes = text.length;
		if (time >= 0) took.push(performance.now() - started);
		// Nobody asks again in the same instant; what arrives meanwhile is folded for the next.
		await new Promise((later) => setTimeout(later, 20));
	}
	return { p50Ms: percentile(took, 0.5), p95Ms: percentile(took, 0.95), bytes };
}
