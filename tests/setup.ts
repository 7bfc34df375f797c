// An unexpected console.error fails the test it happens in.
import { afterEach, beforeEach, expect, vi } from 'vitest';

let said: unknown[][] = [];

beforeEach(() => {
	said = [];
	vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(words));
});

afterEach(() => {
	vi.restoreAllMocks();
	expect(said, 'console.error during the test').toEqual([]);
});
