// Power cuts: the server is killed under load and goes on with a disk that kept only what was fsynced, at every
// second cut with some of the rest in any order. The same by the bare client with synchronous=FULL, which must not
// lose a row either, and with NORMAL, which must, or the test is worthless.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as disks from './disk.js';
import { Trial } from './trial.js';
import { pause } from './wire.js';
import { ask, copy } from './world.js';

/** @type {import('./list.js').Fault} */
export async function cuts(world, { long, say }) {
	const trial = await new Trial(world, 'power cut').open();
	try {
		const times = long ? 40 : 5;
		const disk = new disks.Disk(trial.folder, join(trial.folder, 'data'), disks.build(world.folder));
		const survivor = join(disk.shadow, 'trial.db');
		await trial.start();
		await trial.pair(8);
		await trial.stop();
		let syncs = 0;
		let tornAll = 0;
		for (let time = 0; time < times; time++) {
			disk.renew();
			const server = await trial.start(disk.env);
			// A slow disk makes it likely that the cut comes between a write and its fsync; then some of it is torn.
			const tearing = time % 2 === 1;
			if (tearing) disk.behave({ slowMs: [20, 60] });
			trial.load();
			await trial.acknowledgedReach(trial.acknowledged() + 10);
			await pause(Math.random() * 700);
			if (tearing) await nextSync(disk);
			await server.kill();
			await trial.halt();
			trial.times++;
			syncs += disk.syncs();
			const torn = tearing ? disk.tear('trial.db-wal') + disk.tear('trial.db') : 0;
			tornAll += torn;
			const findings = await trial.look(survivor, long || time === times - 1);
			copy(survivor, trial.file);
			say(`${time + 1}/${times}: ${findings.acknowledged} acknowledged, ${torn} torn sectors`);
		}
		if (syncs < times * 2) trial.problems.push(`only ${syncs} fsyncs were seen: the library is not at work`);
		if (tornAll === 0) trial.problems.push('no cut came between a write and its fsync');
		await trial.start();
		return { ...(await trial.reckon()), note: `${syncs} fsyncs, ${tornAll} torn sectors` };
	} finally {
		await trial.close();
	}
}

/** Waits until an fsync has begun. @param {disks.Disk} disk */
async function nextSync(disk) {
	const before = disk.syncs();
	for (let tries = 0; tries < 500 && disk.syncs() === before; tries++) await pause(2);
}

/** @type {import('./list.js').Fault} */
export async function bareCuts(world, { long, say }) {
	const trial = await new Trial(world, 'power cut, bare client').open();
	const full = { rows: 0, lost: 0, cuts: long ? 15 : 2 };
	const normal = { rows: 0, lost: 0, cuts: long ? 15 : 12 };
	for (const [mode, tally] of /** @type {const} */ ([
		['FULL', full],
		['NORMAL', normal]
	]))
		for (let time = 0; time < tally.cuts; time++) {
			const { rows, lost } = await bareCut(trial, mode);
			tally.rows += rows;
			tally.lost += lost;
			trial.times++;
			// One loss is proof enough for the short version.
			if (!long && mode === 'NORMAL' && lost > 0) break;
		}
	say(`FULL lost ${full.lost} of ${full.rows}, NORMAL ${normal.lost} of ${normal.rows}`);
	if (full.lost > 0) trial.problems.push(`synchronous=FULL lost ${full.lost} rows`);
	if (normal.lost === 0) trial.problems.push('synchronous=NORMAL lost nothing: these cuts prove nothing');
	return trial.without(
		`FULL lost ${full.lost} of ${full.rows} rows, NORMAL ${normal.lost} of ${normal.rows}`
	);
}

/**
 * @param {Trial} trial
 * @param {'FULL' | 'NORMAL'} mode
 */
async function bareCut(trial, mode) {
	copy(trial.world.template, trial.file);
	const disk = new disks.Disk(trial.folder, join(trial.folder, 'data'), disks.build(trial.world.folder));
	const child = spawn(
		process.execPath,
		[join(import.meta.dirname, 'bare.js'), trial.file, mode],
		// With a write-ahead log that is checkpointed seldom NORMAL syncs seldom; the run is long enough for several.
		{ env: { ...process.env, ...disk.env }, stdio: ['ignore', 'pipe', 'inherit'] }
	);
	let said = '';
	child.stdout.on('data', (words) => (said += words));
	await once(child.stdout, 'data');
	await pause(300 + Math.random() * 700);
	child.kill('SIGKILL');
	await once(child, 'close');
	const positions = said.split('\n').filter(Boolean).map(Number);
	const aside = join(trial.folder, 'look', 'look.db');
	copy(join(disk.shadow, 'trial.db'), aside);
	const [rows = []] = await ask(`file:${aside}`, ['SELECT position FROM ratings']);
	const there = new Set(rows.map((row) => Number(row.position)));
	return { rows: positions.length, lost: positions.filter((position) => !there.has(position)).length };
}
