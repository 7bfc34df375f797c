import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { RatingShape } from '../shared/rating';
import type { Setup } from '../shared/setup';
import type { Draft } from './draft';
import { NOON, setupOf } from './example';
import { backFrom, next, offered, start, STEPS, type Event, type Move, type State } from './machine';

const ID = '0b8f7a52-8c1e-4a57-9a57-2f7ad3a1c001';
const at = (seconds: number) => NOON + seconds * 1000;
const begin: Event = { type: 'begin', id: ID, at: at(0), serverAt: at(0) };
const service = (serviceId = 11): Event => ({ type: 'service', serviceId, at: at(1) });
const grade = (value: number, seconds = 2, skewMs: number | null = null): Event => ({
	type: 'grade',
	grade: value,
	at: at(seconds),
	skewMs
});
const skip = (seconds = 9): Event => ({ type: 'skip', at: at(seconds) });
const reason = (code: string): Event => ({ type: 'reason', code, at: at(5) });
const comment = (text: string): Event => ({ type: 'comment', text, at: at(8) });

const oneService = setupOf({ services: setupOf().services.slice(0, 1) });
const bothOnDuty = setupOf({
	duties: [21, 22].map((officerId) => ({ officerId, from: NOON - 1000, until: null })),
	counter: { ...setupOf().counter, officerMode: 'pick' }
});

function walk(setup: Setup, ...events: Event[]): Move & { moves: Move[] } {
	const moves: Move[] = [];
	let move: Move = { state: start(setup), keep: null, seal: null };
	for (const event of events) {
		move = next(move.state, event);
		moves.push(move);
	}
	return { ...move, moves };
}

const steps = (setup: Setup, ...events: Event[]) =>
	walk(setup, ...events).moves.map(({ state }) => state.step);

describe('the way through the questions', () => {
	it('asks service, grade, officer, reasons, comment and thanks, in this order', () => {
		expect(
			steps(setupOf(), begin, service(), grade(2), grade(3, 3), reason('waiting'), skip(), comment('Chờ lâu'))
		).toEqual(['service', 'gradeService', 'gradeOfficer', 'reasons', 'reasons', 'comment', 'thanks']);
	});

	it('goes straight to the faces where the counter has one service, so that two taps are enough', () => {
		expect(steps(oneService, begin, grade(5), grade(5, 3))).toEqual([
			'gradeService',
			'gradeOfficer',
			'reasons'
		]);
	});

	it('asks nothing about an officer where nobody is on duty', () => {
		const nobody = setupOf({ duties: [] });
		const walked = walk(nobody, begin, service(), grade(4));
		expect(walked.state.step).toBe('reasons');
		expect(walked.keep).toMatchObject({ officerId: null, officerGrade: null, serviceGrade: 4 });
	});

	it('counts an officer from the first instant of the duty to just before its end', () => {
		const duties = [{ officerId: 21, from: NOON, until: NOON + 1000 }];
		const officerAt = (ms: number) =>
			walk(setupOf({ duties }), { ...begin, serverAt: ms }, service()).state.visit?.officerId;
		expect(officerAt(NOON - 1)).toBeNull();
		expect(officerAt(NOON)).toBe(21);
		expect(officerAt(NOON + 999)).toBe(21);
		expect(officerAt(NOON + 1000)).toBeNull();
	});

	it('lets the customer pick where more than one officer is on duty, and never guesses', () => {
		const walked = walk(
			bothOnDuty,
			begin,
			service(),
			{ type: 'officer', officerId: 22, at: at(2) },
			grade(4, 3)
		);
		expect(walked.moves.map(({ state }) => state.step)).toEqual([
			'service',
			'officer',
			'gradeService',
			'gradeOfficer'
		]);
		expect(walked.keep?.officerId).toBe(22);
		const guess = walk({ ...bothOnDuty, counter: setupOf().counter }, begin, service());
		expect(guess.state.step).toBe('officer');
		expect(guess.state.visit?.officerId).toBeNull();
	});

	it('skips the officer question when the customer does not know who it was', () => {
		expect(steps(bothOnDuty, begin, service(), skip(2), grade(1, 3))).toEqual([
			'service',
			'officer',
			'gradeService',
			'reasons'
		]);
	});

	it('leaves out reasons where none fit, and the comment where none is asked', () => {
		const questionnaire = { ...setupOf().questionnaire, reasons: [], askComment: false };
		const walked = walk({ ...oneService, questionnaire }, begin, grade(4), grade(4, 3));
		expect(walked.state.step).toBe('thanks');
		expect(walked.seal).toMatchObject({ serviceGrade: 4, officerGrade: 4 });
	});

	it('keeps a rating that ends with its first tap', () => {
		const questionnaire = { ...setupOf().questionnaire, reasons: [], askComment: false };
		const { state, keep, seal } = walk({ ...oneService, questionnaire, duties: [] }, begin, grade(3));
		expect([state.step, state.visit, keep]).toEqual(['thanks', null, null]);
		expect(seal).toMatchObject({ serviceGrade: 3, tappedAt: at(2) });
	});

	it('does not begin where the counter has no service to rate', () => {
		expect(walk(setupOf({ services: [] }), begin).state.step).toBe('attract');
	});

	it('follows the scale: a fifth face does not exist on a scale of four', () => {
		const four = { ...oneService, questionnaire: { ...setupOf().questionnaire, scale: 4 as const } };
		expect(walk(four, begin, grade(5)).state.step).toBe('gradeService');
		expect(walk(four, begin, grade(4)).keep).toMatchObject({ scale: 4, serviceGrade: 4 });
		for (const wrong of [0, -1, 2.5, NaN, 6]) expect(walk(oneService, begin, grade(wrong)).keep).toBeNull();
	});
});

