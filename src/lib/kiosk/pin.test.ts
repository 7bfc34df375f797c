import { pbkdf2Sync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Pin } from '../shared/setup';
import { NOON } from './example';
import { lockOf } from './pin';

const MINUTE = 60_000;
const salt = Buffer.alloc(16, 7);
const pin: Pin = {
	salt: salt.toString('base64url'),
	rounds: 1_000,
	hash: pbkdf2Sync('246810', salt, 1_000, 32, 'sha256').toString('base64url')
};

let now: number;
let facts: Map<string, unknown>;
const memory = {
	read: async (fact: string) => facts.get(fact),
	write: async (fact: string, value: unknown) => void facts.set(fact, value)
};
const page = (over: Partial<typeof memory> = {}) => lockOf({ ...memory, ...over }, () => now);

beforeEach(() => {
	now = NOON;
	facts = new Map();
});

async function wrongTries(lock: ReturnType<typeof page>, count: number) {
	const answers = [];
	for (let turn = 0; turn < count; turn++) answers.push(await lock.unlock(pin, '000000'));
	return answers;
}

describe('the staff’s PIN', () => {
	it('does not open for another one', async () => {
		for (const tried of ['', '24681', '2468100', '246811']) {
			facts.clear();
			expect(await page().unlock(pin, tried)).toBe('wrong');
		}
	});

	it('opens for the right one', async () => expect(await page().unlock(pin, '246810')).toBe('open'));

	it('says where none is set', async () => expect(await page().unlock(null, '246810')).toBe('no_pin'));

	it('after five wrong ones makes each further try wait: 1, 2, 4, 8, then 15 minutes', async () => {
		const lock = page();
		expect(await wrongTries(lock, 5)).toEqual([...Array(4).fill('wrong'), { waitMs: MINUTE }]);
		for (const [minutes, next] of [
			[1, 2],
			[2, 4],
			[4, 8],
			[8, 15],
			[15, 15]
		] as const) {
			now += minutes * MINUTE - 1;
			expect(await lock.unlock(pin, '246810')).toEqual({ waitMs: 1 });
			now += 1;
			expect(await lock.unlock(pin, '000000')).toEqual({ waitMs: next * MINUTE });
		}
		now += 15 * MINUTE;
		expect(await lock.unlock(pin, '246810')).toBe('open');
		expect(await lock.unlock(pin, '000000')).toBe('wrong');
	});

	it('counts on after a reload', async () => {
		await wrongTries(page(), 5);
		expect(await page().unlock(pin, '246810')).toEqual({ waitMs: MINUTE });
	});

	it('counts a try before it is checked, so that ending the program gives none for free', async () => {
		let written = 0;
		const dying = page({
			write: async (fact, value) => {
				facts.set(fact, value);
				written += 1;
				if (written === 1) await new Promise(() => {});
			}
		});
		void dying.unlock(pin, '000000');
		await new Promise((done) => setTimeout(done, 20));
		expect(facts.get('pin')).toMatchObject({ wrong: 1 });
	});

	it('counts also where the store fails, and however fast the tries come', async () => {
		const lock = page({ write: () => Promise.reject(new Error('disk')) });
		const answers = await Promise.all(Array.from({ length: 6 }, () => lock.unlock(pin, '000000')));
		expect(answers.slice(4)).toEqual([{ waitMs: MINUTE }, { waitMs: MINUTE }]);
	});

	it('does not lock staff out for years when the clock is set back', async () => {
		await wrongTries(page(), 5);
		now -= 10 * 365 * 24 * 60 * MINUTE;
		expect(await page().unlock(pin, '246810')).toEqual({ waitMs: 15 * MINUTE });
		now += 15 * MINUTE;
		expect(await page().unlock(pin, '246810')).toBe('open');
	});
});
