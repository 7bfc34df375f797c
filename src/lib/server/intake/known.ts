// What the ledger and the drawer of refused ratings have already of the ratings that a group of posts brings: the same
// ids, the same places in a device's chain, and the neighbours of those places.
import { sql } from 'drizzle-orm';
import type { Writes } from '../db/open';
import { chainHash } from '../ratings/seal';
import type { Sealed } from './sealed';

export type Place = { deviceId: number; seq: number };
type Link = { prev: string; digest: string };

export type Known = {
	/** The digest of the recorded rating with this id. */
	digestOf: (id: string) => string | undefined;
	/** Whether this rating, sealed as it is, lies at its place already, in the ledger or in the drawer. */
	isThere: (deviceId: number, sealed: Sealed) => boolean;
	isInDrawer: (deviceId: number, seq: number) => boolean;
	/**
	 * Whether a run cannot belong to the chain that is known of its device: a place is taken by something else, or a
	 * neighbour has another hash.
	 */
	forks: (deviceId: number, keyId: string, run: readonly Sealed[]) => boolean;
	/** Takes in what this transaction adds. */
	add: (deviceId: number, sealed: Sealed, id: string | null) => void;
};

/** Reads what is known of some runs. */
export async function known(
	tx: Writes,
	runs: readonly { deviceId: number; run: readonly Sealed[] }[]
): Promise<Known> {
	const ids = runs.flatMap(({ run }) => run.map(({ raw }) => raw.id).filter((id) => typeof id === 'string'));
	const places = runs.flatMap(({ deviceId, run }) => {
		const [first, last] = [run[0]?.seq ?? 0, run.at(-1)?.seq ?? 0];
		return Array.from({ length: last - first + 3 }, (_, index) => [deviceId, first - 1 + index]);
	});
	const digests = new Map<string, string>();
	for (const row of await tx.all<{ id: string; digest: string }>(
		sql`SELECT r.id, r.digest FROM json_each(${JSON.stringify(ids)}) AS asked JOIN ratings AS r ON r.id = asked.value`
	))
		digests.set(row.id, row.digest);
	const links = new Map<string, Link>();
	const drawer = new Set<string>();
	const asked = JSON.stringify(places);
	for (const row of await tx.all<Place & Link & { drawer: number }>(
		sql`SELECT r."deviceId", r.seq, r.prev, r.digest, 0 AS drawer FROM json_each(${asked}) AS asked
				JOIN ratings AS r ON r."deviceId" = asked.value ->> 0 AND r.seq = asked.value ->> 1
			UNION ALL
			SELECT r."deviceId", r.seq, r.prev, r.digest, 1 FROM json_each(${asked}) AS asked
				JOIN refused_ratings AS r ON r."deviceId" = asked.value ->> 0 AND r.seq = asked.value ->> 1`
	)) {
		links.set(`${row.deviceId} ${row.seq}`, row);
		if (row.drawer) drawer.add(`${row.deviceId} ${row.seq}`);
	}
	return {
		digestOf: (id) => digests.get(id),
		isThere: (deviceId, sealed) => same(links.get(`${deviceId} ${sealed.seq}`), sealed),
		isInDrawer: (deviceId, seq) => drawer.has(`${deviceId} ${seq}`),
		forks(deviceId, keyId, run) {
			const [first, last] = [run[0], run.at(-1)];
			if (!first || !last) return false;
			const before = links.get(`${deviceId} ${first.seq - 1}`);
			const after = links.get(`${deviceId} ${last.seq + 1}`);
			return (
				(first.seq === 1 && first.prev !== keyId) ||
				(before !== undefined && chainHash({ seq: first.seq - 1, ...before }) !== first.prev) ||
				(after !== undefined && after.prev !== last.hash) ||
				run.some((sealed) => {
					const taken = links.get(`${deviceId} ${sealed.seq}`);
					return taken !== undefined && !same(taken, sealed);
				})
			);
		},
		add(deviceId, sealed, id) {
			links.set(`${deviceId} ${sealed.seq}`, sealed);
			if (id !== null) digests.set(id, sealed.digest);
		}
	};
}

function same(known: Link | undefined, sealed: Link): boolean {
	return known !== undefined && known.digest === sealed.digest && known.prev === sealed.prev;
}
