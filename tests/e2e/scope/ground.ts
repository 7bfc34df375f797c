// A department with two branches whose every name, number and word is unmistakable, and the production server on it:
// what of branch B comes back to anybody of branch A has leaked.
import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import * as people from '../../../src/lib/server/auth/people';
import { migrate } from '../../../src/lib/server/db/migrate';
import { open, type Db } from '../../../src/lib/server/db/open';
import { SYSTEM } from '../../../src/lib/shared/actor';
import { addDays, dayOf, instantOf } from '../../../src/lib/shared/day';
import { found, PASSWORD, ZONE, type Town } from '../../founding';
import { rating, tabletOf } from '../../ratings';
import { freePort, ready } from '../world';
import { appraise, SECRET, type Appraised } from './appraised';

/** How many ratings each branch has: numbers that stand nowhere else. */
export const COUNTS = { a: 1_511, b: 2_719 };

/** Words planted where people write: in comments, notes, names of links. */
export const SAID = { a: 'BÍMẬTA', b: 'BÍMẬTB' };

export type Ground = {
	origin: string;
	town: Town;
	/** Of one rating of each branch. */
	ratingIds: { a: string; b: string };
	/** Rows planted by hand, of each branch: their ids. */
	planted: Record<'annotation' | 'alert' | 'rule' | 'visit' | 'key', { a: number; b: number }>;
	/** A closed period with every sheet signed, a drafted one, the sheets of Anh and Giang in them, and their appeals. */
	appraised: Appraised;
	/** Keys for programs and wall screens, of branch A, whose owner sees more. */
	keys: { figures: string; board: string; appraisals: string };
	/** How many acts the audit trail holds. */
	acts: () => Promise<number>;
	/** How many cases branch B served, as it was planted. */
	served: () => Promise<number>;
	stop: () => Promise<void>;
};

