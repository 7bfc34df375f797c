import { expect, test } from 'vitest';
import { BACKOFF_MS, MOST_TRIES, noted } from './outcome';

const again = { kind: 'again', answer: '503  not\nnow ' } as const;

test('each try waits longer than the one before, spread by a fifth, until it is given up', () => {
	let at = 0;
	for (let tries = 0; tries < MOST_TRIES - 1; tries++) {
		const least = noted(again, tries, at, 0);
		const most = noted(again, tries, at, 0.999999);
		expect(least).toMatchObject({ state: 'waiting', tries: tries + 1, answer: '503 not now', sentAt: null });
		expect(least.nextAt! - at).toBe(BACKOFF_MS[tries]! * 0.8);
		expect(most.nextAt! - at).toBeCloseTo(BACKOFF_MS[tries]! * 1.2, -3);
		at = least.nextAt!;
	}
	expect([...BACKOFF_MS].sort((a, b) => a - b)).toEqual(BACKOFF_MS);
	expect(noted(again, MOST_TRIES - 1, at, 0.5)).toMatchObject({ state: 'failed', nextAt: null, tries: 9 });
});

test('what has arrived or never will is not tried again', () => {
	expect(noted({ kind: 'sent', answer: '200' }, 2, 70, 0)).toMatchObject({
		state: 'sent',
		nextAt: null,
		sentAt: 70
	});
	for (const kind of ['never', 'gone'] as const)
		expect(noted({ kind, answer: 'no' }, 0, 70, 0)).toMatchObject({
			state: 'failed',
			nextAt: null,
			sentAt: null
		});
});
