// Carries what is queued: mails and webhook calls side by side, each a few at a time, first the network and then, in a
// small transaction of its own, what came of it. At least once: a process that dies between the two sends again after
// its start, under the same id, by which the receiver can tell (docs/decisions/024).
import { and, asc, eq, lte } from 'drizzle-orm';
import type { Db } from '../db/open';
import { forget, type Delivery } from './deliveries';
import { noted, type Outcome } from './outcome';
import { deliveries, webhooks } from './table';
import * as hooks from './webhooks';

export type Due = Delivery & { webhook: typeof webhooks.$inferSelect | null };
/** Sends one, over the network, within a time of its own. What it throws counts as "again". */
export type Sender = (due: Due, at: number) => Promise<Outcome>;
/** `mail` null: no mail server is set; mails wait until there is one. */
export type Senders = { mail: Sender | null; webhook: Sender };

type Says = {
	warn: (facts: object, text: string) => void;
	error: (facts: object, text: string) => void;
};

export type Post = {
	/** Something was queued: look at once. */
	poke: () => void;
	/** Takes up nothing new, and waits a while for what is under way. What then still hangs is sent again one day. */
	stop: () => Promise<void>;
	/** Resolved once nothing is under way: for tests. */
	idle: () => Promise<void>;
};

export type Pace = { now?: () => number; chance?: () => number; everyMs?: number; patienceMs?: number };

const AT_ONCE = 4;
const FORGET_EVERY_MS = 6 * 3_600_000;

/** Looks every few seconds, and when poked, for what is due, and carries it. */
export function start(db: Db, senders: Senders, says: Says, pace: Pace = {}): Post {
	const { now = Date.now, chance = Math.random, everyMs = 5_000, patienceMs = 5_000 } = pace;
	let stopping = false;
	let forgottenAt = 0;
	/** What was sent and could not be noted: noted before anything else, or it would be sent again at once. */
	const unnoted = new Map<number, { due: Due; outcome: Outcome; at: number }>();
	const lanes = { mail: lane('mail'), webhook: lane('webhook') };

	function lane(channel: 'mail' | 'webhook') {
		let running: Promise<void> | null = null;
		let wanted = false;
		const look = () => {
			wanted = true;
			running ??= run().finally(() => (running = null));
		};
		async function run(): Promise<void> {
			while (wanted && !stopping) {
				wanted = false;
				try {
					await carry(channel);
				} catch (error) {
					says.error({ err: error, channel }, 'post not carried');
				}
			}
		}
		return { look, idle: async () => void (await running) };
	}

	async function carry(channel: 'mail' | 'webhook'): Promise<void> {
		const sender = senders[channel];
		if (!sender) return;
		for (const one of [...unnoted.values()]) if (one.due.channel === channel) await note(one);
		while (!stopping) {
			const found = (await due(db, channel, now())).filter(({ id }) => !unnoted.has(id));
			if (found.length === 0) return;
			const rest = found[Symbol.iterator]();
			const carrier = async () => {
				for (const one of rest) if (!stopping) await deliver(sender, one);
			};
			await Promise.all(Array.from({ length: AT_ONCE }, carrier));
		}
	}

	async function deliver(sender: Sender, due: Due): Promise<void> {
		let outcome: Outcome;
		try {
			const closed = due.channel === 'webhook' && due.webhook?.closedAt !== null;
			outcome = closed ? { kind: 'never', answer: 'closed' } : await sender(due, now());
		} catch (error) {
			outcome = { kind: 'again', answer: error instanceof Error ? error.message : String(error) };
		}
		if (outcome.kind !== 'sent')
			says.warn({ delivery: due.id, channel: due.channel, answer: outcome.answer }, 'not delivered');
		unnoted.set(due.id, { due, outcome, at: now() });
		await note(unnoted.get(due.id)!).catch((error: unknown) =>
			says.error({ err: error, delivery: due.id }, 'delivery not noted')
		);
	}

	async function note({ due, outcome, at }: { due: Due; outcome: Outcome; at: number }): Promise<void> {
		const luck = chance();
		await db.write(async (tx) => {
			const to = noted(outcome, due.tries, at, luck);
			// What was said is nobody's to keep once it has arrived.
			const content = to.state === 'sent' ? { content: {} } : {};
			await tx
				.update(deliveries)
				.set({ ...to, ...content })
				.where(and(eq(deliveries.id, due.id), eq(deliveries.state, 'waiting')));
			if (outcome.kind === 'gone' && due.webhookId !== null) await hooks.gone(tx, due.webhookId, at);
		});
		unnoted.delete(due.id);
	}

	async function tidy(): Promise<void> {
		if (now() - forgottenAt < FORGET_EVERY_MS) return;
		forgottenAt = now();
		while (!stopping && (await db.write((tx) => forget(tx, now()))) > 0);
	}

	const look = () => {
		lanes.mail.look();
		lanes.webhook.look();
		tidying = tidying.then(tidy).catch((error: unknown) => says.error({ err: error }, 'post not tidied'));
	};
	const idle = async () => void (await Promise.all([lanes.mail.idle(), lanes.webhook.idle(), tidying]));
	let tidying: Promise<void> = Promise.resolve();
	look();
	const timer = setInterval(look, everyMs).unref();
	return {
		poke: look,
		idle,
		async stop() {
			stopping = true;
			clearInterval(timer);
			await Promise.race([idle(), new Promise((done) => setTimeout(done, patienceMs).unref())]);
		}
	};
}

/** What is due now, the longest due first, with the webhook it goes to. */
function due(db: Db, channel: 'mail' | 'webhook', at: number): Promise<Due[]> {
	return db.read
		.select({ delivery: deliveries, webhook: webhooks })
		.from(deliveries)
		.leftJoin(webhooks, eq(webhooks.id, deliveries.webhookId))
		.where(and(lte(deliveries.nextAt, at), eq(deliveries.channel, channel)))
		.orderBy(asc(deliveries.nextAt))
		.limit(50)
		.then((rows) => rows.map(({ delivery, webhook }) => ({ ...delivery, webhook })));
}