describe('what is written down, and when', () => {
	it('writes nothing before the first grade', () => {
		expect(walk(setupOf(), begin, service(), { type: 'language', language: 'ja' }).moves).toSatisfy(
			(moves: Move[]) => moves.every(({ keep, seal }) => keep === null && seal === null)
		);
	});

	it('keeps the first grade before the next question, and improves it with every later answer', () => {
		const { moves } = walk(setupOf(), begin, service(), grade(2, 2, 70), grade(1, 3, 90), reason('waiting'));
		expect(moves[2]?.keep).toEqual({
			form: 2,
			id: ID,
			counterId: 3,
			serviceId: 11,
			officerId: 21,
			questionnaireId: 5,
			scale: 5,
			serviceGrade: 2,
			officerGrade: null,
			reasons: [],
			comment: null,
			language: 'vi',
			tappedAt: at(2),
			skewMs: 70,
			zone: 'Asia/Ho_Chi_Minh',
			tookMs: 2000
		});
		expect(moves[3]?.keep).toMatchObject({
			officerGrade: 1,
			tappedAt: at(2),
			skewMs: 70,
			tookMs: 3000
		});
		expect(moves[4]?.keep).toMatchObject({ reasons: ['waiting'] });
	});

	it('seals once at the end, with everything answered, and leaves nothing of the customer behind', () => {
		const { state, seal, keep } = walk(
			setupOf(),
			begin,
			service(12),
			grade(2),
			grade(4, 3),
			reason('waiting'),
			skip(6),
			comment('  Chờ lâu quá  ')
		);
		expect(state).toMatchObject({ step: 'thanks', visit: null });
		expect(keep).toBeNull();
		expect(seal).toMatchObject({
			serviceId: 12,
			serviceGrade: 2,
			officerGrade: 4,
			reasons: ['waiting'],
			comment: 'Chờ lâu quá'
		});
	});

	it('seals what is there when the customer walks away, without the time nobody stood there', () => {
		const { state, seal } = walk(setupOf(), begin, service(), grade(2, 4), { type: 'over' });
		expect(state).toEqual(start(setupOf()));
		expect(seal).toMatchObject({ serviceGrade: 2, officerGrade: null, tookMs: 4000 });
	});

	it('seals nothing when the customer walks away before the first grade', () => {
		expect(walk(setupOf(), begin, service(), { type: 'over' })).toMatchObject({ seal: null, keep: null });
	});

	it('never sends words that were not sent: an empty comment is none', () => {
		expect(walk(oneService, begin, grade(4), skip(), skip(), comment('   ')).seal?.comment).toBeNull();
		expect(walk(oneService, begin, grade(4), skip(), skip(), skip()).seal?.comment).toBeNull();
	});

	it('cuts a comment at 500 without leaving half a character', () => {
		const long = walk(oneService, begin, grade(4), skip(), skip(), comment('a'.repeat(499) + '😀b'));
		expect(long.seal?.comment).toBe('a'.repeat(499));
	});

	it('keeps a time that every door takes when the clock jumps', () => {
		const back = walk(oneService, begin, { type: 'grade', grade: 3, at: NOON - 5000, skewMs: null });
		expect(back.keep?.tookMs).toBe(0);
		const ahead = walk(oneService, begin, { type: 'grade', grade: 3, at: NOON + 9e9, skewMs: null });
		expect(ahead.keep?.tookMs).toBe(86_400_000);
	});
});

