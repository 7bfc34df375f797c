// How words are compared when comments are searched: without case, width, or (unless they are typed) Vietnamese marks,
// and Chinese, Japanese and Korean by the character, because nothing there says where a word ends. What is indexed,
// what is asked and what is highlighted all go through here, so that they agree. docs/decisions/022 says why so.

/** A letter of a script without spaces between words, or of Korean, where spaces are a matter of taste. */
const ONE = '(?=[\\p{L}\\p{N}])[\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}]';
const WORD = `(?:(?!${ONE})[\\p{L}\\p{N}\\p{M}])+`;
const TOKENS = new RegExp(`(?<one>${ONE})|${WORD}`, 'gu');
const LATIN = /\p{Script=Latin}\p{M}*/gu;
/** Vietnamese tones: grave, hook, tilde, acute, dot below. */
const TONES = /[\u0300\u0309\u0303\u0301\u0323]/g;
const KATAKANA = /[\u30a1-\u30f6]/g;

// Characters that nobody types (of the private use area, and dropped from what somebody wrote) make tokens of ours.
const PRIVATE = /\p{Co}/gu;
/** Stands where a sign separates two characters of a run, so that no run goes across it. */
const BREAK = '\ue000';
const TONE = new Map(
	[...'\u0300\u0309\u0303\u0301\u0323'].map((mark, at) => [mark, String.fromCharCode(0xe001 + at)])
);
const BRANCH = '\ue010';

/** The shortest last word of a question that also stands for the longer words beginning with it. */
const PREFIX_LETTERS = 3;
/** More words than this are no question. */
const MOST_TERMS = 12;

type Token = {
	/** Without any marks. */
	plain: string;
	/** With them: the tones first, wherever in the word they were put (hòa, hoà); the same as `plain` without any. */
	marked: string;
	/** One character of a run. */
	isOne: boolean;
	/** Where it stands in the folded text. */
	from: number;
	to: number;
};

/** Lower case, half width, composed, katakana as hiragana; nothing of the private use area. */
function fold(text: string): string {
	return text
		.replace(PRIVATE, ' ')
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFC')
		.replace(KATAKANA, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));
}

/** The words of a folded text in their order, with a break where a sign (no space) parts two characters of a run. */
function tokens(folded: string): Token[] {
	const list: Token[] = [];
	for (const found of folded.matchAll(TOKENS)) {
		const [word] = found;
		const before = list.at(-1);
		const span = { from: found.index, to: found.index + word.length };
		if (!found.groups?.one) list.push({ plain: plain(word), marked: marked(word), isOne: false, ...span });
		else {
			if (before?.isOne && /\S/.test(folded.slice(before.to, span.from)))
				list.push({ plain: BREAK, marked: BREAK, isOne: false, from: before.to, to: span.from });
			list.push({ plain: word, marked: word, isOne: true, ...span });
		}
	}
	return list;
}

/** Latin letters alone lose their marks: to other scripts they are more than marks. */
function plain(word: string): string {
	return word.replace(LATIN, (letter) => letter.normalize('NFD').replace(/\p{M}/gu, '').replace('đ', 'd'));
}

function marked(word: string): string {
	const tones: string[] = [];
	const rest = word.replace(LATIN, (letter) =>
		letter
			.normalize('NFD')
			.replace(TONES, (tone) => {
				tones.push(TONE.get(tone) ?? '');
				return '';
			})
			.normalize('NFC')
	);
	return tones.join('') + rest;
}

/**
 * A comment as the full-text index keeps it: its words without marks, in their order and each character of a run a word
 * of its own; after them, once each, those that bear marks; and its branch.
 */
export function indexed(text: string, branchId: number): string {
	const list = tokens(fold(text));
	const marks = new Set(list.filter((token) => token.marked !== token.plain).map((token) => token.marked));
	return [...list.map((token) => token.plain), ...marks, branchWord(branchId)].join(' ');
}

function branchWord(branchId: number): string {
	return `${BRANCH}${branchId}`;
}

/** Words that must stand side by side. */
export type Term = { words: string[]; isMarked: boolean; isPrefix: boolean };

/**
 * What somebody types into a search box, as terms that must all be there. Whatever is typed is text, also quotes and
 * signs; a part between spaces is looked for as it stands ("C/O": c, then o). A word with marks stands for itself
 * alone, one without for both. The last word stands for longer ones too. Empty: nothing to look for.
 */
export function terms(typed: string): Term[] {
	const parts = fold(typed).split(/\s+/).map(tokens);
	const found = parts.flatMap((list) => {
		const isMarked = list.some((token) => token.marked !== token.plain);
		// Words with marks are indexed apart, so that they have no neighbours.
		if (isMarked) return list.map((token) => term([token.marked], token.marked !== token.plain));
		return list.length > 0 ? [term(list.map((token) => token.plain))] : [];
	});
	const last = parts.flat().at(-1);
	const end = found.at(-1);
	if (last && end && !last.isOne && last.plain.length >= PREFIX_LETTERS) end.isPrefix = true;
	return found.slice(0, MOST_TERMS);
}

function term(words: string[], isMarked = false): Term {
	return { words, isMarked, isPrefix: false };
}

/** The same as a question to the full-text index; `branchIds`: in any of these branches (null: anywhere). */
export function question(asked: readonly Term[], branchIds: readonly number[] | null): string {
	const all = asked.map(({ words, isPrefix }) => `"${words.join(' ')}"${isPrefix ? ' *' : ''}`);
	if (branchIds) all.unshift(`(${branchIds.map((id) => `"${branchWord(id)}"`).join(' OR ')})`);
	return all.join(' AND ');
}

const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Where the terms stand in a text, as [from, to) in its own letters, in their order and without overlap. */
export function matches(text: string, asked: readonly Term[]): [from: number, to: number][] {
	// Which letters of the text each letter of the folded one comes from.
	const origins: [number, number][] = [];
	let folded = '';
	for (const { segment, index } of clusters.segment(text)) {
		const part = fold(segment);
		for (let at = 0; at < part.length; at++) origins.push([index, index + segment.length]);
		folded += part;
	}
	const list = tokens(folded);
	const spans = asked.flatMap((one) =>
		list.flatMap((first, at): [number, number][] => {
			const last = list[at + one.words.length - 1];
			if (!last || !begins(one, list, at)) return [];
			return [[origins[first.from]?.[0] ?? 0, origins[last.to - 1]?.[1] ?? text.length]];
		})
	);
	return merged(spans.sort(([one], [other]) => one - other));
}

/** Whether the words of a term stand in a list from a place on. */
function begins({ words, isMarked, isPrefix }: Term, list: readonly Token[], at: number): boolean {
	return words.every((word, index) => {
		const token = list[at + index];
		const said = (isMarked ? token?.marked : token?.plain) ?? '';
		return isPrefix && index === words.length - 1 ? said.startsWith(word) : said === word;
	});
}

function merged(spans: readonly [number, number][]): [number, number][] {
	const whole: [number, number][] = [];
	for (const [from, to] of spans) {
		const last = whole.at(-1);
		if (last && from <= last[1]) last[1] = Math.max(last[1], to);
		else whole.push([from, to]);
	}
	return whole;
}
