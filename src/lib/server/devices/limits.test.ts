import { expect, it } from 'vitest';
import { limits } from './limits';

const AT = 1_772_000_000_000 - (1_772_000_000_000 % 60_000);
const refused = expect.objectContaining({ code: 'too_many_tries', status: 429 }) as Error;

it('refuses a tablet’s message beyond its number in a minute, and no other tablet’s', () => {
	const limit = limits(3);
	for (let time = 0; time < 3; time++) limit.post(1, AT + time);
	expect(() => limit.post(1, AT + 59_999)).toThrowError(refused);
	limit.post(2, AT + 59_999);
	limit.post(1, AT + 60_000);
});

it('lets a tablet that was away for weeks bring everything: six thousand messages in a minute', () => {
	const limit = limits();
	for (let time = 0; time < 6_000; time++) limit.post(1, AT);
	expect(() => limit.post(1, AT)).toThrowError(refused);
});

it('does not listen for the rest of the minute to one that was signed wrong twenty times', () => {
	const limit = limits();
	for (let time = 0; time < 19; time++) limit.wrong(1, AT);
	limit.post(1, AT);
	limit.wrong(1, AT);
	expect(() => limit.post(1, AT)).toThrowError(refused);
	limit.post(2, AT);
	limit.post(1, AT + 60_000);
});
