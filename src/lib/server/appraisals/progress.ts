// A period on one page: how far its sheets are, who has too few ratings, where a band's edge lies inside an interval.
import type { Person } from '../../shared/actor';
import { SHEET_STATES, type SheetState } from '../../shared/appraisal';
import type { Reads } from '../db/open';
import { caps, type Capped } from './caps';
import { rows, type Row } from './lines';
import type { Period } from './sight';

export { rows, type Row } from './lines';

export type Wanted = {
	state?: SheetState | null;
	branchId?: number | null;
	group?: string | null;
	only?: 'too_few' | 'warned' | null;
	/** Part of a name or code. */
	search?: string;
	/** From 1. */
	page?: number;
	size?: number;
};

export type Progress = {
	period: Period;
	/** Whether its last day has not ended, with the days that officers wait (sight.ts): nothing is decided or signed yet. */
	isRunning: boolean;
	/** Of all sheets that this reader may see. */
	total: number;
	counts: Record<SheetState, number>;
	tooFew: number;
	warned: number;
	caps: Capped[];
	branches: { id: number; name: string; n: number }[];
	groups: { name: string; n: number }[];
	/** Those asked for, by branch and name; how many there are in all, and how many pages. */
	rows: Row[];
	found: number;
	page: number;
	pages: number;
};

const SIZE = 50;

/** How a period stands, within the reader's sight. Refuses not_found. */
export async function progress(
	db: Reads,
	person: Person,
	periodId: number,
	at: number,
	wanted: Wanted = {}
): Promise<Progress> {
	const { period, rows: all } = await rows(db, person, periodId);
	const found = all.filter((row) => fits(row, wanted));
	const size = wanted.size ?? SIZE;
	const pages = Math.max(1, Math.ceil(found.length / size));
	const page = Math.min(Math.max(1, wanted.page ?? 1), pages);
	const counts = Object.fromEntries(SHEET_STATES.map((state) => [state, 0])) as Progress['counts'];
	for (const { state } of all) counts[state]++;
	const counted = all
		.filter(({ state }) => state !== 'excused')
		.map(({ group, decided, proposed, total, possible }) => ({
			group,
			band: decided === undefined ? proposed : decided,
			total,
			possible
		}));
	return {
		period,
		isRunning: at < period.overAt,
		total: all.length,
		counts,
		tooFew: all.filter(({ tooFew }) => tooFew).length,
		warned: all.filter(({ warned }) => warned).length,
		// Coaching proposes no band.
		caps: period.mode === 'coaching' ? [] : caps(counted, period.ruleSet.content),
		branches: tally(all, ({ branchId }) => branchId).map(([id, of]) => ({
			id,
			name: of[0]?.branch ?? '',
			n: of.length
		})),
		groups: tally(all, ({ group }) => group).map(([name, of]) => ({ name, n: of.length })),
		rows: found.slice((page - 1) * size, page * size),
		found: found.length,
		page,
		pages
	};
}

function fits(row: Row, { state, branchId, group, only, search = '' }: Wanted): boolean {
	const text = plain(search.trim());
	return (
		(!state || row.state === state) &&
		(!branchId || row.branchId === branchId) &&
		(!group || row.group === group) &&
		(only !== 'too_few' || row.tooFew) &&
		(only !== 'warned' || row.warned) &&
		(text === '' || plain(`${row.name} ${row.code}`).includes(text))
	);
}

/** As somebody types it who leaves the marks off: 'nguyen' finds 'Nguyễn', 'dung' finds 'Đức Dũng'. */
function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
}

function tally<K>(rows: readonly Row[], key: (row: Row) => K): [K, Row[]][] {
	const of = new Map<K, Row[]>();
	for (const row of rows) {
		const list = of.get(key(row));
		if (list) list.push(row);
		else of.set(key(row), [row]);
	}
	return [...of];
}
