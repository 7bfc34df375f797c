// A fingerprint of everything the build is made from, so that a build that is still good is not made again.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const MADE_FROM = [
	'src',
	'static',
	'drizzle',
	'project.inlang/settings.json',
	'scripts/build.js',
	'scripts/fonts.js',
	'scripts/prepare.js',
	'package-lock.json',
	'package.json',
	'svelte.config.js',
	'tsconfig.json',
	'vite.config.ts'
];

/** Made by the build itself, or no part of it. */
const NOT = /^(src\/lib\/paraglide|static\/fonts|static\/kiosk-app)(\/|$)|\.test\.ts$/;

/** SHA-256, in hex, of the names and contents of all source files under `root`. */
export function sourceHash(/** @type {string} */ root) {
	const hash = createHash('sha256');
	for (const file of MADE_FROM.flatMap((name) => filesOf(root, join(root, name)))) {
		hash.update(`${file}\0`);
		hash.update(readFileSync(join(root, file)));
		hash.update('\0');
	}
	return hash.digest('hex');
}

/** @returns {string[]} */
function filesOf(/** @type {string} */ root, /** @type {string} */ path) {
	const name = relative(root, path).replaceAll('\\', '/');
	if (NOT.test(name) || !existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [name];
	return readdirSync(path)
		.sort()
		.flatMap((entry) => filesOf(root, join(path, entry)));
}