describe('going back and changing', () => {
	it('changes the grade of the same rating, first tap and all', () => {
		const { keep } = walk(oneService, begin, grade(1, 2), { type: 'back' }, grade(5, 6));
		expect(keep).toMatchObject({ id: ID, serviceGrade: 5, tappedAt: at(2), tookMs: 6000 });
	});

	it('drops reasons that no longer fit the changed grade', () => {
		const { state } = walk(
			oneService,
			begin,
			grade(1),
			grade(5, 3),
			reason('waiting'),
			{ type: 'back' },
			{ type: 'back' },
			grade(5, 7)
		);
		expect(state.visit?.reasons).toEqual([]);
	});

	it('does not carry an officer grade over to another officer', () => {
		const pick = (officerId: number): Event => ({ type: 'officer', officerId, at: at(2) });
		const back: Event = { type: 'back' };
		const { state, keep } = walk(
			bothOnDuty,
			begin,
			service(),
			pick(21),
			grade(5),
			grade(5, 3),
			back,
			back,
			back,
			pick(22)
		);
		expect(state.visit).toMatchObject({ officerId: 22, officerGrade: null, serviceGrade: 5 });
		expect(keep).toMatchObject({ officerId: 22, officerGrade: null });
	});

	it('takes an officer grade back when that question is skipped after all', () => {
		const { keep } = walk(oneService, begin, grade(5), grade(1, 3), { type: 'back' }, skip());
		expect(keep?.officerGrade).toBeNull();
	});

	it('has no way back from the first question', () => {
		expect(backFrom(walk(oneService, begin).state)).toBeNull();
		expect(backFrom(walk(setupOf(), begin).state)).toBeNull();
		expect(backFrom(walk(setupOf(), begin, service()).state)).toBe('service');
		expect(walk(oneService, begin, { type: 'back' }).state.step).toBe('gradeService');
	});

	it('offers good reasons only where both grades are good', () => {
		const codes = (...events: Event[]) => {
			const { visit } = walk(oneService, begin, ...events).state;
			return visit ? offered(visit).map(({ code }) => code) : [];
		};
		expect(codes(grade(5), grade(4, 3))).toEqual(['friendly']);
		expect(codes(grade(5), grade(3, 3))).toEqual(['waiting', 'unclear']);
		expect(codes(grade(5), skip())).toEqual(['friendly']);
		expect(codes()).toEqual([]);
	});

	it('untaps a reason, and takes none that is not offered', () => {
		const tapped = walk(
			oneService,
			begin,
			grade(1),
			skip(),
			reason('waiting'),
			reason('unclear'),
			reason('waiting')
		);
		expect(tapped.keep?.reasons).toEqual(['unclear']);
		expect(walk(oneService, begin, grade(1), skip(), reason('friendly')).keep).toBeNull();
	});
});

describe('language and set-up', () => {
	it('speaks the tablet’s default again for the next person', () => {
		const english: Event = { type: 'language', language: 'en' };
		const rated = walk(oneService, begin, english, grade(4), skip(), skip(), skip());
		expect(rated.seal?.language).toBe('en');
		expect(rated.state.language).toBe('en');
		expect(next(rated.state, { type: 'over' }).state.language).toBe('vi');
		expect(walk(setupOf(), english, { type: 'over' }).state).toEqual(start(setupOf()));
	});

	it('writes the language of the last question down with the rating', () => {
		expect(walk(oneService, begin, grade(4), { type: 'language', language: 'ko' }).keep?.language).toBe('ko');
	});

	it('keeps the set-up of the first touch until the visit is over', () => {
		const newer = setupOf({ tag: 'two', services: [], defaultLanguage: 'en' });
		const during = walk(oneService, begin, { type: 'setup', setup: newer }, grade(4));
		expect(during.state.visit?.setup.tag).toBe('one');
		expect(during.keep).toMatchObject({ serviceId: 11, language: 'vi' });
		expect(next(during.state, { type: 'over' }).state).toEqual(start(newer));
	});

	it('gives up a language that the counter no longer offers', () => {
		const fewer = setupOf({ languages: ['vi', 'en'] });
		const japanese: Event = { type: 'language', language: 'ja' };
		expect(walk(setupOf(), japanese, { type: 'setup', setup: fewer }).state.language).toBe('vi');
	});
});

