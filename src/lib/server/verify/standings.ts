// How ratings stand, made again from marks and entries alone, to be compared with the table that says so.
import { sql } from 'drizzle-orm';
import type { Reads } from '../db/open';
import type { Finding } from './finding';

export type Standing = {
	struck: boolean;
	marked: boolean;
	settled: boolean;
	officerId: number | null;
	officerGrade: number | null;
};

/** How far the roller has read marks and entries. */
export type Watermarks = { mark: number; entry: number };

const CHUNK = 5_000;

type Building = Standing & { rules: Set<string>; cleared: Set<string> };

/** Position → standing, of those ratings that do not stand as they were recorded. */
export async function standingsOf(db: Reads, { mark, entry }: Watermarks): Promise<Map<number, Standing>> {
	const building = new Map<number, Building>();
	const at = (position: number): Building => {
		let standing = building.get(position);
		if (!standing) {
			standing = {
				...{ struck: false, marked: false, settled: false, officerId: null, officerGrade: null },
				...{ rules: new Set(), cleared: new Set() }
			};
			building.set(position, standing);
		}
		return standing;
	};
	await each<{ id: number; position: number; rule: string }>(
		(after) =>
			db.all(
				sql`SELECT id, position, rule FROM marks WHERE id > ${after} AND id <= ${mark} ORDER BY id LIMIT ${CHUNK}`
			),
		({ position, rule }) => at(position).rules.add(rule)
	);
	type Said = {
		id: number;
		/** Null where the rating is not there; that is said elsewhere. */
		position: number | null;
		act: string;
		rule: string | null;
		officerId: number | null;
		grade: number | null;
	};
	await each<Said>(
		(after) =>
			db.all(
				sql`SELECT e.id, r.position, e.act, e.rule, e."officerId",
					coalesce(r."claimedOfficerGrade", r."officerGrade") AS grade
					FROM (SELECT * FROM rating_entries WHERE id > ${after} AND id <= ${entry} ORDER BY id LIMIT ${CHUNK}) e
					LEFT JOIN ratings r ON r.id = e."ratingId" ORDER BY e.id`
			),
		({ position, act, rule, officerId, grade }) => {
			if (position === null) return;
			const standing = at(position);
			if (act === 'strike_confirmed') standing.struck = true;
			if (act === 'lift_confirmed') standing.struck = false;
			if (act === 'mark_cleared' && rule !== null) standing.cleared.add(rule);
			if (act === 'officer_settled')
				Object.assign(standing, {
					settled: true,
					officerId,
					officerGrade: officerId === null ? null : grade
				});
		}
	);
	const standings = new Map<number, Standing>();
	for (const [position, { rules, cleared, ...standing }] of building) {
		standing.marked = [...rules].some((rule) => !cleared.has(rule));
		if (standing.struck || standing.marked || standing.settled) standings.set(position, standing);
	}
	return standings;
}

/** The standings as they lie in the database; within the transaction in which the watermarks were read. */
export async function kept(db: Reads): Promise<Map<number, Standing>> {
	const found = new Map<number, Standing>();
	await each<{ id: number } & Record<keyof Standing, number | null>>(
		(after) =>
			db.all(
				sql`SELECT position AS id, struck, marked, settled, "officerId", "officerGrade" FROM standings
					WHERE position > ${after} ORDER BY position LIMIT ${CHUNK}`
			),
		({ id, struck, marked, settled, officerId, officerGrade }) =>
			found.set(id, {
				...{ struck: struck === 1, marked: marked === 1, settled: settled === 1 },
				...{ officerId, officerGrade }
			})
	);
	return found;
}

async function each<T extends { id: number }>(
	ask: (after: number) => Promise<T[]>,
	take: (row: T) => void
): Promise<void> {
	for (let after = 0; ;) {
		const rows = await ask(after);
		rows.forEach(take);
		after = rows.at(-1)?.id ?? after;
		if (rows.length < CHUNK) return;
		await new Promise((turn) => setImmediate(turn));
	}
}

/** Standings that are missing, too many or other than they ought to be. */
export function differing(
	found: ReadonlyMap<number, Standing>,
	ought: ReadonlyMap<number, Standing>
): Finding[] {
	const findings: Finding[] = [];
	for (const position of new Set([...found.keys(), ...ought.keys()])) {
		const [is, be] = [said(found.get(position)), said(ought.get(position))];
		if (is !== be)
			findings.push({
				kind: 'rollup',
				table: 'standings',
				position,
				text: `standing of position ${position}: it says ${is}, marks and entries say ${be}`
			});
	}
	return findings;
}

function said(standing: Standing | undefined): string {
	if (!standing) return 'as recorded';
	const { struck, marked, settled, officerId, officerGrade } = standing;
	const words = [struck && 'struck', marked && 'marked'].filter(Boolean);
	if (settled) words.push(`served by ${officerId ?? 'nobody'}, grade ${officerGrade ?? 'none'}`);
	return words.join(', ');
}
