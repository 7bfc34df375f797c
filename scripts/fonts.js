// Makes static/fonts: Be Vietnam Pro as it is, and Noto Sans for Japanese, Chinese and Korean in the slices that
// fontsource cuts, each fixed at one weight, which halves it. Beside them a list per script says which slice holds
// which characters; a page asks for only the slices it shows (src/lib/ui/fonts.ts). Takes half a minute, once.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import subset from 'subset-font';

const WEIGHT = 500;
const SCRIPTS = { ja: 'noto-sans-jp', zh: 'noto-sans-sc', ko: 'noto-sans-kr' };
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const to = join(root, 'static/fonts');

const made = Object.values(SCRIPTS)
	.map((family) => `${family}@${versionOf(family)} ${WEIGHT}`)
	.join('\n');
const stamp = join(to, 'made.txt');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) process.exit(0);

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
for (const subsetName of ['latin', 'vietnamese'])
	for (const weight of [400, 600, 700]) {
		const name = `be-vietnam-pro-${subsetName}-${weight}-normal.woff2`;
		copyFileSync(join(modules, '@fontsource/be-vietnam-pro/files', name), join(to, name));
	}
for (const [language, family] of Object.entries(SCRIPTS)) await slices(language, family);
writeFileSync(stamp, made);

/**
 * @param {string} language
 * @param {string} family
 */
async function slices(language, family) {
	const from = join(modules, '@fontsource-variable', family);
	/** @type {Record<string, string>} */
	const ranges = JSON.parse(readFileSync(join(from, 'unicode.json'), 'utf8'));
	const list = [];
	for (const [slice, range] of Object.entries(ranges)) {
		// Latin, Cyrillic and Vietnamese come from the text face.
		if (!slice.startsWith('[')) continue;
		const number = slice.slice(1, -1);
		const file = `${family}-${number}.woff2`;
		const variable = readFileSync(join(from, 'files', `${family}-${number}-wght-normal.woff2`));
		const fixed = await subset(variable, charactersOf(range), {
			targetFormat: 'woff2',
			variationAxes: { wght: WEIGHT }
		});
		writeFileSync(join(to, file), fixed);
		list.push([file, range]);
	}
	writeFileSync(join(to, `${language}.json`), JSON.stringify(list));
}

/** @param {string} range as in CSS: 'U+3042,U+30a1-30ab' */
function charactersOf(range) {
	let text = '';
	for (const part of range.split(',')) {
		const [first = '', last = first] = part.trim().slice(2).split('-');
		for (let point = parseInt(first, 16); point <= parseInt(last, 16); point++)
			text += String.fromCodePoint(point);
	}
	return text;
}

/** @param {string} family */
function versionOf(family) {
	return JSON.parse(readFileSync(join(modules, '@fontsource-variable', family, 'package.json'), 'utf8'))
		.version;
}
