// What a single tablet may bring: a rating that cannot be right in the middle of a batch, and a week's work.
import { randomUUID } from 'node:crypto';
import { freePort } from '../bench/server.js';
import { road } from './proxy.js';
import { Trial } from './trial.js';
import { post } from './wire.js';
import { ask } from './world.js';

const HOUR_MS = 3_600_000;

/** What a rating may be overridden with; those of `false` are odd and yet right. @type {[Record<string, unknown>, boolean][]} */
const POISON = [
	[{ serviceGrade: 9 }, true],
	[{ serviceGrade: 'five' }, true],
	[{ serviceGrade: undefined }, true],
	[{ reasons: ['no such reason'] }, true],
	[{ reasons: { deep: [[[[{ a: 1 }]]]] } }, true],
	[{ questionnaireId: 999_999 }, true],
	[{ counterId: 999_999 }, true],
	[{ tappedAt: -1 }, true],
	[{ unheard: 'of' }, true],
	[{ zone: null, language: 'xx', tookMs: 1e300 }, true],
	[{ comment: 'x'.repeat(501) }, true],
	[{ comment: 'a\u0000b' }, true],
	[{ comment: 'half an emoji \ud83d' }, true],
	[{ zone: 'Asia/\udc00' }, true],
	[{ '\ud83d': 1 }, true],
	[{ reasons: ['\ud83d'] }, true],
	[{ id: '\ud83d' }, true],
	[{ comment: `'"\\\n\u2028</script> 𝒳🙂` }, false]
];

/** @type {import('./list.js').Fault} */
export async function poison(world, { say }) {
	const trial = await new Trial(world, 'poison in a batch').open();
	try {
		await trial.start();
		const [tablet] = await trial.pair();
		if (!tablet) throw new Error('no tablet');
		for (const [poison, refused] of POISON) {
			const before = tablet.acknowledged.size;
			for (let count = 0; count < 5; count++) tablet.rate();
			const bad = tablet.rate(poison);
			for (let count = 0; count < 5; count++) tablet.rate();
			await tablet.trip();
			trial.times++;
			const name = JSON.stringify(poison).slice(0, 60);
			if (tablet.waiting.length > 0) {
				trial.problems.push(`${name} holds up the batch: ${tablet.locked}`);
				break;
			}
			if (tablet.acknowledged.size - before < 10) trial.problems.push(`${name} took its neighbours along`);
			if (refused !== tablet.refused.has(bad.id))
				trial.problems.push(`${name} was ${refused ? 'taken' : `refused: ${tablet.refused.get(bad.id)}`}`);
		}
		await unreadable(trial, tablet);
		say(`${trial.times} poisons, ${tablet.refused.size} refused, ${tablet.acknowledged.size} acknowledged`);
		const outcome = await trial.reckon({ refusing: true });
		// Whole rows: text that is not well-formed would end whoever reads it.
		const [drawer = []] = await ask(trial.url, ['SELECT * FROM refused_ratings', 'SELECT * FROM comments']);
		if (drawer.length !== tablet.refused.size)
			trial.problems.push(`${drawer.length} in the drawer, ${tablet.refused.size} were refused`);
		return outcome;
	} finally {
		await trial.close();
	}
}

/**
 * What is no rating at all has no place in a chain: such a batch is refused whole, and leaves nothing behind.
 * @param {Trial} trial
 * @param {import('./tablet.js').Tablet} tablet
 */
async function unreadable(trial, tablet) {
	for (const nonsense of [null, 7, 'rating', [], {}, { id: randomUUID(), seq: 'x', prev: 7 }]) {
		tablet.rate();
		const batch = tablet.batch([...tablet.waiting]);
		const ratings = [.../** @type {unknown[]} */ (batch.ratings), nonsense];
		const answer = await post(`${tablet.origin}/api/v1/ratings`, { ...batch, ratings });
		trial.times++;
		if (answer.status < 400 || answer.status >= 500)
			trial.problems.push(`a batch with ${JSON.stringify(nonsense)} was answered ${answer.status}`);
	}
	if (!(await tablet.drain(5_000))) trial.problems.push(`nonsense stopped the tablet: ${tablet.locked}`);
}

/** @type {import('./list.js').Fault} */
export async function week(world, { long, say }) {
	const trial = await new Trial(world, '7 days offline').open();
	trial.publicPort = await freePort();
	/** @type {import('./proxy.js').Way | undefined} */
	let way;
	try {
		const count = long ? 5_000 : 1_500;
		await trial.start();
		way = await road({
			to: trial.port,
			port: trial.publicPort,
			async deal(forward, post) {
				if (post !== Math.floor(count / 200)) return forward();
				return { status: 503, headers: { 'retry-after': '1' }, body: Buffer.from('{}') };
			}
		});
		const [tablet] = await trial.pair();
		if (!tablet) throw new Error('no tablet');
		const now = Date.now();
		/** @type {Map<string, string>} */
		const days = new Map();
		for (let index = 0; index < count; index++) {
			const tappedAt = Math.floor(now - 7 * 24 * HOUR_MS * (1 - index / count));
			days.set(tablet.rate({ tappedAt }).id, dayInVietnam(tappedAt));
		}
		const startedAt = Date.now();
		await tablet.drain(60_000, 100);
		const seconds = (Date.now() - startedAt) / 1_000;
		trial.times = 1;
		if (tablet.trips.later !== 1)
			trial.problems.push(`told to come later ${tablet.trips.later} times, not once`);
		const outcome = await trial.reckon();
		const [rows = []] = await ask(trial.url, [
			'SELECT id, day, seq FROM ratings WHERE seq IS NOT NULL ORDER BY position'
		]);
		const mine = rows.filter((row) => days.has(String(row.id)));
		const wrong = mine.filter((row) => days.get(String(row.id)) !== row.day).length;
		if (wrong > 0) trial.problems.push(`${wrong} ratings stand on another day`);
		if (mine.some((row, index) => row.seq !== index + 1)) trial.problems.push('they are not in their order');
		say(`${count} ratings of 7 days in ${seconds.toFixed(1)} s`);
		outcome.note = `${count} ratings in ${seconds.toFixed(1)} s`;
		return outcome;
	} finally {
		await way?.close();
		await trial.close();
	}
}

/** The day in Vietnam (UTC+7, no summer time). @param {number} ms */
export function dayInVietnam(ms) {
	return new Date(ms + 7 * HOUR_MS).toISOString().slice(0, 10);
}
