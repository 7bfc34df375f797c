// What is kept about an officer, for the officer: how much of what, who looked at it, and all of it as one file. It
// holds what their own pages show and nothing more: of ratings weeks and grades, never an instant, a day or a customer.
import { and, asc, count, desc, eq, like, lt, or } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as ratings from '../appeals/mine';
import * as appeals from '../appeals/list';
import { replies } from '../appeals/table';
import * as periods from '../appraisals/mine';
import * as seals from '../appraisals/seals';
import { forReader, type ReadSheet } from '../appraisals/sheets';
import * as audit from '../audit/note';
import { auditNotes } from '../audit/table';
import { people } from '../auth/table';
import type { Db, Reads } from '../db/open';
import * as labels from '../fairness/labels';
import { history, OFFICER } from '../org/kind';
import { duties } from '../org/table';

/** The officer a person is. Refuses: not_allowed; not_found where no officer is behind the account. */
export function officerOf(person: Person): number {
	demand(person, 'own.see');
	if (person.officerId === null) throw new Problem('not_found');
	return person.officerId;
}

/** How much is kept of each kind, in the order in which the file has it. */
export type Counts = Record<
	'versions' | 'duties' | 'groups' | 'ratings' | 'replies' | 'appeals' | 'sheets' | 'looks',
	number
>;

export async function counts(db: Db, person: Person, at: number): Promise<Counts> {
	const id = officerOf(person);
	let shown = 0;
	for await (const weeks of shownOf(db, id, at)) shown += weeks.ratings.length;
	const [looked] = await db.read.select({ n: count() }).from(auditNotes).where(aboutThem(id));
	return {
		versions: (await history(db.read, OFFICER, id)).length,
		duties: await db.read.$count(duties, eq(duties.officerId, id)),
		groups: (await labels.about(db.read, id)).length,
		ratings: shown,
		replies: await db.read.$count(replies, eq(replies.officerId, id)),
		appeals: (await appeals.own(db, id, at)).length,
		sheets: (await periods.mine(db.read, person, at)).length,
		looks: looked?.n ?? 0
	};
}

/** Somebody looked at or took away what is an officer's. */
export type Look = { id: number; at: number; act: string; name: string; details: Record<string, unknown> };

/** Who did so, newest first; `before` (an id) pages on. */
export async function looks(
	db: Reads,
	officerId: number,
	{ before, limit = 50 }: { before?: number; limit?: number } = {}
): Promise<Look[]> {
	const { id, at, act, actorName: name, details } = auditNotes;
	return db
		.select({ id, at, act, name, details })
		.from(auditNotes)
		.where(and(aboutThem(officerId), before === undefined ? undefined : lt(id, before)))
		.orderBy(desc(id))
		.limit(limit);
}

const aboutThem = (officerId: number) =>
	and(
		eq(auditNotes.subject, `officer:${officerId}`),
		or(
			eq(auditNotes.act, 'appraisals.look'),
			like(auditNotes.act, 'packs.%'),
			eq(auditNotes.act, 'retention.takeOwn')
		)
	);

async function* shownOf(db: Db, officerId: number, at: number) {
	for (let page = 1, pages = 1; page <= pages; page++) {
		const one = await ratings.ratings(db, officerId, { only: 'all', page }, at);
		pages = one.pages;
		yield* one.weeks;
	}
}

/** Notes that a person takes their own data away; the file follows. Refuses like `officerOf`. */
export async function take(db: Db, person: Person, at: number): Promise<void> {
	const id = officerOf(person);
	await db.write((tx) => audit.note(tx, person, at, 'retention.takeOwn', `officer:${id}`));
}

/**
 * All of it as the text of one JSON file, piece by piece. `readme` says in words what each part is. Refuses like
 * `officerOf`.
 */
export async function* file(
	db: Db,
	person: Person,
	readme: Record<string, string>,
	at: number
): AsyncGenerator<string> {
	const id = officerOf(person);
	const { read } = db;
	const head = { form: 'hai-long own data 1', madeAt: new Date(at).toISOString(), readme };
	yield JSON.stringify(head, null, '\t').slice(0, -2);
	const [account] = await read
		.select({
			name: people.name,
			username: people.username,
			mail: people.mail,
			language: people.language,
			createdAt: people.createdAt
		})
		.from(people)
		.where(eq(people.id, person.id));
	yield part('account', account ?? null);
	yield part('officer', await history(read, OFFICER, id));
	const { counterId, fromAt, untilAt } = duties;
	yield part(
		'duty',
		await read
			.select({ counterId, fromAt, untilAt })
			.from(duties)
			.where(eq(duties.officerId, id))
			.orderBy(asc(fromAt))
	);
	yield part('groups', await labels.about(read, id));
	yield* list('ratings', shownOf(db, id, at));
	const { ratingId, at: writtenAt, body } = replies;
	yield part(
		'replies',
		await read.select({ ratingId, at: writtenAt, body }).from(replies).where(eq(replies.officerId, id))
	);
	yield part('appeals', await appeals.own(db, id, at));
	yield* list('sheets', sheetsOf(db, person, at));
	yield part('looks', await looks(read, id, { limit: 1_000_000 }));
	yield '\n}\n';
}

async function* sheetsOf(db: Db, person: Person, at: number) {
	for (const { sheetId, isOver } of await periods.mine(db.read, person, at)) {
		const sheet = await readable(db.read, person, sheetId, at);
		if (!sheet) continue;
		const { kind, fromDay, toDay, mode } = sheet.period;
		const { content, outcome, standing, acts } = sheet;
		yield {
			...{ id: sheetId, period: { kind, from: fromDay, to: toDay, mode } },
			...{ content, outcome, standing, acts },
			seals: isOver ? await seals.ofSheet(db.read, sheetId) : []
		};
	}
}

/** Null for one that is announced and not drafted yet: there is nothing to read. */
async function readable(db: Reads, person: Person, sheetId: number, at: number): Promise<ReadSheet | null> {
	try {
		return await forReader(db, person, sheetId, at);
	} catch (problem) {
		if (problem instanceof Problem && problem.code === 'not_found') return null;
		throw problem;
	}
}

const part = (name: string, value: unknown) => `,\n\t${JSON.stringify(name)}: ${JSON.stringify(value)}`;

async function* list(name: string, values: AsyncIterable<unknown>): AsyncGenerator<string> {
	yield `,\n\t${JSON.stringify(name)}: [`;
	let isFirst = true;
	for await (const value of values) {
		yield `${isFirst ? '' : ','}\n\t\t${JSON.stringify(value)}`;
		isFirst = false;
	}
	yield '\n\t]';
}
