import { expect, test } from 'vitest';
import { indexed, matches, question, terms } from './folding';

/** What is found in a text, or null where not all terms stand there. */
function found(text: string, typed: string): string[] | null {
	const asked = terms(typed);
	const all = asked.every((one) => matches(text, [one]).length > 0);
	return all && asked.length > 0 ? matches(text, asked).map(([from, to]) => text.slice(from, to)) : null;
}

test.each([
	// Vietnamese: without marks both are found, with marks only what bears them.
	['Đường vào bãi kiểm hóa', 'duong', ['Đường']],
	['duong vao bai', 'duong', ['duong']],
	['Đường vào bãi', 'đường', ['Đường']],
	['duong vao bai', 'đường', null],
	['đương nhiên', 'đường', null],
	['Đường vào bãi kiểm hóa', 'bai duong', ['Đường', 'bãi']],
	['Kiểm hoá nhanh', 'kiểm hóa', ['Kiểm', 'hoá']],
	['Thủ tục rõ ràng', 'thu tuc ro', ['Thủ', 'tục', 'rõ']],
	['THỦ TỤC', 'thủ tục', ['THỦ', 'TỤC']],
	['chờ lâu', 'cho lau', ['chờ', 'lâu']],
	['chờ lâu', 'chó', null],
	// The last word stands for longer ones, from three letters on; the others do not.
	['The officer was helpful', 'off', ['officer']],
	['The officer was helpful', 'of', null],
	['The officer was helpful', 'off help', null],
	['thường xuyên', 'thườ', ['thường']],
	// English, signs and widths.
	['Their C/O is missing', 'c/o', ['C/O']],
	['Their C/O is missing', 'c', ['C']],
	['corner of the yard', 'c/o', null],
	['ＶＮＡＣＣＳ is down', 'vnaccs', ['ＶＮＡＣＣＳ']],
	['VNACCS is down', 'ｖｎａｃｃｓ', ['VNACCS']],
	["don't know", "don't", ["don't"]],
	// Chinese: any run of characters, also of one, and none across a sign.
	['排队等待时间太长', '等待', ['等待']],
	['排队等待时间太长', '待时间', ['待时间']],
	['排队等待时间太长', '长', ['长']],
	['排队等待时间太长', '间时', null],
	['排队等待时间太长', '时间 等待', ['等待时间']],
	['手续很好。等待短', '好等', null],
	['手续很好。等待短', '好。等', ['好。等']],
	['系统VNACCS很慢', 'vnaccs很', ['VNACCS很']],
	// Japanese: kana and kanji, katakana as hiragana, half width as full.
	['窓口のサービスが良い', 'サービス', ['サービス']],
	['窓口のｻｰﾋﾞｽが良い', 'サービス', ['ｻｰﾋﾞｽ']],
	['はんこが必要', 'ハンコ', ['はんこ']],
	['番号札を取ってから', '番号札', ['番号札']],
	['説明がない', '説明か', null],
	// Korean by the syllable, spaces or none.
	['대기 시간이 길어요', '대기시간', ['대기 시간']],
	['대기시간이 길어요', '대기 시간', ['대기시간']],
	['대기시간이 길어요', '간', ['간']],
	['설명이 짧아서', '설명', ['설명']]
])('in "%s" somebody who types "%s" finds %j', (text, typed, wanted) => {
	expect(found(text, typed)).toEqual(wanted);
	// Whatever keyboard the one or the other has: composed or in pieces.
	expect(found(text, typed.normalize('NFD'))).toEqual(wanted);
	expect(found(text.normalize('NFD'), typed)).toEqual(wanted && wanted.map((part) => part.normalize('NFD')));
});

test('whatever is typed is text: nothing of it is a sign to the index', () => {
	expect(question(terms('"chờ" OR lâu*'), null)).toBe('"\ue001chơ" AND "or" AND "lâu" *');
	expect(question(terms('a AND b NOT c'), null)).toBe('"a" AND "and" AND "b" AND "not" AND "c"');
	expect(question(terms('words:x -y ^z NEAR(a b)'), null)).toBe(
		'"words x" AND "y" AND "z" AND "near a" AND "b"'
	);
	expect(question(terms('等待*'), null)).toBe('"等 待"');
	expect(terms(' "" * - ^ () {} … 😀')).toEqual([]);
	expect(terms('\ue010 12 \ue01012')).toEqual([
		{ words: ['12'], isMarked: false, isPrefix: false },
		{ words: ['12'], isMarked: false, isPrefix: false }
	]);
});

test('branches are asked for by words that nobody can type', () => {
	expect(question(terms('tot'), [3, 12])).toBe('("\ue0103" OR "\ue01012") AND "tot" *');
	expect(indexed('Tốt \ue0107', 3).split(' ')).toEqual(['tot', '7', '\ue004tôt', '\ue0103']);
});

test('a comment is indexed without marks, and once more with them', () => {
	expect(indexed('Đường xa, đường vắng。等待。很长', 1).split(' ')).toEqual([
		...['duong', 'xa', 'duong', 'vang', '等', '待', '\ue000', '很', '长'],
		...['\ue001đương', '\ue004văng', '\ue0101']
	]);
});

test('a question has an end', () => {
	expect(terms(Array.from({ length: 40 }, (_, at) => `từ${at}`).join(' '))).toHaveLength(12);
});
