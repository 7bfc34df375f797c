// Ratings as a tablet of the town would send them.
import { randomUUID } from 'node:crypto';
import type { Db } from '../src/lib/server/db/open';
import * as intake from '../src/lib/server/intake/intake';
import { unseal } from '../src/lib/server/intake/sealed';
import * as news from '../src/lib/server/ratings/news';
import { chainHash, digest } from '../src/lib/server/ratings/seal';
import { sealer, signed, type Said, type TabletKey } from './tablet';
import { NOW, ZONE, type Town } from './town';

/** A good rating from counter A1: "Đăng ký tờ khai", officer Anh, both grades 5, tapped a minute before NOW. */
export function rating(town: Town, changed: Partial<Said> = {}): Said {
	return {
		form: 2,
		id: randomUUID(),
		counterId: town.counters.a1,
		serviceId: town.services.declare,
		officerId: town.officers.anh,
		questionnaireId: town.questionnaire.versionId,
		scale: 5,
		serviceGrade: 5,
		officerGrade: 5,
		reasons: [],
		comment: null,
		language: 'vi',
		tappedAt: NOW - 60_000,
		skewMs: null,
		zone: ZONE,
		tookMs: 6_000,
		...changed
	};
}

/** One of the town's tablets, with its chain: `tablet(here).send(db, [rating(here)])`. */
export function tablet(town: Town, which: keyof Town['devices'] = 'a1') {
	const { id, key } = town.devices[which];
	return tabletOf({ id, counterId: town.counters[which] }, key);
}

export type Tablet = ReturnType<typeof tabletOf>;

/** A tablet by its key, at the beginning of its chain or going on `from` another's place in it. */
export function tabletOf(
	device: { id: number; counterId: number },
	key: TabletKey,
	from?: { seq: number; prev: string }
) {
	const chain = sealer(key.keyId, from);
	/** A batch of sealed ratings as it travels; `ticket` as the server gave it. */
	function batch(sealed: readonly object[], { sentAt = NOW, ticket = 'ticket' } = {}) {
		const last = sealed.at(-1) as { seq: number; prev: string };
		const head = chainHash({ seq: last.seq, prev: last.prev, digest: digest(last) });
		const signature = signed(key, { purpose: 'ratings', ticket, sentAt, head, count: sealed.length });
		return { key: key.keyId, ticket, sentAt, ratings: sealed, signature };
	}
	function post(
		sealed: readonly object[],
		{ receivedAt = NOW, sentAt }: { receivedAt?: number; sentAt?: number } = {}
	): intake.Post {
		const { ticket, signature } = batch(sealed, { sentAt: sentAt ?? receivedAt });
		return {
			sender: { ...device, keyId: key.keyId },
			run: unseal(sealed),
			arrival: { receivedAt, sentAt: sentAt ?? receivedAt, ticket, signature }
		};
	}
	return {
		device,
		key,
		chain,
		seal: chain.seal,
		batch,
		post,
		/** Seals ratings (or what stands for some) and takes them in through the real intake, as received at `at`. */
		send: (db: Db, ratings: readonly object[], at = NOW) =>
			intake.make(db, news.make()).take(post(ratings.map(chain.seal), { receivedAt: at })),
		/** Takes in what was sealed before. */
		resend: (db: Db, sealed: readonly object[], at = NOW) =>
			intake.make(db, news.make()).take(post(sealed, { receivedAt: at }))
	};
}
