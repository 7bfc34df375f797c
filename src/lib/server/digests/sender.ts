// Sends the digests: at seven in the morning of each leader's branches the one of yesterday, on Mondays the one of last
// week too. Whatever was missed while the server was down goes out later the same day. What has gone out is known by
// its key in the queue, so that a restart never sends one twice.
import { eq } from 'drizzle-orm';
import { addDays, clockOf, instantOf, weekdayOf, type Day } from '../../shared/day';
import { DIGEST_HOUR, DIGESTS, type Digest, type DigestKind } from '../../shared/digest';
import type { Language } from '../../shared/language';
import type { Letter } from '../../shared/letter';
import { asked, readerOf, type Reader } from '../analytics/asked';
import { person } from '../auth/person';
import type { Db } from '../db/open';
import { queue } from '../post/deliveries';
import { deliveries } from '../post/table';
import { daysOf, digest } from './digest';
import * as wishes from './wishes';

/** Writes the mail of a digest; `origin` is where this house is found. Given from outside (house.ts). */
export type DigestLetter = (digest: Digest, language: Language, origin: string) => Letter;
export type Writer = { letter: DigestLetter; origin: string };

type Says = {
	info: (facts: object, text: string) => void;
	error: (facts: object, text: string) => void;
};

/** A leader's turn is tried again after this long where it failed. */
const AGAIN_MS = 15 * 60_000;
/** Between two leaders others get a turn: a digest is some dozen reads without a pause. */
const BREATH_MS = 30;

/** What is due by the clock of a zone at an instant, the day it is there, and when something is due next. */
export function due(at: number, zone: string): { day: Day; kinds: DigestKind[]; next: number } {
	const { day, hour } = clockOf(at, zone);
	const isTime = hour >= DIGEST_HOUR;
	return {
		day,
		kinds: isTime ? DIGESTS.filter((kind) => kind === 'daily' || weekdayOf(day) === 1) : [],
		next: instantOf(isTime ? addDays(day, 1) : day, zone, DIGEST_HOUR)
	};
}

export type Sender = {
	/** Queues what is due at an instant and not yet sent; answers how many. */
	send: (at: number) => Promise<number>;
};

/** Remembers whose turn has been, so that looking every minute costs next to nothing. */
export function sender(
	db: Db,
	{ letter, origin }: Writer,
	says: Says,
	isStopping: () => boolean = () => false
): Sender {
	/** Whom there is nothing to do for until an instant. */
	const notBefore = new Map<string, number>();

	async function send(at: number): Promise<number> {
		let sent = 0;
		for (const { id, mail, wanted } of await wishes.readers(db.read)) {
			if (isStopping()) break;
			if ((notBefore.get(id) ?? 0) > at) continue;
			try {
				const done = await toOne(id, mail, wanted, at);
				sent += done.sent;
				notBefore.set(id, done.next);
			} catch (error) {
				notBefore.set(id, at + AGAIN_MS);
				says.error({ err: error, person: id }, 'digest not made');
			}
		}
		return sent;
	}

	async function toOne(
		id: string,
		mail: string,
		wanted: wishes.Wishes,
		at: number
	): Promise<{ sent: number; next: number }> {
		const leader = await person(db.read, id);
		if (!leader || leader.scope.length === 0) return { sent: 0, next: at + AGAIN_MS };
		const reader = readerOf(leader);
		const { zone } = await asked(db, reader, new URLSearchParams(), at);
		const { day, kinds, next } = due(at, zone);
		let sent = 0;
		for (const kind of kinds.filter((one) => wanted[one])) {
			const days = daysOf(kind, day);
			const key = `digest:${kind}:${days.from}:${id}`;
			if ((await db.read.$count(deliveries, eq(deliveries.key, key))) > 0) continue;
			await new Promise((done) => setTimeout(done, BREATH_MS));
			const content = await written(reader, leader.language, { kind, ...days }, at);
			if (!content) continue;
			const about = { key, about: `digest:${kind}:${days.from}`, branchId: only(leader.scope) };
			await db.write((tx) => queue(tx, { ...about, channel: 'mail', address: mail, content }, at));
			sent++;
		}
		return { sent, next };
	}

	/** Null where there is nothing to tell: nobody could come, and nobody did. */
	async function written(
		reader: Reader,
		language: Language,
		{ kind, from, to }: { kind: DigestKind; from: Day; to: Day },
		at: number
	): Promise<Letter | null> {
		const params = new URLSearchParams({ period: `${from}..${to}` });
		const made = (await digest(db, reader, params, { kind, at, language })).digest;
		const { summary, others } = made.figures;
		const isEmpty = summary.n === 0 && !summary.hidden && others.length === 0;
		return made.isClosed && isEmpty ? null : letter(made, language, origin);
	}

	return { send };
}

/** The branch of a scope of one. */
function only(scope: 'all' | readonly number[]): number | null {
	return scope !== 'all' && scope.length === 1 ? (scope[0] ?? null) : null;
}

export type Pace = { now?: () => number; everyMs?: number };

/**
 * Looks now and every minute for what is due; `told` is called when something was queued. Answers how to stop:
 * resolved once nothing is under way.
 */
export function start(
	db: Db,
	writer: Writer,
	{ told, says }: { told: () => void; says: Says },
	{ now = Date.now, everyMs = 60_000 }: Pace = {}
): () => Promise<void> {
	let stopping = false;
	const { send } = sender(db, writer, says, () => stopping);
	let running: Promise<void> | null = null;
	const look = () => {
		running ??= send(now())
			.then((sent) => {
				if (sent === 0) return;
				says.info({ digests: sent }, 'digests queued');
				told();
			})
			.catch((error: unknown) => says.error({ err: error }, 'digests not looked for'))
			.finally(() => (running = null));
	};
	look();
	const timer = setInterval(look, everyMs).unref();
	return async () => {
		stopping = true;
		clearInterval(timer);
		await running;
	};
}