describe('every step against every event', () => {
	const somewhere: Record<(typeof STEPS)[number], State> = {
		attract: start(bothOnDuty),
		service: walk(bothOnDuty, begin).state,
		officer: walk(bothOnDuty, begin, service()).state,
		gradeService: walk(bothOnDuty, begin, service(), skip()).state,
		gradeOfficer: walk(oneService, begin, grade(3)).state,
		reasons: walk(oneService, begin, grade(3), skip()).state,
		comment: walk(oneService, begin, grade(3), skip(), skip()).state,
		thanks: walk(oneService, begin, grade(3), skip(), skip(), skip()).state
	};
	const events: Event[] = [
		begin,
		service(),
		{ type: 'officer', officerId: 21, at: at(3) },
		grade(4),
		reason('waiting'),
		comment('x'),
		skip(),
		{ type: 'back' },
		{ type: 'over' }
	];
	const meant: Record<string, string[]> = {
		attract: ['begin'],
		service: ['service', 'over'],
		officer: ['officer', 'skip', 'back', 'over'],
		gradeService: ['grade', 'back', 'over'],
		gradeOfficer: ['grade', 'skip', 'back', 'over'],
		reasons: ['reason', 'skip', 'back', 'over'],
		comment: ['comment', 'skip', 'back', 'over'],
		thanks: ['over']
	};
	for (const step of STEPS)
		it(`at ${step} only ${meant[step]?.join(', ')} mean anything`, () => {
			expect(somewhere[step].step).toBe(step);
			const moved = events.filter((event) => next(somewhere[step], event).state !== somewhere[step]);
			expect(moved.map(({ type }) => type)).toEqual(meant[step]);
		});

	it('holds on ten thousand random steps: one seal a visit, nothing kept after it, every rating well-formed', () => {
		let seed = 20_200_309;
		const chance = (below: number) => {
			seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
			return Math.floor((seed / 2 ** 32) * below);
		};
		const setups = [setupOf(), oneService, bothOnDuty, setupOf({ duties: [] })];
		const kept = new Map<string, Draft>();
		const sealed = new Map<string, Draft>();
		let state = start(setups[0] as Setup);
		for (let turn = 0; turn < 10_000; turn++) {
			const now = NOON + turn * 700;
			const id = `0b8f7a52-8c1e-4a57-9a57-${turn.toString(16).padStart(12, '0')}`;
			const choices: Event[] = [
				{ type: 'begin', id, at: now, serverAt: now },
				{ type: 'service', serviceId: 11 + chance(4), at: now },
				{ type: 'officer', officerId: [21, 22, 99, null][chance(4)] ?? null, at: now },
				{ type: 'grade', grade: chance(7), at: now, skewMs: null },
				{ type: 'grade', grade: 1 + chance(5), at: now, skewMs: turn },
				{ type: 'reason', code: ['waiting', 'friendly', 'nonsense'][chance(3)] ?? '', at: now },
				{ type: 'comment', text: ['', ' ', 'tốt', 'x'.repeat(600)][chance(4)] ?? '', at: now },
				{ type: 'skip', at: now },
				{ type: 'back' },
				{ type: 'language', language: (['vi', 'en', 'ja', 'zh', 'ko'] as const)[chance(5)] ?? 'vi' },
				...(chance(6) ? [] : [{ type: 'over' } as const]),
				{ type: 'setup', setup: setups[chance(4)] as Setup }
			];
			const before = state;
			const move = next(state, choices[chance(choices.length)] as Event);
			state = move.state;
			expect(move.keep && move.seal).toBeNull();
			if (move.keep) {
				expect(sealed.has(move.keep.id)).toBe(false);
				kept.set(move.keep.id, move.keep);
			}
			if (move.seal) {
				expect(sealed.has(move.seal.id)).toBe(false);
				sealed.set(move.seal.id, move.seal);
				expect(
					v.safeParse(v.omit(RatingShape, ['seq', 'prev', 'salt', 'commentDigest']), move.seal).success
				).toBe(true);
				expect(state.visit).toBeNull();
			} else if (before.visit && before.visit.serviceGrade !== null) {
				expect(state.visit?.id).toBe(before.visit.id);
			}
			if (state.step === 'attract' || state.step === 'thanks') expect(state.visit).toBeNull();
			else expect(state.visit).not.toBeNull();
		}
		if (state.visit && kept.has(state.visit.id)) kept.delete(state.visit.id);
		expect(sealed.size).toBeGreaterThan(50);
		for (const id of kept.keys()) expect(sealed.has(id)).toBe(true);
	});
});
