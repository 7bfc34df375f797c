// npm run appraisals: computes signed sheets again from the ledger and says equal or not. Only reads, and may run beside
// a running server.
import { asc, eq, sql } from 'drizzle-orm';
import { recompute } from '../appraisals/recompute';
import { seals, sheets } from '../appraisals/table';
import { number, options, WrongCall, type Call } from './call';
import type { Progress } from './say';

export const USAGE = `appraisals check [--seal HASH | --sheet N | --period N | --all] [--json]
    Computes signed sheets again from the ledger at the position that each names: figures, points and band, hashes, and
    the checkpoint. Ends with 1 when any is not equal; seals whose body was erased are said and are no fault.`;

export const writes = false;

export async function run({ db, args: [verb, ...args], say }: Call): Promise<number> {
	if (verb !== 'check') throw new WrongCall('appraisals check …');
	const given = options(args, ['seal', 'sheet', 'period'], [], ['all', 'json']);
	const chosen = [given.seal, given.sheet, given.period, given.all || undefined].filter(
		(one) => one !== undefined
	);
	if (chosen.length > 1) throw new WrongCall('one of --seal, --sheet, --period and --all');
	const where =
		given.seal !== undefined
			? eq(seals.hash, given.seal)
			: given.sheet !== undefined
				? eq(seals.sheetId, number('sheet', given.sheet, 1, Number.MAX_SAFE_INTEGER))
				: given.period !== undefined
					? eq(sheets.periodId, number('period', given.period, 1, Number.MAX_SAFE_INTEGER))
					: sql`1`;
	const list = await db.read
		.select({
			id: seals.id,
			hash: seals.hash,
			sheetId: seals.sheetId,
			isErased: sql<number>`${seals.body} IS NULL`
		})
		.from(seals)
		.innerJoin(sheets, eq(sheets.id, seals.sheetId))
		.where(where)
		.orderBy(asc(seals.id));
	if (list.length === 0 && !given.all && chosen.length > 0) {
		say.line('There is no such seal.');
		return 1;
	}
	let bar: Progress | undefined;
	const sums = { checked: 0, equal: 0, unequal: 0, erased: 0 };
	for (const [at, seal] of list.entries()) {
		const name = `Seal ${seal.id} (sheet ${seal.sheetId}, ${seal.hash})`;
		sums.checked++;
		if (seal.isErased) {
			sums.erased++;
			if (given.json) say.line(JSON.stringify({ ...told(seal), erased: true }));
			else say.line(`${name}: its body was erased; its hash alone is left.`);
			continue;
		}
		const { equal, differences } = await recompute(db.read, seal.id);
		sums[equal ? 'equal' : 'unequal']++;
		if (given.json) say.line(JSON.stringify({ ...told(seal), equal, differences }));
		else if (!equal) {
			say.line(`${name}: NOT equal.`);
			for (const difference of differences) say.line(`    ${difference}`);
		} else if (list.length <= 20) say.line(`${name}: equal.`);
		else (bar ??= say.progress('seals', list.length)).to(at + 1);
	}
	bar?.end();
	const { checked, equal, unequal, erased } = sums;
	if (given.json) say.line(JSON.stringify(sums));
	else say.line(`${checked} signed sheets: ${equal} equal, ${unequal} not equal, ${erased} erased.`);
	return unequal === 0 ? 0 : 1;
}

const told = ({ id, hash, sheetId }: { id: number; hash: string; sheetId: number }) => ({
	seal: id,
	hash,
	sheet: sheetId
});
