// Ratings that keep arriving while others look: real tablets, each with its own chain, posting now and then.
import { post } from '../load.js';
import { ask, task } from '../server.js';
import { Tablet } from '../tablets.js';

/**
 * Invites tablets to counters and answers their codes. The server must not run: a command that writes needs the file.
 * @param {string} url
 * @param {number} count
 * @param {string} where which counters: a condition on counter_versions
 */
export function invite(url, count, where = '1') {
	const counters = ask(
		url,
		`SELECT code FROM counter_versions WHERE untilDay IS NULL AND ${where} ORDER BY counterId LIMIT ${count}`
	);
	return counters.flatMap(({ code }) => {
		const said = task(url, 'invite', '--counter', String(code), '--count', '1');
		return said.match(/[2-9A-Z]{4}-[2-9A-Z]{4}(?=,)/g) ?? [];
	});
}

/**
 * Pairs a tablet for each code.
 * @param {string} origin
 * @param {string[]} codes
 */
export async function pair(origin, codes) {
	const tablets = codes.map(() => new Tablet());
	for (const [index, tablet] of tablets.entries()) await tablet.pair(origin, codes[index] ?? '');
	return tablets;
}

const HOUR_MS = 3_600_000;

/**
 * Taps as customers make them, half a minute apart in opening hours of the days of a month before one, whatever the
 * load: ratings that come faster than people are marked by the plausibility rules, and that is another cost.
 * @param {string} last the last day, in Việt Nam's time
 */
export function plausibly(last) {
	const month = last.slice(0, 7);
	let at = Date.parse(`${month}-01T00:00:00Z`);
	return () => {
		at += 30_000;
		for (;;) {
			const local = new Date(at + 7 * HOUR_MS);
			const hour = local.getUTCHours() + local.getUTCMinutes() / 60;
			const isOpen = (hour >= 7.5 && hour < 11.5) || (hour >= 13 && hour < 17);
			if (isOpen && local.getUTCDay() % 6 !== 0) break;
			at += 30_000;
		}
		if (at > Date.parse(`${last}T00:00:00Z`)) throw new Error('the month is too short for so many ratings');
		return at;
	};
}

/**
 * Lets tablets post one rating each in turn, `perSecond` in all, until it is stopped.
 * @param {number} port
 * @param {Tablet[]} tablets
 * @param {number} perSecond
 */
export function flow(port, tablets, perSecond) {
	let isOver = false;
	let accepted = 0;
	let failed = 0;
	const done = (async () => {
		for (let turn = 0; !isOver; turn++) {
			const tablet = tablets[turn % tablets.length];
			if (!tablet) return;
			const answer = await fetch(`http://127.0.0.1:${port}/api/v1/ratings`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: tablet.body(1)
			});
			accepted += (await answer.text()).split('"accepted"').length - 1;
			if (!answer.ok) failed++;
			await new Promise((later) => setTimeout(later, 1000 / perSecond));
		}
	})();
	return {
		async stop() {
			isOver = true;
			await done;
			return { accepted, failed };
		}
	};
}

/**
 * Ratings a second that a server takes of full batches, while somebody asks for a path `perSecond` times (0: nobody).
 * @param {number} port
 * @param {string[][]} bodies for each connection
 * @param {{ path: string, cookie: string, perSecond: number, durationMs: number }} looking
 */
export async function full(port, bodies, { path, cookie, perSecond, durationMs }) {
	const at = bodies.map(() => 0);
	let accepted = 0;
	let isOver = false;
	const watching = (async () => {
		while (perSecond > 0 && !isOver) {
			await new Promise((later) => setTimeout(later, 1000 / perSecond));
			await (await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } })).text();
		}
	})();
	const load = await post({
		...{ port, path: '/api/v1/ratings', connections: bodies.length, durationMs },
		next: (connection) => {
			const body = bodies[connection]?.[at[connection] ?? 0];
			at[connection] = (at[connection] ?? 0) + 1;
			return body === undefined ? null : { headers: '', body };
		},
		answered: (text) => (accepted += text.split('"accepted"').length - 1)
	});
	isOver = true;
	await watching;
	if (load.failed > 0) throw new Error(`${load.failed} posts failed`);
	return accepted / load.seconds;
}
