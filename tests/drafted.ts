// A period of the town with a sheet for everybody in it, announced: for tests of what sheets say.
import { eq } from 'drizzle-orm';
import type { Grouping, SheetContent, Subject } from '../src/lib/shared/appraisal';
import { instantOf } from '../src/lib/shared/day';
import type { RuleSet } from '../src/lib/shared/ruleset';
import type { Db } from '../src/lib/server/db/open';
import { count } from '../src/lib/server/appraisals/ledger';
import { contentOf, type Facts } from '../src/lib/server/appraisals/content';
import { moment } from '../src/lib/server/appraisals/moment';
import { peersOf } from '../src/lib/server/appraisals/peers';
import * as members from '../src/lib/server/appraisals/members';
import * as periods from '../src/lib/server/appraisals/periods';
import { sheets } from '../src/lib/server/appraisals/table';
import { windowsOf } from '../src/lib/server/appraisals/windows';
import * as marker from '../src/lib/server/ratings/marker';
import * as rulesets from '../src/lib/server/rulesets/rulesets';
import { ZONE, type Town } from './town';

export const QUARTER = { kind: 'quarter', from: '2026-01-01', to: '2026-03-31' } as const;
/** Ten in the morning, long after the quarter. */
export const AFTER = instantOf('2026-05-04', ZONE, 10);

const words = (vi: string) => ({ vi, en: vi, ja: '', zh: '', ko: '' });

/** A rule set that asks nothing of people. */
export const RULES: RuleSet = {
	name: words('Hài lòng'),
	source: null,
	sureness: 'own_rules',
	subject: 'officer',
	criteria: [
		{
			code: 'satisfied',
			words: words('Hài lòng'),
			explains: null,
			most: 10_000,
			from: { kind: 'formula', text: '100 * satisfied' }
		}
	],
	sumOf: ['satisfied'],
	bands: [
		{ code: 'good', words: words('Tốt'), atLeast: 8000 },
		{ code: 'rest', words: words('Còn lại'), atLeast: 0 }
	],
	minRatings: 10,
	countMarked: true,
	cap: null
};

/** Opens a quarter with all officers (or the two branches) and answers the period's id. */
export async function opened(
	db: Db,
	town: Town,
	{ subject = 'officer', grouping = 'all' }: { subject?: Subject; grouping?: Grouping } = {}
): Promise<number> {
	await rulesets.ship(db, AFTER);
	const code = subject === 'officer' ? 'satisfaction' : 'nd61-unit';
	const ruleSetVersionId = (await rulesets.inForce(db.read, QUARTER.from)).find(
		(one) => one.code === code
	)?.id;
	const { hr } = town.people;
	return db.write(async (tx) => {
		const wanted = { kind: QUARTER.kind, start: QUARTER.from, subject, grouping } as const;
		const id = await periods.create(
			tx,
			hr,
			{ ...wanted, mode: 'appraisal', ruleSetVersionId: ruleSetVersionId ?? 0, ackDays: 10 },
			AFTER
		);
		const ids = subject === 'officer' ? Object.values(town.officers) : [town.branches.a, town.branches.b];
		const { a } = town.branches;
		const groupOf = (whose: number) =>
			grouping === 'all'
				? 'all'
				: [a, ...Object.values(town.officers).slice(0, 4)].includes(whose)
					? 'A'
					: 'B';
		await members.put(
			tx,
			hr,
			id,
			ids.map((whose) => ({ id: whose, group: groupOf(whose) })),
			AFTER
		);
		await periods.announce(tx, hr, id, AFTER);
		return id;
	});
}

export async function sheetsOf(db: Db, periodId: number) {
	return db.read.select().from(sheets).where(eq(sheets.periodId, periodId)).orderBy(sheets.id);
}

export const NO_FACTS: Omit<Facts, 'subject'> = {
	serviceNames: new Map(),
	served: null,
	replies: 0,
	appeals: { open: 0, upheld: 0, rejected: 0, withdrawn: 0 }
};

/** What all officers' sheets say by the ledger as it stands now, without keeping anything; by officer. */
export async function said(
	db: Db,
	town: Town,
	{ rules = RULES, privacy = { minCell: 5, minSample: 10 } } = {}
): Promise<Map<number, SheetContent>> {
	await marker.look(db);
	const windows = windowsOf(QUARTER);
	const now = await moment(db.read);
	const ids = Object.values(town.officers);
	const owns = await count(db.read, { kind: 'officer', ids, windows, moment: now });
	const { countMarked, minRatings } = rules;
	const peers = peersOf('all', owns, { countMarked, minRatings, minSample: privacy.minSample });
	const frame = {
		period: { id: 1, ...QUARTER, mode: 'appraisal' as const },
		ruleSet: { id: 1, code: 'test', version: 1, content: rules },
		moment: now,
		privacy,
		windows
	};
	const subject = (officerId: number): SheetContent['subject'] => ({
		kind: 'officer',
		officerId,
		code: String(officerId),
		name: '',
		post: words(''),
		branchId: town.branches.a,
		branch: words('')
	});
	return new Map(
		[...owns].map(([id, own]) => [id, contentOf(frame, own, peers, { ...NO_FACTS, subject: subject(id) })])
	);
}

/** The same without the moment, as text. */
export function plain(contents: ReadonlyMap<number, SheetContent>): string {
	return JSON.stringify([...contents].map(([id, { moment: _moment, ...rest }]) => [id, rest]));
}
