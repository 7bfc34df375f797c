// Where the fonts of papers lie: beside the build (scripts/papers.js puts them there), or, where nothing was built, as
// they were installed.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Face } from '../../shared/paper';

/** Paths of the font files of each face. */
export type Fonts = Record<Face, { normal: string; bold: string }>;

const WEIGHTS = { normal: '400Regular', bold: '700Bold' } as const;

/** The fonts of this installation. Throws an Error that says what to do when there are none. */
export function fonts(from = dirname(fileURLToPath(import.meta.url))): Fonts {
	const built = folderAbove(from);
	const face = (name: Face) => ({ normal: file(built, name, 'normal'), bold: file(built, name, 'bold') });
	return { sc: face('sc'), jp: face('jp'), kr: face('kr') };
}

/** The code lies somewhere below build/, which holds papers/. */
function folderAbove(from: string): string | null {
	for (let folder = from; ; folder = dirname(folder)) {
		if (existsSync(join(folder, 'papers', nameOf('sc', 'normal')))) return join(folder, 'papers');
		if (dirname(folder) === folder) return null;
	}
}

function file(built: string | null, face: Face, weight: keyof typeof WEIGHTS): string {
	if (built !== null) return join(built, nameOf(face, weight));
	const installed = `@expo-google-fonts/noto-sans-${face}/${WEIGHTS[weight]}/${nameOf(face, weight)}`;
	try {
		return createRequire(import.meta.url).resolve(installed);
	} catch {
		throw new Error('The fonts of papers are missing: run npm run build.');
	}
}

function nameOf(face: Face, weight: keyof typeof WEIGHTS): string {
	return `NotoSans${face.toUpperCase()}_${WEIGHTS[weight]}.ttf`;
}
