// Asks for the slices of a Japanese, Chinese or Korean face that a text needs, and no others. The reader's own
// system face comes first (local), so most tablets fetch nothing.
import type { Language } from '../shared/language';

type Slice = [file: string, range: string];

const LOCAL: Partial<Record<Language, string[]>> = {
	ja: ['Hiragino Sans', 'Yu Gothic UI', 'Noto Sans CJK JP', 'Noto Sans JP'],
	zh: ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC'],
	ko: ['Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR']
};

const slices = new Map<Language, Promise<Slice[]>>();
const asked = new Set<string>();

/** Makes sure that what `text` says in `language` can be drawn, also later without a network. */
export async function prepare(language: Language, text: string): Promise<void> {
	if (!(language in LOCAL)) return;
	let list = slices.get(language);
	if (!list) {
		list = fetch(`/fonts/${language}.json`).then((answer) => answer.json() as Promise<Slice[]>);
		slices.set(language, list);
	}
	const points = [...new Set(text)]
		.map((character) => character.codePointAt(0) ?? 0)
		.filter((point) => point > 0xff);
	try {
		const needed = (await list).filter(([file, range]) => !asked.has(file) && holds(range, points));
		await Promise.all(needed.map(([file, range]) => load(language, file, range)));
	} catch {
		// Without a network, and never fetched before: the system's own face has to do. Asked again next time.
		slices.delete(language);
	}
}

async function load(language: Language, file: string, range: string): Promise<void> {
	asked.add(file);
	const own = (LOCAL[language] ?? []).map((name) => `local('${name}')`);
	const face = new FontFace(`House ${language}`, [...own, `url(/fonts/${file})`].join(', '), {
		unicodeRange: range,
		weight: '100 900',
		display: 'swap'
	});
	document.fonts.add(face);
	await face.load().catch(() => {
		asked.delete(file);
		document.fonts.delete(face);
	});
}

function holds(range: string, points: number[]): boolean {
	return range.split(',').some((part) => {
		const [from = 0, to = from] = part
			.trim()
			.slice(2)
			.split('-')
			.map((hex) => parseInt(hex, 16));
		return points.some((point) => point >= from && point <= to);
	});
}
