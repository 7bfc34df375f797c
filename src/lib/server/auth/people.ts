// People who sign in: added, changed and closed by an administrator. An account is closed, never deleted, because
// the audit trail names it.
import { asc, eq } from 'drizzle-orm';
import { hashPassword } from 'better-auth/crypto';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Language } from '../../shared/language';
import { MailShape } from '../../shared/mail';
import { Problem } from '../../shared/problem';
import type { Role } from '../../shared/role';
import * as audit from '../audit/note';
import type { Db, Reads, Writes } from '../db/open';
import { accounts, people, personBranches, sessions } from './table';

/** What a user name looks like; the sign-in library is told the same. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;

/** Roles that something is mailed to: reports and alerts, appeals, sheets. */
export const MAILED: readonly Role[] = ['leader', 'hr', 'reviewer', 'officer'];

export type NewPerson = {
	name: string;
	/** What they type to sign in: USERNAME. */
	username: string;
	password: string;
	role: Role;
	language: Language;
	/** For the role officer. */
	officerId: number | null;
	/** For the role leader; what lies under these belongs to them too. */
	branchIds: number[];
	/** For MAILED roles: where what concerns them is mailed to (MailShape); null: nowhere. Not said: as it is. */
	mail?: string | null;
};

export type PersonRow = Omit<typeof people.$inferSelect, 'email' | 'emailVerified' | 'image'> & {
	branchIds: number[];
};

/**
 * Adds a person who can sign in at once and answers their id. The password (at least 10 characters) is hashed
 * before the transaction begins, because that takes a while. Refuses: not_allowed; a taken user name,
 * already_exists (username); what is no mail address, bad_shape (mail).
 */
export async function add(db: Db, actor: Actor, person: NewPerson, at: number): Promise<string> {
	demand(actor, 'people.change');
	const mail = address(person) ?? null;
	const password = await hashPassword(person.password);
	return db.write(async (tx) => {
		const taken = await tx.select({ id: people.id }).from(people).where(eq(people.username, person.username));
		if (taken.length > 0)
			throw new Problem('already_exists', { field: 'username', username: person.username });
		const id = randomUUID();
		const when = new Date(at);
		await tx.insert(people).values({
			id,
			name: person.name,
			username: person.username,
			displayUsername: person.username,
			// The sign-in library wants an address; nothing is ever sent to this one.
			email: `${person.username}@account.invalid`,
			createdAt: when,
			updatedAt: when,
			role: person.role,
			language: person.language,
			officerId: person.role === 'officer' ? person.officerId : null,
			mail
		});
		await tx.insert(accounts).values({
			id: randomUUID(),
			accountId: id,
			providerId: 'credential',
			userId: id,
			password,
			createdAt: when,
			updatedAt: when
		});
		await setBranches(tx, id, person.role === 'leader' ? person.branchIds : []);
		await audit.note(tx, actor, at, 'auth.add', `person:${id}`, {
			username: person.username,
			role: person.role,
			branchIds: person.branchIds,
			officerId: person.officerId,
			...(mail === null ? {} : { mail })
		});
		return id;
	});
}

/**
 * Changes name, role, language, officer, branches and mail address. Open sessions see it with their next request.
 * Refuses: not_allowed, also taking one's own role away, so that an administrator remains; bad_shape (mail).
 */
export async function change(
	tx: Writes,
	actor: Actor,
	personId: string,
	to: Omit<NewPerson, 'username' | 'password'>,
	at: number
): Promise<void> {
	demand(actor, 'people.change');
	const mail = address(to);
	const was = await found(tx, personId);
	if (actor.id === personId && was.role !== to.role) throw new Problem('not_allowed', { why: 'own_role' });
	await tx
		.update(people)
		.set({
			name: to.name,
			role: to.role,
			language: to.language,
			officerId: to.role === 'officer' ? to.officerId : null,
			...(mail === undefined ? {} : { mail }),
			updatedAt: new Date(at)
		})
		.where(eq(people.id, personId));
	await setBranches(tx, personId, to.role === 'leader' ? to.branchIds : []);
	await audit.note(tx, actor, at, 'auth.change', `person:${personId}`, {
		...to,
		...(mail === undefined ? {} : { mail })
	});
}

/** Gives a person another password and ends their open sessions. */
export async function setPassword(
	db: Db,
	actor: Actor,
	personId: string,
	password: string,
	at: number
): Promise<void> {
	demand(actor, 'people.change');
	const hash = await hashPassword(password);
	await db.write(async (tx) => {
		await found(tx, personId);
		await tx
			.update(accounts)
			.set({ password: hash, updatedAt: new Date(at) })
			.where(eq(accounts.userId, personId));
		await tx.delete(sessions).where(eq(sessions.userId, personId));
		await audit.note(tx, actor, at, 'auth.setPassword', `person:${personId}`);
	});
}

/** Closes an account: it can no longer sign in, and its open sessions end. Refuses closing one's own. */
export async function close(tx: Writes, actor: Actor, personId: string, at: number): Promise<void> {
	demand(actor, 'people.change');
	await found(tx, personId);
	if (actor.id === personId) throw new Problem('not_allowed', { why: 'own_account' });
	await tx.update(people).set({ closedAt: at }).where(eq(people.id, personId));
	await tx.delete(sessions).where(eq(sessions.userId, personId));
	await audit.note(tx, actor, at, 'auth.close', `person:${personId}`);
}

/** Opens a closed account again. */
export async function reopen(tx: Writes, actor: Actor, personId: string, at: number): Promise<void> {
	demand(actor, 'people.change');
	await found(tx, personId);
	await tx.update(people).set({ closedAt: null }).where(eq(people.id, personId));
	await audit.note(tx, actor, at, 'auth.reopen', `person:${personId}`);
}

/** A person changes the language of their own screens. */
export async function setLanguage(tx: Writes, personId: string, language: Language): Promise<void> {
	await tx.update(people).set({ language }).where(eq(people.id, personId));
}

/** Everybody, by name; with the branches given to leaders. */
export async function list(db: Reads): Promise<PersonRow[]> {
	const rows = await db.select().from(people).orderBy(asc(people.name));
	const given = await db.select().from(personBranches);
	return rows.map(({ email: _email, emailVerified: _verified, image: _image, ...row }) => ({
		...row,
		branchIds: given.filter((branch) => branch.personId === row.id).map((branch) => branch.branchId)
	}));
}

/** The mail address of an entry, tidied; only MAILED roles have one. Undefined where nothing is said of it. */
function address({ role, mail }: Pick<NewPerson, 'role' | 'mail'>): string | null | undefined {
	if (!MAILED.includes(role)) return null;
	if (mail === undefined || mail === null) return mail;
	const read = v.safeParse(MailShape, mail);
	if (!read.success) throw new Problem('bad_shape', { field: 'mail' });
	return read.output;
}

async function found(tx: Writes, personId: string): Promise<Pick<PersonRow, 'role'>> {
	const [row] = await tx.select({ role: people.role }).from(people).where(eq(people.id, personId));
	if (!row) throw new Problem('not_found', { person: personId });
	return row;
}

async function setBranches(tx: Writes, personId: string, branchIds: number[]): Promise<void> {
	await tx.delete(personBranches).where(eq(personBranches.personId, personId));
	if (branchIds.length > 0)
		await tx.insert(personBranches).values(branchIds.map((branchId) => ({ personId, branchId })));
}
