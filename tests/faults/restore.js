// The database is lost and an older backup takes its place: tablets notice another life of it and send again what it
// lacks, those that were paired since the backup come in anew, and in the end nothing acknowledged is missing.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Trial } from './trial.js';
import { pause } from './wire.js';
import { task } from './world.js';

/** @type {import('./list.js').Fault} */
export async function restore(world, { long, say }) {
	const trial = await new Trial(world, 'an older backup restored').open();
	try {
		await trial.start();
		await trial.pair(6);
		for (let time = 0; time < (long ? 6 : 2); time++) await lose(trial, say, long);
		return await trial.reckon();
	} finally {
		await trial.close();
	}
}

/**
 * @param {Trial} trial
 * @param {(words: string) => void} say
 * @param {boolean} long
 */
async function lose(trial, say, long) {
	const backups = join(trial.folder, `backups-${trial.times}`);
	trial.load();
	await pause(400);
	// Taken while ratings come in.
	const backup = await task(trial.url, 'backup', '--to', backups);
	if (backup.code !== 0) throw new Error(`no backup: ${backup.said}`);
	await trial.acknowledgedReach(trial.acknowledged() + 150);
	await trial.halt();
	const [late] = await trial.pair();
	if (!late) return;
	for (let count = 0; count < 7; count++) late.rate();
	await late.drain(10_000);
	await trial.stop();
	const file = readdirSync(backups).find((name) => name.endsWith('.db')) ?? '';
	const before = trial.acknowledged();
	const restored = await task(trial.url, 'restore', '--from', join(backups, file));
	if (restored.code !== 0) throw new Error(`not restored: ${restored.said}`);
	const lacking = await trial.look(trial.file, false, true);
	if (lacking.missing === 0) trial.problems.push('the backup lacks nothing: this restore proves nothing');
	await trial.start();
	// Some say hello first, as after a quiet night; some send what has come meanwhile, and hear of it in the answer.
	for (const [index, tablet] of trial.tablets.entries()) {
		if (tablet === late) continue;
		tablet.rate();
		if (index % 2 === 0) await tablet.hello();
	}
	await late.hello();
	if (late.locked !== 'device_unknown')
		trial.problems.push(`a tablet paired after the backup was answered ${late.locked || 'as if known'}`);
	await trial.again(late, { all: true });
	await trial.drain();
	trial.times++;
	if (long) {
		const known = await trial.server?.stop();
		if (known !== 0) trial.problems.push(`the server did not stop cleanly: ${known}`);
		await trial.look();
		await trial.start();
	}
	say(`${lacking.missing} of ${before} acknowledged ratings were not in the backup, and came again`);
}
