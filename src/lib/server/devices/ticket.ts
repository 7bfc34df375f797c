// Tickets: what makes a signed message good for a quarter of an hour and no longer. A tablet signs the newest ticket
// it was given, so that a message caught on its way cannot be brought in later with another clock's skew. Nothing is
// kept: a ticket is an instant and its HMAC.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

export type Tickets = {
	/** A ticket of this instant (milliseconds). */
	issue: (at: number) => string;
	/** Whether a ticket was issued here in the last quarter of an hour. */
	isFresh: (ticket: string, at: number) => boolean;
};

export const LIFE_MS = 15 * 60_000;
/** A server's clock set back a little must not make its own tickets strange. */
const AHEAD_MS = 60_000;
/** Ticket instants are whole seconds, so that one ticket serves all the answers of a second. */
const STEP_MS = 1_000;

/** Tickets under a secret of at least 32 characters; another process with the same secret takes them too. */
export function make(secret: string): Tickets {
	const key = Buffer.from(hkdfSync('sha256', secret, '', 'hai-long tickets', 32));
	let newest = { step: -1, ticket: '' };

	function sign(instant: string): string {
		return createHmac('sha256', key).update(instant).digest('base64url').slice(0, 22);
	}

	return {
		issue(at) {
			const step = Math.floor(at / STEP_MS);
			if (newest.step !== step) {
				const instant = (step * STEP_MS).toString(36);
				newest = { step, ticket: `${instant}.${sign(instant)}` };
			}
			return newest.ticket;
		},
		isFresh(ticket, at) {
			const [, instant, mac] = /^([0-9a-z]{1,12})\.([A-Za-z0-9_-]{22})$/.exec(ticket) ?? [];
			if (instant === undefined || mac === undefined) return false;
			const ageMs = at - parseInt(instant, 36);
			if (ageMs > LIFE_MS || ageMs < -AHEAD_MS) return false;
			return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(instant)));
		}
	};
}
