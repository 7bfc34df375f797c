// Puts the fonts of papers (PDF) beside the build: the server that runs it is installed without them. 44 MB, of which
// a paper holds only the letters it shows (src/lib/server/paper).
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const to = join(root, 'build/papers');

mkdirSync(to, { recursive: true });
for (const face of ['sc', 'jp', 'kr']) {
	const from = join(root, 'node_modules/@expo-google-fonts', `noto-sans-${face}`);
	for (const weight of ['400Regular', '700Bold']) {
		const name = `NotoSans${face.toUpperCase()}_${weight}.ttf`;
		copyFileSync(join(from, weight, name), join(to, name));
	}
	copyFileSync(join(from, 'LICENSE_FONT'), join(to, `LICENSE-${face}.txt`));
}
