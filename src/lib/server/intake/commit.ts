// One transaction for a group of posts: what is new is recorded, what is known is a duplicate or a conflict, and a
// chain that forks is refused whole.
import { and, eq, isNull } from 'drizzle-orm';
import { Problem } from '../../shared/problem';
import type { Writes } from '../db/open';
import { fork } from '../devices/devices';
import { record, type Entry } from '../ratings/record';
import { refusedRatings } from '../ratings/table';
import * as drawer from './drawer';
import * as faults from './faultpoint';
import type { Judged, Weighed } from './intake';
import { endsOf, known, type End, type Known } from './known';
import type { Sealed } from './sealed';

type Group = {
	fresh: Entry[];
	drawer: Parameters<typeof drawer.keep>[1][number][];
	/** Refused before and recorded now. */
	redeemed: { deviceId: number; seq: number; at: number }[];
};

export type Committed = {
	/** For each post its verdicts, or why the whole was refused; in the order of the posts. */
	answers: (Judged[] | Problem)[];
	/** Where the chains of their devices end now. */
	ends: Map<number, End>;
};

/** Commits a group of posts; `ends` is what earlier groups answered of where chains end, once they were committed. */
export async function commit(
	tx: Writes,
	posts: readonly Weighed[],
	ends: ReadonlyMap<number, End>
): Promise<Committed> {
	const have = await known(
		tx,
		posts.map(({ sender, run }) => ({ deviceId: sender.id, run })),
		ends
	);
	const group: Group = { fresh: [], drawer: [], redeemed: [] };
	const answers: (Judged[] | Problem)[] = [];
	for (const post of posts) {
		const { sender, run, arrival } = post;
		if (have.forks(sender.id, sender.keyId, run)) {
			await fork(tx, sender.id, run[0]?.seq ?? 0, arrival.receivedAt);
			answers.push(new Problem('device_forked'));
		} else answers.push(settle(post, have, group));
	}
	await record(tx, group.fresh);
	faults.at('intake.inside');
	await drawer.keep(tx, group.drawer);
	for (const { deviceId, seq, at } of group.redeemed)
		await tx
			.update(refusedRatings)
			.set({ settledAt: at, settledAs: 'taken_in', settledBy: 'system', settledReason: 'sent again' })
			.where(
				and(
					eq(refusedRatings.deviceId, deviceId),
					eq(refusedRatings.seq, seq),
					isNull(refusedRatings.settledAt)
				)
			);
	return { answers, ends: await endings(tx, posts, answers, ends) };
}

/** The ends after this group: reckoned where a run went on from a known end, asked for otherwise. */
async function endings(
	tx: Writes,
	posts: readonly Weighed[],
	answers: readonly (Judged[] | Problem)[],
	before: ReadonlyMap<number, End>
): Promise<Map<number, End>> {
	const after = new Map<number, End>();
	const unsure = new Set<number>();
	for (const [index, { sender, run }] of posts.entries()) {
		const end = after.get(sender.id) ?? before.get(sender.id);
		const last = run.at(-1);
		if (!(answers[index] instanceof Problem) && end && last && run[0]?.seq === end.seq + 1)
			after.set(sender.id, { seq: last.seq, hash: last.hash });
		else unsure.add(sender.id);
	}
	for (const [deviceId, end] of await endsOf(tx, [...unsure])) after.set(deviceId, end);
	return after;
}

/** The verdicts on one post's ratings; what is to be written is added to the group. */
function settle({ sender, run, arrival, entries }: Weighed, have: Known, group: Group): Judged[] {
	const { receivedAt, sentAt, skewMs } = arrival;
	const sent = { deviceId: sender.id, receivedAt, sentAt, skewMs };
	// The signature over the head speaks for every rating before it in the chain; it is kept once, with the head.
	const seal = { sentAt, ticket: `${run.length}:${arrival.ticket}`, signature: arrival.signature };
	return run.map((sealed, index): Judged => {
		const entry = entries[index] as Entry | Problem;
		const isHead = index === run.length - 1;
		const id = entry instanceof Problem ? idOf(sealed) : entry.id;
		const recorded = id === null ? undefined : have.digestOf(id);
		if (recorded === sealed.digest) {
			if (!have.isThere(sender.id, sealed)) {
				group.drawer.push({ ...drawer.resealed(sealed, sent), ...(isHead ? seal : {}) });
				have.add(sender.id, sealed, id);
			}
			return { id, verdict: 'duplicate' };
		}
		const problem =
			entry instanceof Problem
				? entry
				: recorded !== undefined
					? new Problem('id_conflict', { id: entry.id })
					: null;
		if (problem || entry instanceof Problem) {
			const why = problem ?? (entry as Problem);
			group.drawer.push({ ...drawer.refused(sealed, sent, why), ...(isHead ? seal : {}) });
			have.add(sender.id, sealed, null);
			return { id, verdict: 'refused', code: why.code, details: why.details };
		}
		if (have.isInDrawer(sender.id, sealed.seq))
			group.redeemed.push({ deviceId: sender.id, seq: sealed.seq, at: arrival.receivedAt });
		group.fresh.push(isHead ? { ...entry, ...seal } : entry);
		have.add(sender.id, sealed, entry.id);
		return { id: entry.id, verdict: 'accepted' };
	});
}

function idOf({ raw }: Sealed): string | null {
	return typeof raw.id === 'string' && raw.id.length <= 64 ? raw.id : null;
}
