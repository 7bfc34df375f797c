import { expect, it } from 'vitest';
import { make } from './uploads';

const AT = 1_772_000_000_000;
const part = (number: number, parts: number, upload = 'one') => ({ upload, part: number, parts });
const refused = (code: string) => expect.objectContaining({ code }) as Error;

it('refuses parts out of order, beyond their number, or of a file that was not begun', () => {
	const { add } = make();
	expect(() => add('p', part(1, 3), Buffer.from('b'), AT)).toThrowError(refused('bad_shape'));
	add('p', part(0, 3), Buffer.from('a'), AT);
	expect(() => add('p', part(2, 3), Buffer.from('c'), AT)).toThrowError(refused('bad_shape'));
	// After a refusal the sender begins anew.
	expect(() => add('p', part(1, 3), Buffer.from('b'), AT)).toThrowError(refused('bad_shape'));
	expect(() => add('p', part(0, 0), Buffer.from('b'), AT)).toThrowError(refused('bad_shape'));
});

it('refuses more than it may keep, of one file and of many persons', () => {
	const { add } = make(10);
	add('p', part(0, 3), Buffer.alloc(6), AT);
	expect(() => add('p', part(1, 3), Buffer.alloc(5), AT)).toThrowError(
		expect.objectContaining({ code: 'too_large', status: 413 }) as Error
	);
	for (const person of ['a', 'b', 'c', 'd']) add(person, part(0, 2), Buffer.alloc(1), AT);
	expect(() => add('e', part(0, 2), Buffer.alloc(1), AT)).toThrowError(refused('try_later'));
	// What nobody goes on with is forgotten.
	expect(add('e', part(0, 2), Buffer.alloc(1), AT + 60_001)).toBeNull();
});

it('answers the whole with the last part, also where a letter was cut in two', () => {
	const { add } = make();
	const text = Buffer.from('Cảm ơn cán bộ 😀');
	for (let at = 0; at < text.length - 1; at++)
		expect(add('p', part(at, text.length), text.subarray(at, at + 1), AT)).toBeNull();
	const whole = add('p', part(text.length - 1, text.length), text.subarray(-1), AT);
	expect(whole?.toString('utf8')).toBe('Cảm ơn cán bộ 😀');
});

it('keeps one file for each person: another begun puts the first away', () => {
	const { add } = make();
	add('p', part(0, 2), Buffer.from('old'), AT);
	add('q', part(0, 2), Buffer.from('x'), AT);
	add('p', part(0, 2, 'two'), Buffer.from('ne'), AT);
	expect(() => add('q', part(1, 2, 'two'), Buffer.from('y'), AT)).toThrowError(refused('bad_shape'));
	expect(add('p', part(1, 2, 'two'), Buffer.from('w'), AT)?.toString()).toBe('new');
});
