// Erases a person after the end of their service: everything that names them and is not chained. The ledger keeps the
// officer's number, so that every figure and every link stays as it was; what the trail and the entries of the ledger
// say by name stays too, because their chains would break (docs/decisions/033).
import { desc, eq } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import { Problem } from '../../shared/problem';
import * as appeals from '../appeals/erase';
import * as sheets from '../appraisals/erase';
import * as audit from '../audit/note';
import * as accounts from '../auth/forget';
import type { Reads, Writes } from '../db/open';
import { newest, OFFICER } from '../org/kind';
import * as officers from '../org/officers';
import * as post from '../post/forget';
import * as labels from '../fairness/labels';
import * as holds from './holds';
import { isBusy, today } from './old';
import { erasedOfficers } from './table';

/**
 * Erases name, staff number, post, photo, account, mail address, replies, statements, sheets and the bodies of seals.
 * Harmless when repeated. Refuses: not_allowed; not_found; officer_serves; officer_held; officer_busy while an appeal
 * or a sheet of theirs is open.
 */
export async function erasePerson(tx: Writes, actor: Actor, officerId: number, at: number): Promise<void> {
	demand(actor, 'retention.change');
	const { closedDay } = await newest(tx, OFFICER, officerId);
	if (await isErased(tx, officerId)) return;
	if (closedDay === null || closedDay > today(at))
		throw new Problem('officer_serves', { officer: officerId });
	if (await holds.isHeld(tx, officerId)) throw new Problem('officer_held', { officer: officerId });
	if (await isBusy(tx, officerId)) throw new Problem('officer_busy', { officer: officerId });
	const { ids, mails } = await accounts.forget(tx, actor, officerId, at);
	const gone = {
		...(await appeals.eraseOf(tx, actor, officerId, ids, at)),
		...(await sheets.eraseOf(tx, actor, officerId, ids, at)),
		mails: await post.forget(tx, actor, mails),
		labels: await labels.forget(tx, actor, officerId)
	};
	await officers.forget(tx, actor, officerId, at);
	await tx.insert(erasedOfficers).values({ officerId, at, by: actor.name });
	await audit.note(tx, actor, at, 'retention.erase', `officer:${officerId}`, gone);
}

async function isErased(db: Reads, officerId: number): Promise<boolean> {
	return (await db.$count(erasedOfficers, eq(erasedOfficers.officerId, officerId))) > 0;
}

/** Whose identity was erased, when (ms) and by whom, newest first. */
export async function erased(db: Reads): Promise<(typeof erasedOfficers.$inferSelect)[]> {
	return db.select().from(erasedOfficers).orderBy(desc(erasedOfficers.at));
}
