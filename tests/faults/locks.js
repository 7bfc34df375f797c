// Another process holds the database's write lock while ratings come in. The server must lose nothing; the bare
// client, which an app without our guard would use, must, or the test is worthless.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Trial } from './trial.js';
import { pause } from './wire.js';
import { ask } from './world.js';

/** @type {import('./list.js').Fault} */
export async function locks(world, { long, say }) {
	const trial = await new Trial(world, 'lock by another process').open();
	try {
		await trial.start();
		await trial.pair(6);
		for (const seconds of long ? [1, 10, 60, 1, 1, 1] : [1, 10]) {
			trial.load();
			await pause(400);
			const holder = hold(trial.file, seconds * 1_000);
			await once(holder.stdout, 'data');
			const before = trial.acknowledged();
			await once(holder, 'close');
			const meanwhile = trial.acknowledged() - before;
			// A commit under way as the lock was taken may still be answered; a stream of them is no lock.
			if (meanwhile > 6 * 50) trial.problems.push(`${meanwhile} ratings were acknowledged under a lock`);
			await trial.acknowledgedReach(trial.acknowledged() + 50, 60_000);
			await trial.halt();
			trial.times++;
			say(`${seconds} s: ${trial.acknowledged()} acknowledged`);
		}
		return await trial.reckon();
	} finally {
		await trial.close();
	}
}

/** @type {import('./list.js').Fault} */
export async function bareLock(world, { say }) {
	const trial = await new Trial(world, 'lock, bare client').open();
	const child = spawn(process.execPath, [join(import.meta.dirname, 'bare.js'), trial.file, 'FULL'], {
		stdio: ['ignore', 'pipe', 'ignore']
	});
	let said = '';
	child.stdout.on('data', (words) => (said += words));
	await once(child.stdout, 'data');
	const holder = hold(trial.file, 1_000);
	await once(holder, 'close');
	await pause(1_000);
	child.kill('SIGKILL');
	await once(child, 'close');
	const [rows = []] = await ask(trial.url, [`SELECT id FROM ratings WHERE id LIKE 'bare-%'`]);
	const told = said.split('\n').filter(Boolean).length;
	const lost = told - rows.length;
	trial.times = 1;
	say(`without the guard ${lost} of ${told} acknowledged rows are gone`);
	if (lost <= 0) trial.problems.push('the bare client lost nothing: this lock proves nothing');
	return trial.without(`without the guard ${lost} of ${told} acknowledged rows were lost`);
}

/**
 * @param {string} file
 * @param {number} ms
 */
function hold(file, ms) {
	return spawn(process.execPath, [join(import.meta.dirname, 'lock.js'), file, String(ms)], {
		stdio: ['ignore', 'pipe', 'inherit']
	});
}
