// For a page that says things in several languages at once: `<div {@attach glyphs}>` sees to it that whatever in there
// is marked as Japanese, Chinese or Korean can be drawn. The reader's own language is the layout's business.
import type { Attachment } from 'svelte/attachments';
import { prepare } from './fonts';

export const glyphs: Attachment<HTMLElement> = (node) => {
	let due: ReturnType<typeof setTimeout> | undefined;
	const look = () => {
		due = undefined;
		for (const language of ['ja', 'zh', 'ko'] as const) {
			const marked = [...node.querySelectorAll<HTMLElement>(`[lang='${language}']`)];
			const text = marked.map((one) => ('value' in one ? String(one.value) : '') + one.textContent).join('');
			if (text) void prepare(language, text);
		}
	};
	look();
	const changes = new MutationObserver(() => (due ??= setTimeout(look, 200)));
	changes.observe(node, { childList: true, subtree: true, characterData: true });
	return () => {
		clearTimeout(due);
		changes.disconnect();
	};
};
