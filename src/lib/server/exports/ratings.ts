// Ratings row by row, for leaders: what each customer chose, in groups in which nobody can be told apart. By week and not
// by day; never by officer, counter or minute; in an order that tells no time (docs/decisions/027).
import { createCipheriv, createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Day } from '../../shared/day';
import { say as sayIn, type Language, type Words } from '../../shared/language';
import { holds, type Scope } from '../auth/scope';
import type { Reads } from '../db/open';
import * as names from '../org/names';
import { questionnaireVersions } from '../org/table';
import type { Pace } from './pace';
import { takenIn } from './reach';
import type { Cell, Column, Say } from './sheet';
import { readWeek, type Raw } from './weekrows';
import { mondays, plan, type Week } from './weeks';
import { generalise } from './withhold';

export type Wish = {
	/** Days; whole weeks of them are told. */
	from: Day;
	to: Day;
	today: Day;
	/** All that the reader sees, and what of it is chosen. */
	scope: Scope;
	branches: Scope;
	serviceId: number | null;
	scale: number | null;
	/** Whether ratings with a mark are told too. */
	marked: boolean;
	minCell: number;
	/** Whether grades of officers are told, though never whose. */
	officersShown: boolean;
	language: Language;
	/** Orders the rows of a week; whoever does not know it learns nothing from the order. */
	secret: string;
};

export type Rows = {
	columns: Column[];
	rows: AsyncGenerator<Cell[]>;
	/** The first day of the first week and the last of the last; null: the days hold no whole week that is over. */
	span: { from: Day; to: Day } | null;
	/** How many ratings are left out because their branch had too few in that week. */
	left: number;
};

/** How many rows are told before others have their turn. */
const BETWEEN_TURNS = 200;

const COLUMNS: Column[] = [
	{ key: 'week', kind: 'day' },
	{ key: 'branch', kind: 'text' },
	{ key: 'service', kind: 'text' },
	{ key: 'scale', kind: 'number' },
	{ key: 'service_grade', kind: 'number' },
	{ key: 'officer_grade', kind: 'number' },
	{ key: 'reason_codes', kind: 'text' },
	{ key: 'reasons', kind: 'text' },
	{ key: 'language', kind: 'text' },
	{ key: 'channel', kind: 'text' },
	{ key: 'marked', kind: 'text' }
];

/**
 * The rows of a wish; figures must have caught up with the ledger. Which weeks, branches and services are told is
 * decided before any row is read, and of all that the reader sees: filters choose among what may be told.
 */
export async function ratings(db: Reads, pace: Pace, wish: Wish, say: Say): Promise<Rows> {
	const called = await names.at(db);
	const tree = [...called.branches].map(([id, { parentId }]) => ({ id, parentId }));
	const weeks = await plan(db, pace, {
		mondays: mondays(wish, wish.today),
		scope: wish.scope,
		chosen: wish.branches,
		tree: tree.filter(({ id }) => holds(wish.scope, id)),
		minCell: wish.minCell
	});
	const columns = COLUMNS.filter(({ key }) => wish.officersShown || key !== 'officer_grade');
	const [first, last] = [weeks[0], weeks.at(-1)];
	return {
		columns,
		rows: told(db, pace, wish, weeks, writer(wish, called, await reasonWords(db), say)),
		span: first && last ? { from: first.monday, to: last.sunday } : null,
		left: weeks.reduce((sum, week) => sum + week.left, 0)
	};
}

type Write = (week: Week, row: Raw, told: (string | number | null)[]) => Cell[];

async function* told(db: Reads, pace: Pace, wish: Wish, weeks: readonly Week[], write: Write) {
	const outside = await takenIn(db);
	const [top] = await db.all<{ position: number }>(sql`SELECT position FROM rollup_progress WHERE id = 1`);
	const last = top?.position ?? 0;
	let since = 0;
	for (const week of weeks) {
		const branches = await readWeek(db, pace, {
			...{ monday: week.monday, sunday: week.sunday, branches: wish.branches },
			...{ outside, last, count: week.all }
		});
		for (const branchId of [...branches.keys()].sort((a, b) => a - b)) {
			await pace.turn();
			for (const cells of ofBranch(branches.get(branchId) ?? [], branchId, week, wish, write)) {
				yield cells;
				if (++since % BETWEEN_TURNS === 0) await pace.turn();
			}
		}
	}
}

/** The rows of one branch in one week that may be told, as they may be told. */
function* ofBranch(all: readonly Raw[], branchId: number, week: Week, wish: Wish, write: Write) {
	for (const scale of [...new Set(all.map((row) => row.scale))].sort()) {
		const rows = all.filter((row) => row.scale === scale);
		// Counted anew, because a rating may have been struck since the weeks were planned.
		if (week.out.get(scale)?.has(branchId) || rows.length < wish.minCell) continue;
		if (wish.scale !== null && scale !== wish.scale) continue;
		const keys = [(row: Raw) => row.serviceId, (row: Raw) => row.language, (row: Raw) => row.channel];
		const alike = generalise(rows, keys, wish.minCell);
		for (const row of shuffled(rows, wish.secret, `${week.monday} ${branchId} ${scale}`)) {
			const [serviceId = null, ...more] = alike.get(row) ?? [];
			if (wish.serviceId !== null && serviceId !== wish.serviceId) continue;
			if (!wish.marked && row.marked) continue;
			yield write(week, row, [serviceId, ...more]);
		}
	}
}

/** In an order that depends on the secret and on which rows there are, and not on time. */
function shuffled(rows: readonly Raw[], secret: string, about: string): Raw[] {
	const key = createHmac('sha256', secret).update(`order of ${about}`).digest();
	const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(rows.length * 6));
	return rows
		.toSorted((one, other) => one.position - other.position)
		.map((row, at) => ({ row, at: stream.readUIntBE(at * 6, 6) }))
		.sort((one, other) => one.at - other.at)
		.map(({ row }) => row);
}

/** The words of each version's reasons, by code. */
async function reasonWords(db: Reads): Promise<Map<number, Map<string, Words>>> {
	const versions = await db
		.select({ id: questionnaireVersions.id, content: questionnaireVersions.content })
		.from(questionnaireVersions);
	return new Map(
		versions.map(({ id, content }) => [id, new Map(content.reasons.map(({ code, words }) => [code, words]))])
	);
}

function writer(
	{ language, officersShown }: Wish,
	called: names.Names,
	reasons: Map<number, Map<string, Words>>,
	say: Say
): Write {
	const named = (one: { name: Words } | undefined) => (one ? sayIn(one.name, language) : null);
	const withheld = say('withheld');
	return (week, row, [serviceId, spoken, channel]) => {
		const codes = JSON.parse(row.reasons) as string[];
		const words = reasons.get(row.questionnaireId);
		const chosen = codes.map((code) => {
			const one = words?.get(code);
			return one ? sayIn(one, language) : code;
		});
		return [
			week.monday,
			named(called.branches.get(row.branchId)),
			serviceId === null ? withheld : named(called.services.get(Number(serviceId))),
			row.scale,
			row.serviceGrade,
			...(officersShown ? [row.officerGrade] : []),
			codes.join(' '),
			chosen.join('; '),
			spoken ?? withheld,
			channel === null || channel === undefined ? withheld : say(`channel_${channel}`),
			say(row.marked ? 'yes' : 'no')
		];
	};
}
