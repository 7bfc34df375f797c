// The monitor: for an appraisal period and a dimension, whether groups of officers were graded differently. Computed
// when somebody looks, and only while it is switched on; nothing of it goes into anybody's sheet.
import { and, desc, eq, isNotNull, ne } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import { SCALES, type Scale } from '../../shared/rating';
import { ask } from '../analytics/question';
import { mixed } from '../analytics/tally';
import { periods, sheets } from '../appraisals/table';
import type { Db, Reads } from '../db/open';
import * as privacy from '../org/privacy';
import * as upkeep from '../ratings/upkeep';
import { apart, MIN_OFFICERS, type Found, type Member } from './apart';
import * as labels from './labels';
import * as settings from './settings';

export type Monitored = {
	period: { id: number; from: Day; to: Day };
	dimension: string;
	scale: Scale;
	/** Officers with a sheet in the period: rated and with a group, and those without a group, who are in no figure. */
	officers: number;
	unlabelled: number;
	minOfficers: number;
	minSample: number;
	groups: Found[];
	/** How much more officers differ than chance lets ratings differ; 1: no more. */
	dispersion: number;
	/** 'hidden': no group may be shown. */
	verdict: 'differs' | 'same' | 'hidden';
};

/** Periods with sheets of officers, the newest first: those that can be looked at. */
export async function choices(db: Reads): Promise<{ id: number; from: Day; to: Day }[]> {
	return db
		.selectDistinct({ id: periods.id, from: periods.fromDay, to: periods.toDay })
		.from(periods)
		.innerJoin(sheets, eq(sheets.periodId, periods.id))
		.where(and(isNotNull(sheets.draftedAt), isNotNull(sheets.officerId)))
		.orderBy(desc(periods.toDay), desc(periods.id));
}

/**
 * Looks at a period by a dimension: officers with a drafted sheet, their ratings on the scale most used, struck ones
 * left out. Refuses: not_allowed; monitor_off; not_found for a period without sheets or a dimension without labels.
 */
export async function monitor(
	db: Db,
	actor: Actor,
	{ periodId, dimension }: { periodId: number; dimension: string }
): Promise<Monitored> {
	demand(actor, 'fairness.see');
	if (!(await settings.isOn(db.read))) throw new Problem('monitor_off');
	const period = (await choices(db.read)).find(({ id }) => id === periodId);
	const groups = await labels.of(db.read, dimension);
	if (!period || groups.size === 0) throw new Problem('not_found', { period: periodId, dimension });
	const members = await drafted(db.read, periodId);
	const { minSample } = await privacy.current(db.read);
	await upkeep.catchUp(db);
	const cut = { from: period.from, to: period.to, branches: 'all', marked: true } as const;
	const [counts] = await ask(
		db,
		mixed({ ...cut, serviceId: null, counterId: null, officerId: null }, 'officer')
	);
	const theirs = counts.filter(({ key, officer }) => members.has(key) && groups.has(key) && officer.all > 0);
	const scale = mostUsed(theirs);
	const graded = new Map<number, Member>();
	for (const { key, serviceId, officer } of theirs.filter((one) => one.scale === scale)) {
		const member = graded.get(key) ?? { label: groups.get(key) ?? '', strata: [] };
		member.strata.push({ kind: serviceId, count: officer.satisfied, n: officer.all });
		graded.set(key, member);
	}
	const found = apart([...graded.values()], minSample);
	const verdicts = new Set(found.groups.map(({ verdict }) => verdict));
	return {
		period,
		dimension,
		scale,
		officers: graded.size,
		unlabelled: [...members].filter((id) => !groups.has(id)).length,
		minOfficers: MIN_OFFICERS,
		minSample,
		...found,
		verdict:
			verdicts.has('above') || verdicts.has('below') ? 'differs' : verdicts.has('same') ? 'same' : 'hidden'
	};
}

async function drafted(db: Reads, periodId: number): Promise<Set<number>> {
	const rows = await db
		.select({ officerId: sheets.officerId })
		.from(sheets)
		.where(and(eq(sheets.periodId, periodId), isNotNull(sheets.draftedAt), ne(sheets.state, 'excused')));
	return new Set(rows.flatMap(({ officerId }) => (officerId === null ? [] : [officerId])));
}

function mostUsed(counts: readonly { scale: Scale; officer: { all: number } }[]): Scale {
	const sum = (scale: Scale) =>
		counts.reduce((all, one) => all + (one.scale === scale ? one.officer.all : 0), 0);
	return [...SCALES].sort((a, b) => sum(b) - sum(a))[0] ?? 5;
}
