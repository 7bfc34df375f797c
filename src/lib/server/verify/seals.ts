// The tablets' own seals in a range of the ledger: each device's rows joined into unbroken segments, and the
// signatures over batches. How the segments of all ranges fit together is verifychains.ts' question.
import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { AT, type Row } from './texts';

export type Tablet = { id: number; keyId: string; publicKey: string | null };

/** Ratings of one device that follow each other, number by number and hash by hash. */
export type Segment = {
	deviceId: number;
	form: number;
	firstSeq: number;
	firstPosition: number;
	firstPrev: string | null;
	lastSeq: number;
	/** The chain hash of the last one. */
	lastHash: string;
	/** The highest number in it that carries a good signature; 0: none. */
	signedSeq: number;
	/** A single row in doubt, because its link or its digest does not fit: its digest as stored and as it ought to be. */
	doubt: { digest: string; ought: string } | null;
};

export type Unsigned = { position: number; deviceId: number; seq: number };

export const chainHashOf = (seq: number, prev: string | null, digest: string): string =>
	hash('sha256', `{"digest":"${digest}","prev":"${prev}","seq":${seq}}`, 'base64url');

/** A check of the batch signatures of some tablets. The key was read once for each. */
export function checker(tablets: readonly Tablet[]) {
	const keys = new Map<number, { keyId: string; key: KeyObject } | null>();
	const known = new Map(tablets.map((tablet) => [tablet.id, tablet]));
	function keyOf(deviceId: number) {
		const read = keys.get(deviceId);
		if (read !== undefined) return read;
		const tablet = known.get(deviceId);
		const made = tablet?.publicKey ? keyFrom(tablet.keyId, tablet.publicKey) : null;
		keys.set(deviceId, made);
		return made;
	}
	/** `sealed` is what the ledger keeps as ticket: the number of ratings in the batch, a colon, and the ticket. */
	return function isSigned(
		deviceId: number,
		head: string,
		{ sealed, sentAt, signature }: { sealed: unknown; sentAt: unknown; signature: unknown }
	): boolean {
		const signer = keyOf(deviceId);
		if (!signer || typeof sealed !== 'string' || typeof signature !== 'string') return false;
		const colon = sealed.indexOf(':');
		const statement = `{"count":${sealed.slice(0, colon)},"form":2,"head":"${head}","key":"${signer.keyId}","purpose":"ratings","sentAt":${String(sentAt)},"ticket":${JSON.stringify(sealed.slice(colon + 1))}}`;
		return verify(
			'sha256',
			Buffer.from(statement),
			{ key: signer.key, dsaEncoding: 'ieee-p1363' },
			Buffer.from(signature, 'base64url')
		);
	};
}

/** Null for a key that is none, or has another name than the device. */
function keyFrom(keyId: string, publicKey: string): { keyId: string; key: KeyObject } | null {
	try {
		const der = Buffer.from(publicKey, 'base64url');
		if (hash('sha256', der, 'base64url') !== keyId) return null;
		return { keyId, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
	} catch {
		return null;
	}
}

export type IsSigned = ReturnType<typeof checker>;

/** Joins the rows of a range into segments and checks the signatures they carry. */
export class Seals {
	readonly segments: Segment[] = [];
	readonly unsigned: Unsigned[] = [];
	signatures = 0;
	#open = new Map<number, Segment>();
	#isSigned: IsSigned;

	constructor(isSigned: IsSigned) {
		this.#isSigned = isSigned;
	}

	/** Takes a row that a tablet sealed; `doubt` where its link or its digest does not fit. */
	take(row: Row, doubt: Segment['doubt']): void {
		const deviceId = row[AT.deviceId] as number;
		const form = row[AT.form] as number;
		const seq = row[AT.seq] as number;
		const prev = row[AT.prev] as string | null;
		const lastHash = form === 1 ? '' : chainHashOf(seq, prev, row[AT.digest] as string);
		const before = this.#open.get(deviceId);
		const follows = before?.lastSeq === seq - 1 && before.form === form;
		let segment = before;
		if (segment && follows && !doubt && !segment.doubt && (form === 1 || segment.lastHash === prev)) {
			segment.lastSeq = seq;
			segment.lastHash = lastHash;
		} else {
			segment = {
				...{ deviceId, form, doubt, lastHash, firstSeq: seq, lastSeq: seq, signedSeq: 0 },
				firstPosition: row[AT.position] as number,
				firstPrev: prev
			};
			this.#open.set(deviceId, segment);
			this.segments.push(segment);
		}
		if (row[AT.signature] === null) return;
		this.signatures++;
		const seal = { sealed: row[AT.ticket], sentAt: row[AT.sentAt], signature: row[AT.signature] };
		const heads = [lastHash];
		// Of a row in doubt, what the tablet signed tells which of its columns is the altered one.
		if (doubt)
			for (const place of [prev, ...(follows && !before.doubt ? [before.lastHash] : [])])
				for (const digest of [doubt.digest, doubt.ought]) heads.push(chainHashOf(seq, place, digest));
		if (heads.some((head) => this.#isSigned(deviceId, head, seal))) segment.signedSeq = seq;
		else this.unsigned.push({ position: row[AT.position] as number, deviceId, seq });
	}
}
