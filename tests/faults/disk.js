// The disk that forgets, and the clock (disk.c), around a process: built once, preloaded, told what to do next.
import { spawnSync } from 'node:child_process';
import {
	closeSync,
	cpSync,
	existsSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
	writeSync
} from 'node:fs';
import { join, resolve } from 'node:path';

const SECTOR = 512;

/** Compiles the library; installs a compiler where there is none. @param {string} folder */
export function build(folder) {
	const library = join(folder, 'disk.so');
	if (existsSync(library)) return library;
	if (spawnSync('cc', ['--version']).status !== 0) install();
	const source = resolve(import.meta.dirname, 'disk.c');
	const made = spawnSync('cc', ['-shared', '-fPIC', '-O2', '-o', library, source, '-ldl', '-lpthread'], {
		encoding: 'utf8'
	});
	if (made.status !== 0) throw new Error(`disk.c was not compiled: ${made.stderr ?? made.error}`);
	return library;
}

function install() {
	const [command = 'apt-get', ...first] = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', 'apt-get'];
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [
		['update', '-qq'],
		['install', '-y', '-qq', '--no-install-recommends', 'gcc', 'libc6-dev']
	])
		spawnSync(command, [...first, ...args], { stdio: 'inherit', env });
}

export class Disk {
	/**
	 * @param {string} folder for the shadow, the control file and, once, the library
	 * @param {string} watched the folder whose files it is about
	 * @param {string} library from `build`
	 */
	constructor(folder, watched, library) {
		this.watched = watched;
		this.shadow = join(folder, 'shadow');
		this.control = join(folder, 'control');
		this.library = library;
		this.renew();
	}

	/** What is in the watched folder now counts as safely on the disk. */
	renew() {
		rmSync(this.shadow, { recursive: true, force: true });
		cpSync(this.watched, this.shadow, { recursive: true });
		rmSync(join(this.shadow, 'trial.db-shm'), { force: true });
		writeFileSync(this.control, Buffer.alloc(24));
	}

	get env() {
		return {
			LD_PRELOAD: this.library,
			DISK_WATCH: this.watched,
			DISK_SHADOW: this.shadow,
			DISK_CONTROL: this.control
		};
	}

	/** @param {{ full?: boolean, slowMs?: [number, number], failing?: boolean }} behaviour */
	behave({ full = false, slowMs = [0, 0], failing = false } = {}) {
		const words = Buffer.alloc(16);
		for (const [place, word] of [Number(full), ...slowMs, Number(failing)].entries())
			words.writeInt32LE(word, place * 4);
		const file = openSync(this.control, 'r+');
		writeSync(file, words, 0, 16, 0);
		closeSync(file);
	}

	/** Puts the process's clock forward. @param {number} seconds */
	ahead(seconds) {
		const word = Buffer.alloc(4);
		word.writeInt32LE(seconds);
		const file = openSync(this.control, 'r+');
		writeSync(file, word, 0, 4, 20);
		closeSync(file);
	}

	/** How many fsyncs there were since `renew`. */
	syncs() {
		return readFileSync(this.control).readInt32LE(16);
	}

	/**
	 * What a cut leaves is not only what was fsynced: of the rest some sectors may have reached the disk, in any
	 * order. Puts a random share of those that differ into the shadow.
	 * @param {string} name a file in both folders
	 */
	tear(name) {
		const real = join(this.watched, name);
		const kept = join(this.shadow, name);
		if (!existsSync(real)) return 0;
		const now = readFileSync(real);
		const safe = existsSync(kept) ? readFileSync(kept) : Buffer.alloc(0);
		const file = openSync(kept, existsSync(kept) ? 'r+' : 'w+');
		let torn = 0;
		for (let from = 0; from < now.length; from += SECTOR) {
			const sector = now.subarray(from, from + SECTOR);
			if (sector.equals(safe.subarray(from, from + SECTOR)) || Math.random() < 0.5) continue;
			writeSync(file, sector, 0, sector.length, from);
			torn++;
		}
		closeSync(file);
		return torn;
	}
}
