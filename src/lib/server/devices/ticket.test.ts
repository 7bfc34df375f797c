import { expect, it } from 'vitest';
import { LIFE_MS, make } from './ticket';

const SECRET = 'a secret of at least thirty-two characters';
const AT = 1_772_000_000_000;

it('is not good when made up, changed, made with another secret, or older than a quarter of an hour', () => {
	const { issue, isFresh } = make(SECRET);
	const ticket = issue(AT);
	const [instant = '', mac = ''] = ticket.split('.');
	const later = (AT + 60_000).toString(36);
	for (const wrong of [
		'',
		'.',
		'ticket',
		instant,
		`${instant}.`,
		`${later}.${mac}`,
		`${instant}.${'A'.repeat(22)}`
	])
		expect(isFresh(wrong, AT), wrong).toBe(false);
	expect(isFresh(`${instant}.${'é'.repeat(22)}`, AT)).toBe(false);
	expect(isFresh(make(`${SECRET}!`).issue(AT), AT)).toBe(false);
	expect([isFresh(ticket, AT + LIFE_MS), isFresh(ticket, AT + LIFE_MS + 1)]).toEqual([true, false]);
});

it('is good in another process with the same secret, and after the server’s clock was set back a little', () => {
	const ticket = make(SECRET).issue(AT);
	const other = make(SECRET);
	expect(other.isFresh(ticket, AT)).toBe(true);
	expect([other.isFresh(ticket, AT - 60_000), other.isFresh(ticket, AT - 60_001)]).toEqual([true, false]);
});

it('is one for all the answers of a second', () => {
	const { issue } = make(SECRET);
	expect(issue(AT + 999)).toBe(issue(AT));
	expect(issue(AT + 1_000)).not.toBe(issue(AT));
});
