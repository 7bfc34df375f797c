// The benchmark's tablets: paired through the API, each with its own chain. What they will send is sealed and signed
// before the clock runs, because the load shares the cores with what it measures.
import { randomUUID } from 'node:crypto';
import { chainHash, commentDigest, digest, hash, makeKey, signed } from '../faults/seal.js';

export class Tablet {
	key = makeKey();
	seq = 0;
	prev = this.key.name;
	/** @type {any} */
	setup = null;
	ticket = '';
	/** When the next rating was tapped. */
	tapped = () => Date.now() - 5000;

	/**
	 * @param {string} origin
	 * @param {string} code
	 */
	async pair(origin, code) {
		const sentAt = Date.now();
		const statement = { purpose: 'pair', ticket: '', sentAt, head: hash(code), count: 0 };
		const answer = await fetch(`${origin}/api/v1/pair`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin },
			body: JSON.stringify({
				code,
				publicKey: this.key.publicKey,
				sentAt,
				signature: signed(this.key, statement)
			})
		});
		if (!answer.ok) throw new Error(`pairing failed: ${await answer.text()}`);
		const { setup, ticket } = await answer.json();
		this.setup = setup;
		this.ticket = ticket;
	}

	/** @param {number} index */
	rating(index) {
		const { setup } = this;
		const comment = index % 25 === 24 ? 'Cán bộ hướng dẫn rõ ràng, chờ hơi lâu.' : null;
		const salt = comment === null ? null : 'AAAAAAAAAAAAAAAAAAAAAA';
		const officer = setup.officers[0]?.id ?? null;
		const { scale, id: questionnaireId, reasons } = setup.questionnaire;
		const content = {
			form: 2,
			id: randomUUID(),
			counterId: setup.counter.id,
			serviceId: setup.services[index % setup.services.length].id,
			officerId: officer,
			questionnaireId,
			scale,
			serviceGrade: (index % scale) + 1,
			officerGrade: officer === null ? null : ((index + 2) % scale) + 1,
			reasons: [reasons[0].code],
			comment,
			salt,
			commentDigest: salt === null || comment === null ? null : commentDigest(salt, comment),
			language: 'vi',
			tappedAt: this.tapped(),
			skewMs: 3,
			zone: setup.branch.zone,
			tookMs: 6200
		};
		const sealed = { ...content, seq: ++this.seq, prev: this.prev };
		this.prev = chainHash({ seq: this.seq, prev: sealed.prev, digest: digest(sealed) });
		return sealed;
	}

	/**
	 * The body of a batch of `size` new ratings.
	 * @param {number} size
	 */
	body(size) {
		const ratings = Array.from({ length: size }, (_, index) => this.rating(index));
		const sentAt = Date.now();
		const { ticket, key } = this;
		const signature = signed(key, { purpose: 'ratings', ticket, sentAt, head: this.prev, count: size });
		return JSON.stringify({ key: key.name, ticket, sentAt, ratings, signature });
	}
}
