// Who is asking; the gate; the language of the answer; and the last hook, which alone catches bugs.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
	error,
	redirect,
	type Handle,
	type HandleServerError,
	type RequestEvent,
	type ServerInit
} from '@sveltejs/kit';
import { building } from '$lib/building';
import { isLanguage, LANGUAGES, type Language } from '$lib/shared/language';
import { alert } from '$lib/letters/alert';
import { appeal } from '$lib/letters/appeal';
import { digestMail } from '$lib/letters/digestmail';
import type { Digest } from '$lib/shared/digest';
import { Problem } from '$lib/shared/problem';
import type { Person } from '$lib/shared/actor';
import { keyIn } from '$lib/server/auth/bearer';
import { gate, opens, type Answer } from '$lib/server/auth/gate';
import { open, type House } from '$lib/server/house';
import * as door from '$lib/server/intake/door';
import { settings } from '$lib/server/settings';
import { speakIn } from '$lib/speaking';
import { sentence } from '$lib/words/problem';
import { refusal } from './routes/doors';
import { refusalPage } from './routes/refusal';

const digest = (made: Digest, language: Language, origin: string) =>
	speakIn(language, () => digestMail(made, language, origin));

// The start script and the development server mount the ratings door in front of the framework; they find the
// house here, because a second copy of it would be a second writer.
const shared = globalThis as {
	haiLongHouse?: House;
	haiLongDoor?: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
};

export const init: ServerInit = async () => {
	if (building || shared.haiLongHouse) return;
	const house = await open(settings(process.env), { sentence, letters: { alert, digest, appeal } });
	shared.haiLongHouse = house;
	shared.haiLongDoor = (request, response) => door.answer(request, response, house.door);
};

export const handle: Handle = async ({ event, resolve }) => {
	const { locals, cookies, request, route, url } = event;
	locals.at = Date.now();
	locals.theme = cookies.get('theme') === 'dark' ? 'dark' : 'light';
	if (!building) {
		if (!shared.haiLongHouse) throw new Error('the house is not open');
		locals.house = shared.haiLongHouse;
	}
	const key = building ? null : keyIn(request.headers);
	const known = building ? null : await (key === null ? signedIn(event) : holder(event, key));
	locals.person = known instanceof Problem ? null : known;
	locals.language = locals.person?.language ?? chosen(cookies.get('language'), request.headers);
	if (isWall(event)) dress(event);

	return speakIn(locals.language, async () => {
		if (known instanceof Problem) return unopened(known, event);
		const isApi = url.pathname.startsWith('/api/');
		if (isApi && !sameOrigin(request, url.origin)) return refusal(new Problem('wrong_origin'), event);
		const answer = gate(route.id, request.method, locals.person);
		if (answer !== 'pass') return refuse(event, answer, isApi);
		const response = await resolve(event, {
			transformPageChunk: ({ html }) =>
				html.replace('%lang%', locals.language).replace('%theme%', locals.theme)
		});
		if (locals.person) response.headers.set('cache-control', 'private, no-store');
		return response;
	});
};

const isWall = ({ route }: RequestEvent) => route.id?.startsWith('/board/') ?? false;

/** A wall screen has no reader: it speaks the language of its address, and is dark unless that says otherwise. */
function dress({ locals, url }: RequestEvent): void {
	const language = url.searchParams.get('language');
	locals.language = isLanguage(language) ? language : LANGUAGES[0];
	locals.theme = url.searchParams.get('theme') === 'light' ? 'light' : 'dark';
}

function signedIn({ locals, request }: RequestEvent): Promise<Person | null> {
	return locals.house.signIn.who(request.headers);
}

/**
 * Whose eyes a program's key sees with, or why it opens nothing here. Where no sign-in is asked it is nobody's; cookies
 * beside it count for nothing.
 */
async function holder(event: RequestEvent, key: string): Promise<Person | Problem | null> {
	const { locals, request, route } = event;
	const opened = opens(route.id, request.method);
	if (opened === 'nobody') return null;
	if (opened === 'nothing') return new Problem('key_not_for_this');
	try {
		return await locals.house.keys.who(key, opened, locals.at);
	} catch (problem) {
		if (problem instanceof Problem) return problem;
		throw problem;
	}
}

function unopened(problem: Problem, event: RequestEvent): Response {
	const response = refusal(problem, event);
	if (problem.status === 401) response.headers.set('www-authenticate', 'Bearer');
	return response;
}

function refuse(event: RequestEvent, answer: Exclude<Answer, 'pass'>, isApi: boolean): Response {
	const { locals, url, request } = event;
	const code = { 'sign-in': 'signed_out', 'not-found': 'not_found', 'not-allowed': 'not_allowed' } as const;
	const problem = new Problem(code[answer]);
	if (isApi) return refusal(problem, event);
	if (answer === 'sign-in') redirect(303, `/signin?to=${encodeURIComponent(url.pathname + url.search)}`);
	// The app's own requests want their answer in the framework's form.
	const isOwn = event.isDataRequest || request.headers.get('x-sveltekit-action') === 'true';
	if (isOwn)
		error(problem.status, { message: sentence(problem.code, {}, locals.language), code: problem.code });
	return refusalPage(problem, locals.language);
}

export const handleError: HandleServerError = ({ error: bug, event, status, message }) => {
	const language = event.locals.language ?? 'vi';
	if (status === 404) return { message: sentence('not_found', {}, language), code: 'not_found' };
	if (status < 500) return { message };
	const errorId = randomUUID();
	const log = event.locals.house?.log;
	// A wall screen's address holds its key.
	const path = isWall(event) ? event.route.id : event.url.pathname;
	if (log) log.error({ errorId, path, err: bug }, 'unexpected');
	else console.error(errorId, bug);
	return { message: sentence('unexpected', { errorId }, language), code: 'unexpected', errorId };
};

/** The framework checks forms only; a changing JSON request from another site is refused here. */
function sameOrigin(request: Request, origin: string): boolean {
	if (request.method === 'GET' || request.method === 'HEAD') return true;
	const from = request.headers.get('origin');
	if (from) return from === origin;
	const site = request.headers.get('sec-fetch-site');
	return site === null || site === 'same-origin' || site === 'none';
}

function chosen(cookie: string | undefined, headers: Headers): Language {
	if (isLanguage(cookie)) return cookie;
	const wanted = (headers.get('accept-language') ?? '')
		.split(',')
		.map((part) => part.trim().slice(0, 2).toLowerCase());
	for (const language of wanted) if (isLanguage(language)) return language;
	return LANGUAGES[0];
}
