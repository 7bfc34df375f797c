// The drawer of refused ratings as far as it belongs to the devices' chains: every number is in the ledger or here.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import type { Finding } from './finding';
import { commentDigest, digest } from '../ratings/seal';
import { chainHashOf, type IsSigned, type Segment } from './seals';

type Refused = {
	id: number;
	deviceId: number;
	code: string;
	body: string;
	bodyHash: string;
	comment: string | null;
	salt: string | null;
	erasedAt: number | null;
	seq: number | null;
	prev: string | null;
	digest: string | null;
	sentAt: number | null;
	ticket: string | null;
	signature: string | null;
	/** The ledger's rating at the same place of the same device. */
	taken: string | null;
	/** For one that was sealed anew: the digest of the ledger's rating with its id. */
	same: string | null;
};

export type Drawer = {
	/** Device → its places that are in no row of the ledger, as segments of one. */
	places: Map<number, Segment[]>;
	/** Device → numbers with a good signature here. */
	signed: Map<number, number[]>;
	signatures: number;
	findings: Finding[];
};

const CHUNK = 500;

/** Reads the drawer up to a row, beside a ledger up to a position. */
export async function drawer(db: Reads, upTo: number, last: number, isSigned: IsSigned): Promise<Drawer> {
	const found: Drawer = { places: new Map(), signed: new Map(), signatures: 0, findings: [] };
	for (let after = 0; ;) {
		const rows = await db.all<Refused>(
			sql`SELECT d.id, d."deviceId", d.code, d.body, d."bodyHash", d.comment, d.salt, d."erasedAt", d.seq, d.prev,
				d.digest, d."sentAt", d.ticket, d.signature, r.digest AS taken,
				CASE WHEN d.code = 'resealed' THEN (SELECT same.digest FROM ratings same
					WHERE json_valid(d.body) AND same.id = d.body ->> '$.id') END AS same
				FROM refused_ratings d
				LEFT JOIN ratings r ON r."deviceId" = d."deviceId" AND r.seq = d.seq AND r.position <= ${last}
				WHERE d.id > ${after} AND d.id <= ${upTo} ORDER BY d.id LIMIT ${CHUNK}`
		);
		for (const row of rows) look(found, row, isSigned);
		after = rows.at(-1)?.id ?? after;
		if (rows.length < CHUNK) return found;
		await new Promise((turn) => setImmediate(turn));
	}
}

function look(found: Drawer, row: Refused, isSigned: IsSigned): void {
	const { places, signed, findings } = found;
	const { deviceId, seq, prev } = row;
	const say = (kind: Finding['kind'], what: string) =>
		findings.push({
			...{ kind, table: 'refused_ratings', number: row.id, deviceId },
			...(seq === null ? {} : { seq }),
			text: `refused rating ${row.id}${seq === null ? '' : `, number ${seq} of device ${deviceId}`}: ${what}`
		});
	if (createHash('sha256').update(row.body).digest('hex') !== row.bodyHash) say('altered', 'it was altered');
	// From before tablets sealed: it has no place in a chain.
	if (seq === null || prev === null || row.digest === null) return;
	if (ought(row) !== row.digest) say('altered', 'its digest does not fit what was sent');
	if (!isCommentWhole(row)) say('comment', 'its comment was altered');
	if (row.taken !== null) {
		if (row.taken !== row.digest) say('doubled', 'the ledger has another rating at its place');
	} else {
		const place: Segment = {
			...{ deviceId, form: 2, firstSeq: seq, lastSeq: seq, firstPosition: 0, firstPrev: prev },
			...{ lastHash: chainHashOf(seq, prev, row.digest), signedSeq: 0, doubt: null }
		};
		places.set(deviceId, [...(places.get(deviceId) ?? []), place]);
	}
	if (row.signature === null) return;
	found.signatures++;
	const seal = { sealed: row.ticket, sentAt: row.sentAt, signature: row.signature };
	if (isSigned(deviceId, chainHashOf(seq, prev, row.digest), seal))
		signed.set(deviceId, [...(signed.get(deviceId) ?? []), seq]);
	else say('signature', 'its signature does not fit');
}

/** The digest of what lies there; of one that was sealed anew, the ledger's. */
function ought(row: Refused): string | null {
	if (row.code === 'resealed') return row.same;
	try {
		return digest(JSON.parse(row.body) as object);
	} catch {
		return null;
	}
}

/** A comment refused as altered, or that was no comment, was so when it came. */
function isCommentWhole({ code, body, comment, salt, erasedAt }: Refused): boolean {
	if (erasedAt !== null || code === 'comment_altered' || code === 'bad_shape' || code === 'resealed')
		return true;
	const { commentDigest: told } = JSON.parse(body) as { commentDigest?: unknown };
	if (told === null || told === undefined) return comment === null;
	return comment !== null && salt !== null && commentDigest(salt, comment) === told;
}
