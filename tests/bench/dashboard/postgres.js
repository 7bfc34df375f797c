// PostgreSQL 15 beside the product: the same rows, only the columns that the questions need, with covering indexes, and
// tuned for a machine of its own. Kept in a folder under /tmp for the next run with the same rows.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { median } from '../server.js';

const SETTINGS = {
	shared_buffers: '3GB',
	effective_cache_size: '8GB',
	work_mem: '256MB',
	maintenance_work_mem: '1GB',
	max_wal_size: '8GB',
	max_parallel_workers_per_gather: '2',
	random_page_cost: '1.1',
	effective_io_concurrency: '200',
	// Loading alone: it answers questions, and nothing here must outlive a power cut.
	fsync: 'off',
	synchronous_commit: 'off',
	full_page_writes: 'off',
	autovacuum: 'off',
	listen_addresses: ''
};

const TABLES = `
	DROP TABLE IF EXISTS ratings, reasons;
	CREATE UNLOGGED TABLE ratings (
		day date NOT NULL, branch_id int NOT NULL, service_id smallint NOT NULL, officer_id int,
		slot smallint NOT NULL, scale smallint NOT NULL, service_grade smallint NOT NULL, officer_grade smallint);
	CREATE UNLOGGED TABLE reasons (
		day date NOT NULL, branch_id int NOT NULL, service_id smallint NOT NULL, code text NOT NULL)`;

const INDEXES = `
	CREATE INDEX ON ratings (day) INCLUDE (branch_id, service_id, officer_id, slot, scale, service_grade, officer_grade);
	CREATE INDEX ON ratings (branch_id, day) INCLUDE (service_id, officer_id, slot, scale, service_grade, officer_grade);
	CREATE INDEX ON ratings (service_id, day) INCLUDE (scale, service_grade, officer_grade);
	CREATE INDEX ON ratings (officer_id, day) INCLUDE (scale, service_grade, officer_grade);
	CREATE INDEX ON reasons (day) INCLUDE (code);
	CREATE INDEX ON reasons (branch_id, day) INCLUDE (code);
	VACUUM (ANALYZE) ratings;
	VACUUM (ANALYZE) reasons`;

const RATING = `day || ',' || branchId || ',' || serviceId || ',' || coalesce(officerId, '') || ','
	|| (CAST(strftime('%w', day) AS INTEGER) * 24 + (tappedAt + skewMs + 25200000) / 3600000 % 24) || ','
	|| scale || ',' || serviceGrade || ',' || coalesce(officerGrade, '')`;
const REASON = `day || ',' || branchId || ',' || serviceId || ',' || reason.value`;
const FROM = `ratings WHERE position BETWEEN ? AND ?`;
const REASONS = `ratings CROSS JOIN json_each(reasons) reason WHERE position BETWEEN ? AND ? AND reasons <> '[]'`;

/** Where a command of PostgreSQL 15 is; null: it is not installed. @param {string} name */
function command(name) {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/lib/postgresql/15/bin'];
	return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** It refuses to be run by root. */
function somebody() {
	if (process.getuid?.() !== 0) return {};
	for (const name of ['postgres', 'nobody']) {
		const [uid, gid] = ['-u', '-g'].map((which) => Number(spawnSync('id', [which, name]).stdout));
		if (uid && gid) return { uid, gid };
	}
	return {};
}

/**
 * Starts it with the rows of a database file; null, and says how to install it, where it is missing.
 * @param {string} file
 * @param {number} ratings
 */
export async function start(file, ratings) {
	const [initdb, postgres, psql] = ['initdb', 'postgres', 'psql'].map(command);
	if (!initdb || !postgres || !psql) {
		console.log('PostgreSQL 15 is not here: apt-get install postgresql-15. Left out.');
		return null;
	}
	const folder = join(tmpdir(), `hai-long-postgres-${ratings}`);
	const who = somebody();
	mkdirSync(folder, { recursive: true });
	if (who.uid) chownSync(folder, who.uid, who.gid ?? 0);
	const data = join(folder, 'data');
	if (!existsSync(data)) {
		const args = ['-D', data, '-U', 'bench', '-A', 'trust', '--no-sync', '--locale=C', '--encoding=UTF8'];
		const done = spawnSync(initdb, args, { ...who, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
		if (done.status !== 0) throw new Error('initdb failed');
	}
	const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
	const child = spawn(postgres, ['-D', data, '-k', folder, ...settings], {
		...who,
		cwd: folder,
		stdio: 'ignore'
	});
	const run = (/** @type {string} */ statements) => {
		const args = ['-h', folder, '-U', 'bench', '-d', 'postgres', '-X', '-q', '-v', 'ON_ERROR_STOP=1'];
		return spawnSync(psql, args, { encoding: 'utf8', input: statements, maxBuffer: 64 * 1024 * 1024 });
	};
	for (let tries = 0; run('SELECT 1').status !== 0; tries++) {
		if (tries > 100 || child.exitCode !== null) throw new Error('PostgreSQL did not come up');
		await new Promise((later) => setTimeout(later, 200));
	}
	const loaded = await load(file, ratings, folder, psql, run);
	return {
		loaded,
		version: run('SHOW server_version;').stdout.match(/\d+\.\d+/)?.[0] ?? '',
		/**
		 * Milliseconds, the median of some times after one that does not count.
		 * @param {string} statement
		 * @param {number} times
		 */
		ask(statement, times) {
			const done = run(`\\o /dev/null\n\\timing on\n${`${statement};\n`.repeat(times + 1)}`);
			if (done.status !== 0) throw new Error(done.stderr);
			const took = [...done.stdout.matchAll(/Time: ([\d.]+) ms/g)].map((match) => Number(match[1]));
			return median(took.slice(1));
		},
		async stop() {
			child.kill('SIGINT');
			if (child.exitCode === null) await once(child, 'exit');
		}
	};
}

/**
 * @param {string} file
 * @param {number} ratings
 * @param {string} folder
 * @param {string} psql
 * @param {(statements: string) => { status: number | null, stderr: string }} run
 */
async function load(file, ratings, folder, psql, run) {
	const mark = join(folder, 'loaded');
	if (existsSync(mark) && readFileSync(mark, 'utf8') === String(ratings)) return null;
	const startedAt = performance.now();
	const must = (/** @type {string} */ statements) => {
		const done = run(statements);
		if (done.status !== 0) throw new Error(done.stderr);
	};
	must(`${TABLES};`);
	for (const [table, line, from] of /** @type {const} */ ([
		['ratings', RATING, FROM],
		['reasons', REASON, REASONS]
	])) {
		const args = [
			'-h',
			folder,
			'-U',
			'bench',
			'-d',
			'postgres',
			'-X',
			'-q',
			'-c',
			`COPY ${table} FROM STDIN CSV`
		];
		const into = spawn(psql, args, { stdio: ['pipe', 'inherit', 'inherit'] });
		const out = spawn(process.execPath, ['tests/bench/dashboard/lines.js', file, line, from], {
			stdio: ['ignore', 'pipe', 'inherit']
		});
		out.stdout.pipe(into.stdin);
		const [[code], [sent]] = await Promise.all([once(into, 'exit'), once(out, 'exit')]);
		if (code !== 0 || sent !== 0) throw new Error(`the ${table} were not loaded`);
	}
	must(`${INDEXES};`);
	writeFileSync(mark, String(ratings));
	return Math.round((performance.now() - startedAt) / 1000);
}
