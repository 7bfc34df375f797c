// What a customer taps, as the content of a rating, and what a tablet says of itself in its hello.
import { randomBytes, randomUUID } from 'node:crypto';
import { commentDigest } from './seal.js';

/**
 * A customer's answers by chance; `more` overrides any field, also with nonsense.
 * @param {import('./tablet.js').Tablet} tablet
 * @param {Record<string, unknown>} more
 */
export function tapped({ setup, skewMs, last, clockMs }, more) {
	const { questionnaire, duties, services } = setup;
	const tappedAt = Date.now() + clockMs - Math.floor(Math.random() * 3_000);
	const at = /** @type {number} */ (more.tappedAt ?? tappedAt) + (skewMs ?? 0);
	const duty = duties.find(
		(/** @type {any} */ one) => one.from <= at && (one.until === null || at < one.until)
	);
	const grade = () => 1 + Math.floor(Math.random() * questionnaire.scale);
	const comment = /** @type {string | null} */ (
		'comment' in more ? more.comment : Math.random() < 0.1 ? `Góp ý ${last.seq + 1}` : null
	);
	const salt = comment === null ? null : randomBytes(16).toString('base64url');
	return {
		form: 2,
		id: randomUUID(),
		counterId: setup.counter.id,
		serviceId: services[last.seq % services.length].id,
		officerId: duty?.officerId ?? null,
		questionnaireId: questionnaire.id,
		scale: questionnaire.scale,
		serviceGrade: grade(),
		officerGrade: duty ? grade() : null,
		reasons: last.seq % 3 === 0 ? [questionnaire.reasons[0].code] : [],
		language: 'vi',
		tappedAt,
		skewMs,
		zone: setup.branch.zone,
		tookMs: 4_000 + Math.floor(Math.random() * 9_000),
		...more,
		comment,
		salt,
		commentDigest: salt === null || comment === null ? null : commentDigest(salt, comment)
	};
}

/** @param {import('./tablet.js').Tablet} tablet */
export function wordOf({ waiting, refused, last, setup, epoch }) {
	return {
		version: 'trial',
		screen: 'rating',
		waiting: waiting.length,
		oldestWaitingAt: waiting[0]?.tappedAt ?? null,
		refused: refused.size,
		aside: 0,
		lastSeq: last.seq,
		lastTapAt: null,
		storage: { persisted: true, usedBytes: 1, quotaBytes: 1_000_000, failing: false },
		battery: null,
		clockJumps: 0,
		lacks: [],
		setupTag: setup?.tag ?? null,
		epoch: epoch || null
	};
}
