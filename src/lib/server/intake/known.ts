// What the ledger and the drawer of refused ratings have already of the ratings that a group of posts brings: the same
// ids, the same places in a device's chain, and the neighbours of those places.
import { sql } from 'drizzle-orm';
import type { Writes } from '../db/open';
import { chainHash } from '../ratings/seal';
import type { Sealed } from './sealed';

export type Place = { deviceId: number; seq: number };
type Link = { prev: string; digest: string };

/** The end of a device's chain: its highest number, and the hash that the next one must name. */
export type End = { seq: number; hash: string };

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

type Run = { deviceId: number; run: readonly Sealed[] };

/**
 * Reads what is known of some runs. Of a run that goes on where its device's chain is known to end (`ends`, of what
 * is committed), nothing can be there already but its ids, and its places are not asked for: nearly every run.
 */
export async function known(
	tx: Writes,
	runs: readonly Run[],
	ends: ReadonlyMap<number, End>
): Promise<Known> {
	const ids = runs.flatMap(({ run }) => run.map(({ raw }) => raw.id).filter((id) => typeof id === 'string'));
	const places = unsure(runs, ends).flatMap(({ deviceId, run }) => {
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
	for (const row of places.length === 0 ? [] : await placed(tx, JSON.stringify(places))) {
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

/** The runs that do not simply go on at the end of their device's chain, alone in their group. */
function unsure(runs: readonly Run[], ends: ReadonlyMap<number, End>): Run[] {
	const times = new Map<number, number>();
	for (const { deviceId } of runs) times.set(deviceId, (times.get(deviceId) ?? 0) + 1);
	return runs.filter(({ deviceId, run }) => {
		const end = ends.get(deviceId);
		const [first] = run;
		const goesOn = end && first && first.seq === end.seq + 1 && first.prev === end.hash;
		return !goesOn || times.get(deviceId) !== 1;
	});
}

function placed(tx: Writes, asked: string): Promise<(Place & Link & { drawer: number })[]> {
	return tx.all(
		sql`SELECT r."deviceId", r.seq, r.prev, r.digest, 0 AS drawer FROM json_each(${asked}) AS asked
				JOIN ratings AS r ON r."deviceId" = asked.value ->> 0 AND r.seq = asked.value ->> 1
			UNION ALL
			SELECT r."deviceId", r.seq, r.prev, r.digest, 1 FROM json_each(${asked}) AS asked
				JOIN refused_ratings AS r ON r."deviceId" = asked.value ->> 0 AND r.seq = asked.value ->> 1`
	);
}

/** Where the chains of some devices end, in the ledger and the drawer together. */
export async function endsOf(tx: Writes, deviceIds: readonly number[]): Promise<Map<number, End>> {
	const ends = new Map<number, End>();
	if (deviceIds.length === 0) return ends;
	const asked = JSON.stringify(deviceIds);
	const rows = await tx.all<Place & Link>(
		sql`SELECT r."deviceId", r.seq, r.prev, r.digest FROM json_each(${asked}) AS asked JOIN ratings AS r
				ON r."deviceId" = asked.value
				AND r.seq = (SELECT max(seq) FROM ratings WHERE "deviceId" = asked.value)
			UNION ALL
			SELECT r."deviceId", r.seq, r.prev, r.digest FROM json_each(${asked}) AS asked JOIN refused_ratings AS r
				ON r."deviceId" = asked.value
				AND r.seq = (SELECT max(seq) FROM refused_ratings WHERE "deviceId" = asked.value)`
	);
	for (const { deviceId, ...place } of rows)
		if (place.seq > (ends.get(deviceId)?.seq ?? 0))
			ends.set(deviceId, { seq: place.seq, hash: chainHash(place) });
	return ends;
}

function same(known: Link | undefined, sealed: Link): boolean {
	return known !== undefined && known.digest === sealed.digest && known.prev === sealed.prev;
}
