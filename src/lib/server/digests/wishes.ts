// Who wants which digest: a leader with a mail address gets both, unless they have said otherwise.
import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { DIGESTS, type DigestKind } from '../../shared/digest';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import { people } from '../auth/table';
import type { Reads, Writes } from '../db/open';
import { digestWishes } from './table';

export type Wishes = Record<DigestKind, boolean>;

/** What a person wants, and where it would be sent to; null where no address is set. */
export async function of(db: Reads, personId: string): Promise<{ mail: string | null; wanted: Wishes }> {
	const [row] = await db.select({ mail: people.mail }).from(people).where(eq(people.id, personId));
	const said = await db.select().from(digestWishes).where(eq(digestWishes.personId, personId));
	return { mail: row?.mail ?? null, wanted: wishes(said) };
}

/** A leader says which digests they want for themselves. Harmless when nothing changes. Refuses: not_allowed. */
export async function set(tx: Writes, actor: Actor, wanted: Wishes, at: number): Promise<void> {
	if (actor.kind !== 'person' || actor.role !== 'leader') throw new Problem('not_allowed');
	const before = (await of(tx, actor.id)).wanted;
	if (DIGESTS.every((kind) => before[kind] === wanted[kind])) return;
	for (const kind of DIGESTS)
		await tx
			.insert(digestWishes)
			.values({ personId: actor.id, kind, isWanted: wanted[kind] })
			.onConflictDoUpdate({
				target: [digestWishes.personId, digestWishes.kind],
				set: { isWanted: wanted[kind] }
			});
	await audit.note(tx, actor, at, 'digests.wish', `person:${actor.id}`, { ...wanted });
}

/** The leaders who are to be mailed, with where to and what they want: at least one of both. */
export async function readers(db: Reads): Promise<{ id: string; mail: string; wanted: Wishes }[]> {
	const rows = await db
		.select({ id: people.id, mail: people.mail })
		.from(people)
		.where(and(eq(people.role, 'leader'), isNull(people.closedAt), isNotNull(people.mail)));
	const said = await db.select().from(digestWishes);
	return rows
		.map(({ id, mail }) => ({
			id,
			mail: mail ?? '',
			wanted: wishes(said.filter(({ personId }) => personId === id))
		}))
		.filter(({ wanted }) => DIGESTS.some((kind) => wanted[kind]));
}

function wishes(said: readonly { kind: DigestKind; isWanted: boolean }[]): Wishes {
	const is = (kind: DigestKind) => said.find((one) => one.kind === kind)?.isWanted ?? true;
	return { daily: is('daily'), weekly: is('weekly') };
}
