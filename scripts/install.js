// Whether `npm ci` must run first: the packages are missing, or the lock file has changed since they were installed.
import { existsSync, statSync } from 'node:fs';

export function needsInstall() {
	const stamp = 'node_modules/.package-lock.json';
	return !existsSync(stamp) || statSync('package-lock.json').mtimeMs > statSync(stamp).mtimeMs + 1000;
}
