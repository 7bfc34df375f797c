// Every sheet of a period as one line, for lists: what it counts, its points and bands, and what it waits for.
import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { SheetContent, SheetState } from '../../shared/appraisal';
import type { Share } from '../../shared/figures';
import { say, type Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import { may } from '../../shared/role';
import type { Points, RuleSet } from '../../shared/ruleset';
import type { Reads } from '../db/open';
import * as names from '../org/names';
import { actsOf } from './append';
import { namedOf, outcomeOf } from './content';
import { byPlace } from './placing';
import { one, sight, type Period } from './sight';
import { fold } from './state';
import { sheets } from './table';

export type Row = {
	sheetId: number;
	officerId: number | null;
	unitId: number | null;
	code: string;
	name: string;
	branchId: number;
	branch: string;
	group: string;
	state: SheetState;
	draftedAt: number | null;
	contentHash: string | null;
	/** Ratings that count, and the share satisfied; null: not drafted. */
	n: number | null;
	satisfied: Share | null;
	total: Points | null;
	of: Points | null;
	/** Bands by code: as proposed, and as decided (null: decided that there is none; undefined: not decided). */
	proposed: string | null;
	decided: string | null | undefined;
	possible: string[];
	tooFew: boolean;
	/** A band's edge lies inside the interval. */
	warned: boolean;
	/** Criteria that wait for somebody's points. */
	missing: number;
};

/** How many sheets are read at once: a few milliseconds, after which others have their turn. */
const CHUNK = 250;

/** Every sheet of a period that a reader may see, as one line each, by branch and name. Refuses not_found. */
export async function rows(
	db: Reads,
	person: Person,
	periodId: number
): Promise<{ period: Period; rows: Row[] }> {
	const seen = sight(person);
	if (!seen || !may(person.role, 'appraisals.see')) throw new Problem('not_found', { period: periodId });
	const period = await one(db, person, periodId);
	const called = namesIn(await names.on(db, period.toDay), person);
	const list: Row[] = [];
	for (let after = 0; ;) {
		const some = await db
			.select({ ...COLUMNS, content: NARROW })
			.from(sheets)
			.where(and(eq(sheets.periodId, periodId), gt(sheets.id, after), seen))
			.orderBy(asc(sheets.id))
			.limit(CHUNK);
		const acts = await actsOf(
			db,
			some.map(({ id }) => id)
		);
		for (const sheet of some)
			list.push({
				...lineOf(sheet, period, fold(acts.get(sheet.id) ?? []).standing),
				...called(sheet)
			});
		const last = some.at(-1);
		if (!last || some.length < CHUNK) break;
		after = last.id;
	}
	return { period, rows: list.sort((a, b) => byPlace({ ...a, id: a.sheetId }, { ...b, id: b.sheetId })) };
}

const COLUMNS = {
	id: sheets.id,
	officerId: sheets.officerId,
	unitId: sheets.unitId,
	branchId: sheets.branchId,
	peerGroup: sheets.peerGroup,
	contentHash: sheets.contentHash,
	draftedAt: sheets.draftedAt,
	state: sheets.state
};
/** The content without what a line does not need: the rule set's words are most of it, the same on every sheet. */
const NARROW = sql<
	string | null
>`json_remove(${sheets.content}, '$.ruleSet.content', '$.services', '$.earlier',
	'$.peers.standard', '$.subject')`;

type Narrow = Pick<
	typeof sheets.$inferSelect,
	'id' | 'officerId' | 'unitId' | 'branchId' | 'peerGroup' | 'contentHash' | 'draftedAt' | 'state'
> & { content: string | null };

function lineOf(sheet: Narrow, period: Period, standing: ReturnType<typeof fold>['standing']) {
	const { id: sheetId, peerGroup: group, content: text, ...rest } = sheet;
	const content = text === null ? null : contentIn(text, period.ruleSet.content);
	const outcome = content && outcomeOf(content, standing.given);
	const [first] = content?.grades ?? [];
	const { countMarked, minRatings } = period.ruleSet.content;
	const n = content ? (namedOf(content).n?.value ?? 0) : null;
	return {
		...rest,
		sheetId,
		group,
		n,
		satisfied: first ? (countMarked ? first.satisfied : first.unmarked) : null,
		total: outcome?.total ?? null,
		of: outcome?.of ?? null,
		proposed: outcome?.band ?? null,
		decided: standing.decision ? standing.decision.band : undefined,
		possible: outcome?.possible ?? [],
		tooFew: n !== null && n < minRatings,
		warned: (outcome?.edges.length ?? 0) > 0,
		missing: outcome?.criteria.filter(({ why }) => why === 'missing').length ?? 0
	};
}

function contentIn(text: string, ruleSet: RuleSet): SheetContent {
	const content = JSON.parse(text) as SheetContent;
	return { ...content, ruleSet: { ...content.ruleSet, content: ruleSet } };
}

function namesIn({ branches, officers }: names.Names, { language }: Person) {
	const named = (words: Words | undefined) => (words ? say(words, language) : '');
	return ({ officerId, branchId }: Narrow): Pick<Row, 'code' | 'name' | 'branch'> => {
		const branch = branches.get(branchId);
		const officer = officerId === null ? undefined : officers.get(officerId);
		const branchName = named(branch?.name);
		return {
			code: officer?.code ?? branch?.code ?? '',
			name: officer?.fullName ?? branchName,
			branch: branchName
		};
	};
}
