import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonical } from '../../shared/canonical';
import { contentText } from '../../shared/seal';
import { AT, contentOf, firstFormOf, type Row } from './texts';

const pick = <T>(...from: T[]): T => from[randomInt(from.length)] as T;

/** Any rating a tablet may send. */
function sent() {
	return {
		id: randomUUID(),
		counterId: randomInt(1, 900),
		serviceId: randomInt(1, 900),
		officerId: pick(null, randomInt(1, 9_000)),
		questionnaireId: randomInt(1, 90),
		scale: pick(3, 4, 5),
		serviceGrade: randomInt(1, 6),
		officerGrade: pick(null, randomInt(1, 6)),
		reasons: pick([], ['long-wait'], ['a"b\\c', 'Chờ lâu – 待ち', '\u2028\u0007\n']),
		language: pick('vi', 'en', 'ja', 'zh', 'ko'),
		tappedAt: randomInt(0, 2 ** 47),
		zone: pick('Asia/Ho_Chi_Minh', 'Ở đâu "đó"\\\t', '\u2029'),
		tookMs: randomInt(0, 86_400_000)
	};
}

function row(values: Record<string, unknown>): Row {
	const made: Row = Array.from({ length: Object.keys(AT).length }, () => null);
	for (const [column, value] of Object.entries(values))
		made[AT[column as keyof typeof AT]] = (Array.isArray(value) ? JSON.stringify(value) : value) as string;
	return made;
}

test('a row’s content is rebuilt as the tablet sealed it, whoever the roster says served', () => {
	for (let time = 0; time < 500; time++) {
		const rating = {
			...sent(),
			form: 2,
			skewMs: pick(null, randomInt(-90_000, 90_000)),
			commentDigest: pick(null, randomBytes(32).toString('base64url'))
		};
		const { skewMs, officerId, officerGrade, ...rest } = rating;
		const served =
			time % 2 && officerId !== null
				? {
						officerId: null,
						officerGrade: null,
						claimedOfficerId: officerId,
						claimedOfficerGrade: officerGrade
					}
				: { officerId, officerGrade };
		const sealed = { ...rating, seq: 7, prev: 'x', salt: 'y', comment: 'z' };
		expect(contentOf(row({ ...rest, ...served, toldSkewMs: skewMs }))).toBe(contentText(sealed));
	}
});

test('a row of the first form is rebuilt as it was hashed then', () => {
	for (let time = 0; time < 200; time++) {
		const rating = { ...sent(), form: 1, seq: randomInt(1, 9_000) };
		expect(firstFormOf(row(rating))).toBe(canonical(rating));
	}
});
