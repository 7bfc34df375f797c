// `<div {@attach glyphs}>` sees to it that whatever stands in there can be drawn in its own script: the reader's
// language, and every part that is marked as Japanese, Chinese or Korean, also what comes later.
import type { Attachment } from 'svelte/attachments';
import type { Language } from '../shared/language';
import { prepare } from './fonts';

const SCRIPTS: Language[] = ['ja', 'zh', 'ko'];
const GATHER_MS = 200;

export const glyphs: Attachment<HTMLElement> = (node) => {
	let due: ReturnType<typeof setTimeout> | undefined;
	const look = () => {
		due = undefined;
		for (const language of SCRIPTS) {
			const marked = [...node.querySelectorAll<HTMLElement>(`[lang='${language}']`)];
			const own = document.documentElement.lang === language ? [node, ...held(node)] : [];
			const text = [...own, ...marked].map(wordsOf).join('');
			if (text) void prepare(language, text);
		}
	};
	look();
	const changes = new MutationObserver(() => (due ??= setTimeout(look, GATHER_MS)));
	changes.observe(node, { childList: true, subtree: true, characterData: true });
	return () => {
		clearTimeout(due);
		changes.disconnect();
	};
};

function held(node: HTMLElement): HTMLElement[] {
	return [...node.querySelectorAll<HTMLElement>('[placeholder]')];
}

function wordsOf(element: HTMLElement): string {
	const value = 'value' in element ? String(element.value) : '';
	return value + (element.getAttribute('placeholder') ?? '') + element.textContent;
}