export async function ground(): Promise<Ground> {
	const folder = mkdtempSync(join(tmpdir(), 'hai-long-scope-'));
	const made = join(folder, 'made.db');
	const db = open({ url: `file:${made}` });
	await migrate(db);
	const town = await found(db);
	const at = Date.now();
	const ratingIds = { a: await rate(db, town, 'a', at), b: await rate(db, town, 'b', at) };
	const planted = await plant(db, town, at);
	const keys = await issue(db, town, at);
	const appraised = await appraise(db, town, at, SAID);
	await db.guard.idle();
	await db.guard.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	db.close();
	// A closed client holds its file until it is collected, and the server minds who does: it gets a copy.
	const url = `file:${join(folder, 'scope.db')}`;
	copyFileSync(made, join(folder, 'scope.db'));

	const port = await freePort();
	const origin = `http://localhost:${port}`;
	const server = spawn(process.execPath, ['build/start.js'], {
		env: {
			...process.env,
			DATABASE_URL: url,
			SECRET,
			PORT: String(port),
			ORIGIN: origin,
			LOG_LEVEL: 'error'
		},
		stdio: ['ignore', 'inherit', 'inherit']
	});
	await ready(origin, server);
	const reader = open({ url });
	return {
		origin,
		town,
		ratingIds,
		planted,
		appraised,
		keys,
		async acts() {
			const [row] = await reader.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM audit_notes`);
			return row?.n ?? 0;
		},
		async served() {
			const [row] = await reader.read.all<{ n: number }>(
				sql`SELECT sum(count) AS n FROM visit_counts WHERE "branchId" = ${town.branches.b}`
			);
			return row?.n ?? 0;
		},
		async stop() {
			reader.close();
			server.kill('SIGTERM');
			if (server.exitCode === null) await once(server, 'exit');
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** Ratings of one branch over the last ninety days, through the real intake; answers the id of one with a comment. */
async function rate(db: Db, town: Town, branch: 'a' | 'b', at: number): Promise<string> {
	const { counters, officers, services } = town;
	const which = branch === 'a' ? 'a1' : 'b1';
	const sender = tabletOf(
		{ id: town.devices[which].id, counterId: counters[which] },
		town.devices[which].key
	);
	const today = dayOf(at, ZONE);
	let shown = '';
	for (let number = 0; number < COUNTS[branch];) {
		const size = Math.min(50, COUNTS[branch] - number);
		const day = addDays(today, -90 + Math.floor((number * 90) / COUNTS[branch]));
		const from = instantOf(day, ZONE, 9);
		const batch = Array.from({ length: size }, (_, index) => {
			const grade = 1 + ((number + index) % 5);
			const said = rating(town, {
				id: randomUUID(),
				counterId: counters[which],
				serviceId: services.declare,
				officerId: branch === 'a' ? officers.anh : officers.giang,
				serviceGrade: grade,
				officerGrade: grade,
				reasons: grade < 3 ? ['rude', 'long-wait'] : [],
				comment: index % 10 === 0 ? `${SAID[branch]} chờ lâu quá 待ち時間 ${number + index}` : null,
				tappedAt: from + index * 60_000
			});
			if (said.comment) shown = said.id;
			return said;
		});
		await sender.send(db, batch, from + 3_600_000);
		number += size;
	}
	return shown;
}

/** What a rule of the kind 'dissatisfied' finds. */
const FOUND = { scale: 5, n: 40, count: 20, percent: 10, low: 0.35, high: 0.65 };

/** What people write beside the figures, of both branches. */
async function plant(db: Db, town: Town, at: number): Promise<Ground['planted']> {
	const { leaderA, leaderB } = town.people;
	const today = dayOf(at, ZONE);
	const put = async (statement: ReturnType<typeof sql>): Promise<number> => {
		const rows = await db.write((tx) => tx.all<{ id: number }>(statement));
		return rows[0]?.id ?? 0;
	};
	const both = async (one: (branch: 'a' | 'b', id: number, person: string) => Promise<number>) => ({
		a: await one('a', town.branches.a, leaderA.id),
		b: await one('b', town.branches.b, leaderB.id)
	});
	const rule = await both((_, id) =>
		put(sql`INSERT INTO alert_rules ("branchId", kind, numbers, "isMailed", "createdAt")
			VALUES (${id}, 'dissatisfied', '{"days":7,"above":0.99,"least":100000}', 0, ${at}) RETURNING id`)
	);
	return {
		rule,
		annotation: await both((branch, id, person) =>
			put(sql`INSERT INTO annotations ("branchId", "fromDay", "toDay", body, "writtenBy", at)
				VALUES (${id}, ${addDays(today, -9)}, ${addDays(today, -9)}, ${SAID[branch]}, ${person}, ${at}) RETURNING id`)
		),
		alert: await both((branch, id) =>
			put(sql`INSERT INTO alerts ("ruleId", "branchId", kind, subject, found, "openedAt", "seenAt", note)
				VALUES (${rule[branch]}, ${id}, 'dissatisfied', '', ${JSON.stringify({ ...FOUND, from: today, to: today })}, ${at}, ${at}, ${SAID[branch]}) RETURNING id`)
		),
		visit: await both((branch, id) =>
			put(sql`INSERT INTO visit_counts ("branchId", day, "serviceId", "officerId", count, source, at)
				VALUES (${id}, ${addDays(today, -3)}, ${town.services.declare}, 0, ${COUNTS[branch] * 2}, ${SAID[branch]}, ${at}) RETURNING 1 AS id`)
		),
		key: await both((branch, id, person) =>
			put(sql`INSERT INTO api_keys (name, use, hash, hint, "branchIds", "ownerId", "createdAt")
				VALUES (${SAID[branch]}, 'figures', ${randomUUID()}, 'hl_x', ${JSON.stringify([id])}, ${person}, ${at}) RETURNING id`)
		)
	};
}

/** Keys of a leader of the whole department, narrowed to branch A. */
async function issue(db: Db, town: Town, at: number): Promise<Ground['keys']> {
	const chief = {
		name: 'Chi Cục Trưởng',
		username: 'chief',
		password: PASSWORD,
		role: 'leader' as const,
		language: 'vi' as const,
		officerId: null,
		branchIds: [town.branches.root]
	};
	const ownerId = await people.add(db, SYSTEM, chief, at);
	const make = async (use: 'figures' | 'board' | 'appraisals', owner = ownerId) => {
		const key = `hl_${createHash('sha256').update(`scope ${use}`).digest('base64url')}`;
		const hash = createHash('sha256').update(key).digest('base64url');
		await db.write((tx) =>
			tx.run(sql`INSERT INTO api_keys (name, use, hash, hint, "branchIds", "ownerId", "createdAt")
				VALUES (${`key ${use}`}, ${use}, ${hash}, 'hl_sc', ${JSON.stringify([town.branches.a])}, ${owner}, ${at})`)
		);
		return key;
	};
	return {
		figures: await make('figures'),
		board: await make('board'),
		appraisals: await make('appraisals', town.people.hr.id)
	};
}
