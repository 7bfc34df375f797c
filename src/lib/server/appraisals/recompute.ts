// Computes a signed sheet again from the ledger, years later if need be, and says whether it is what was sealed.
import { and, eq } from 'drizzle-orm';
import { canonical } from '../../shared/canonical';
import type { Sealed, SheetContent } from '../../shared/appraisal';
import type { RuleSet } from '../../shared/ruleset';
import { hash } from '../db/chain';
import type { Reads } from '../db/open';
import { checkpoints, ratingEntries, ratings } from '../ratings/table';
import { ruleSets, ruleSetVersions } from '../rulesets/table';
import { contentOf, hashOf, outcomeOf, type Facts } from './content';
import { count } from './ledger';
import { seals } from './table';
import { windowsOf } from './windows';

export type Verdict = { equal: boolean; differences: string[] };

/**
 * Takes a seal's body apart and computes its figures from the ledger at its moment, by its own rule set and privacy
 * settings: content (field by field), points and band, the hashes, and the checkpoint that it names. Taken as sealed,
 * because the ledger does not know them: names, what the peers have in common, replies and appeals, served cases.
 * Differences are said in words; a seal whose body is erased has one. Refuses nothing: an unknown seal is a difference.
 */
export async function recompute(db: Reads, sealId: number): Promise<Verdict> {
	const [seal] = await db.select().from(seals).where(eq(seals.id, sealId));
	if (!seal) return said([`There is no seal ${sealId}.`]);
	if (seal.body === null)
		return said([`The seal's body was erased; its hash alone is left, and nothing can be compared with it.`]);
	const differences: string[] = [];
	if (hash(seal.body) !== seal.hash) differences.push(`The seal's hash is not the hash of its body.`);
	let sealed: Sealed;
	try {
		sealed = JSON.parse(seal.body) as Sealed;
	} catch {
		return said([...differences, `The seal's body cannot be read.`]);
	}
	if (canonical(sealed) !== seal.body) differences.push('The body is not written canonically.');
	if (sealed.sheetId !== seal.sheetId)
		differences.push(`The body names sheet ${sealed.sheetId}, the seal sheet ${seal.sheetId}.`);
	if (hashOf(sealed.content) !== sealed.contentHash)
		differences.push(`The content's hash is not the hash of the content.`);
	try {
		const content = await contentAgain(db, sealed.content);
		differing('content', content, sealed.content, differences);
		differing('outcome', outcomeOf(content, sealed.given), sealed.outcome, differences);
	} catch (error) {
		// Of a body that is what was sealed nothing may fail; of another anything may stand in it.
		if (hash(seal.body) === seal.hash) throw error;
		differences.push('The body is not one that can be computed again.');
		return said(differences);
	}
	await checkRuleSet(db, sealed.content, differences);
	await checkCheckpoint(db, sealed, seal.checkpoint, differences);
	return said(differences);
}

const said = (differences: string[]): Verdict => ({ equal: differences.length === 0, differences });

/** The same content from the ledger, with what is not in the ledger as it stands in it. */
export async function contentAgain(db: Reads, kept: SheetContent): Promise<SheetContent> {
	const { subject, period, moment, ruleSet, privacy, peers, replies, appeals, coverage, services } = kept;
	const id = subject.kind === 'officer' ? subject.officerId : subject.branchId;
	const windows = windowsOf(period);
	const owns = await count(db, { kind: subject.kind, ids: [id], windows, moment });
	const own = owns.get(id);
	if (!own) throw new Error('the subject was not counted');
	const facts: Facts = {
		subject,
		replies,
		appeals,
		served: coverage?.served ?? null,
		serviceNames: new Map(services.map(({ serviceId, name }) => [serviceId, name]))
	};
	return contentOf({ period, ruleSet, moment, privacy, windows }, own, peers, facts);
}

/** Says in words every place at which two values are not the same. */
export function differing(path: string, again: unknown, kept: unknown, differences: string[]): void {
	if (canonical(again) === canonical(kept)) return;
	const isObject = (value: unknown): value is Record<string, unknown> =>
		typeof value === 'object' && value !== null;
	if (!isObject(again) || !isObject(kept) || Array.isArray(again) !== Array.isArray(kept)) {
		differences.push(`${path}: computed ${canonical(again)}, sealed ${canonical(kept)}.`);
		return;
	}
	for (const key of new Set([...Object.keys(again), ...Object.keys(kept)]))
		differing(`${path}.${key}`, again[key], kept[key], differences);
}

/** The rule set that a sheet was scored by is the published one of that code and version. */
async function checkRuleSet(db: Reads, { ruleSet }: SheetContent, differences: string[]): Promise<void> {
	const [row] = await db
		.select({ content: ruleSetVersions.content })
		.from(ruleSetVersions)
		.innerJoin(ruleSets, eq(ruleSets.id, ruleSetVersions.ruleSetId))
		.where(and(eq(ruleSets.code, ruleSet.code), eq(ruleSetVersions.version, ruleSet.version)));
	if (!row) differences.push(`There is no version ${ruleSet.version} of the rule set ${ruleSet.code}.`);
	else differing('rule set', row.content satisfies RuleSet, ruleSet.content, differences);
}

type Statement = {
	ratings: { position: number; link: string };
	entries: { count: number; link: string };
};

/** The checkpoint is there, is the one named, covers the moment, and the ledger is still linked as it says. */
async function checkCheckpoint(
	db: Reads,
	sealed: Sealed,
	number: number,
	differences: string[]
): Promise<void> {
	const named = sealed.checkpoint;
	if (named.number !== number)
		differences.push(`The body names checkpoint ${named.number}, the seal checkpoint ${number}.`);
	const [row] = await db.select().from(checkpoints).where(eq(checkpoints.number, named.number));
	if (!row) {
		differences.push(`There is no checkpoint ${named.number}.`);
		return;
	}
	if (row.hash !== named.hash || hash(row.statement) !== row.hash || row.at !== named.at)
		differences.push(`Checkpoint ${named.number} is not the one that the body names.`);
	const statement = JSON.parse(row.statement) as Statement;
	const { position, entryId } = sealed.content.moment;
	if (statement.ratings.position < position)
		differences.push(
			`Checkpoint ${named.number} ends at position ${statement.ratings.position}, before position ${position}.`
		);
	if (statement.entries.count < entryId)
		differences.push(
			`Checkpoint ${named.number} ends at entry ${statement.entries.count}, before entry ${entryId}.`
		);
	await checkLink('rating', statement.ratings.position, statement.ratings.link);
	await checkLink('entry', statement.entries.count, statement.entries.link);

	async function checkLink(what: 'rating' | 'entry', at: number, link: string) {
		if (at === 0) return;
		const [found] =
			what === 'rating'
				? await db.select({ link: ratings.link }).from(ratings).where(eq(ratings.position, at))
				: await db.select({ link: ratingEntries.link }).from(ratingEntries).where(eq(ratingEntries.id, at));
		if (!found) differences.push(`The ledger has no ${what} ${at}, which checkpoint ${number} ends with.`);
		else if (found.link !== null && found.link !== link)
			differences.push(`The ledger's ${what} ${at} is not linked as checkpoint ${number} says.`);
	}
}
