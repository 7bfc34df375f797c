import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../shared/language';
import words from '../words/kiosk/vi.json';
import { setupOf } from './example';
import { everyWord } from './said';
import source from './said.ts?raw';

describe('the words whose letters are fetched ahead', () => {
	it('are all of them', () => {
		const missing = Object.keys(words).filter((key) => !source.includes(`m.${key}`));
		expect(missing).toEqual([]);
	});
	it('come in the language asked for, with the counter’s own names', () => {
		const texts = LANGUAGES.map((language) => everyWord(setupOf(), language));
		expect(new Set(texts).size).toBe(5);
		expect(texts[2]).toContain('タッチ');
		expect(texts[0]).toContain('Hoàn thuế');
		expect(texts[1]).toContain('Tax refund');
	});
});
