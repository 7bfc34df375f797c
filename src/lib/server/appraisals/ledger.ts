// What sheets are computed from: the ratings of a period as they stood at a moment of the ledger, and at no other. Never
// from rollups or standings, which only know how ratings stand now.
import { sql } from 'drizzle-orm';
import type { Moment, Subject } from '../../shared/appraisal';
import { addDays, type Day } from '../../shared/day';
import type { Cause, Scale } from '../../shared/rating';
import type { Reads } from '../db/open';
import { questionnaireVersions } from '../org/table';
import { endings, type Ending } from '../ratings/counts';
import { Own, type Rated } from './own';
import { lines, type Asked, type Line } from './rows';
import { touched, type Touched } from './touched';
import { placing, type Window } from './windows';

export type Question = {
	kind: Subject;
	/** Officers, or units. */
	ids: readonly number[];
	/** The period, then earlier ones (windows.ts). */
	windows: readonly Window[];
	moment: Moment;
};

/**
 * Counts the ratings of subjects as they stood at a moment: those up to its position, under the entries and marks up to
 * its numbers. Struck ratings count for nobody; one whose officer a person has settled counts for that officer, with the
 * grade the customer gave. Both ends of each window count. Answers one for every id. `read` hears which part of the
 * ledger has been looked at, up to 1.
 */
export async function count(
	db: Reads,
	{ kind, ids, windows, moment }: Question,
	read?: (part: number) => void,
	signal?: AbortSignal
): Promise<Map<number, Own>> {
	const owns = new Map(ids.map((id) => [id, new Own()]));
	const asked: Asked = { kind, ids, windows, position: moment.position };
	const knowing = await known(db, windows);
	for await (const { some, part } of lines(db, asked)) {
		signal?.throwIfAborted();
		for (const line of some) {
			const own = owns.get(line[0]);
			const rated = own && ratedOf(line, knowing);
			if (rated) own.count(rated);
		}
		read?.(part);
	}
	for await (const some of touched(db, asked, moment)) {
		signal?.throwIfAborted();
		for (const one of some) stand(owns, one, kind, knowing);
	}
	return owns;
}

/** Counts a rating of which something was said as it stands, and no more as it was recorded. */
function stand(owns: ReadonlyMap<number, Own>, one: Touched, kind: Subject, knowing: Knowing): void {
	const recorded = ratedOf(one.recorded, knowing);
	if (!recorded) return;
	owns.get(one.recorded[0])?.count(recorded, -1);
	const own = owns.get(kind === 'unit' ? one.recorded[0] : (one.officerId ?? 0));
	if (!own) return;
	const isPeriod = recorded.window === 0;
	if (one.struck) {
		if (isPeriod) own.standing.struck++;
		return;
	}
	const grade = kind === 'unit' ? recorded.grade : (one.officerGrade ?? 0);
	own.count({ ...recorded, grade, marked: one.marked });
	if (isPeriod && kind === 'officer' && one.officerId !== one.recordedId) own.standing.settled++;
}

type Knowing = {
	windowOf: (month: number) => number | undefined;
	causesOf: (version: number, reasons: readonly string[]) => Cause[];
	endOf: (branch: number, day: Day) => number;
};

function ratedOf(line: Line, knowing: Knowing): Rated | null {
	const [, serviceId, month, graded, version, branch, day, receivedAt, reasons] = line;
	const window = knowing.windowOf(month);
	if (window === undefined) return null;
	const wide = version !== undefined && branch !== undefined && day !== undefined && receivedAt !== undefined;
	return {
		window,
		serviceId,
		scale: Math.floor(graded / 8) as Scale,
		grade: graded % 8,
		marked: false,
		late: wide && receivedAt >= knowing.endOf(branch, day),
		causes: wide && reasons ? knowing.causesOf(version, reasons) : []
	};
}

async function known(db: Reads, windows: readonly Window[]): Promise<Knowing> {
	const [period = { from: '', to: '' }] = windows;
	const versions = await db
		.select({ id: questionnaireVersions.id, content: questionnaireVersions.content })
		.from(questionnaireVersions);
	const causes = new Map(
		versions.map(({ id, content }) => [
			id,
			new Map(content.reasons.filter(({ fits }) => fits === 'bad').map(({ code, cause }) => [code, cause]))
		])
	);
	const zones = await db.all<{ id: number; zone: string }>(
		sql`SELECT "branchId" AS id, zone FROM branch_versions WHERE "untilDay" IS NULL`
	);
	return {
		windowOf: placing(windows),
		causesOf: (version, reasons) =>
			reasons.flatMap((code) => {
				const cause = causes.get(version)?.get(code);
				return cause === undefined ? [] : [cause];
			}),
		endOf: ending(new Map(zones.map(({ id, zone }) => [id, zone])), await endings(db, period))
	};
}

/** When a day ends at a branch, in milliseconds. */
function ending(zones: ReadonlyMap<number, string>, ends: readonly Ending[]): Knowing['endOf'] {
	const byZone = new Map<string, Ending[]>();
	for (const one of ends) byZone.set(one[0], [...(byZone.get(one[0]) ?? []), one]);
	return (branch, day) => {
		const runs = byZone.get(zones.get(branch) ?? '') ?? [];
		const run = runs.find(([, from, to]) => from <= day && day <= to);
		return run ? Date.parse(addDays(day, 1)) - run[3] : Infinity;
	};
}
