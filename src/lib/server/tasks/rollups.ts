// npm run rollups: folds what is new in the ledger, compares the rollups with it, or makes them again.
import { migrate } from '../db/migrate';
import * as marker from '../ratings/marker';
import * as rollup from '../ratings/rollup';
import * as texts from '../ratings/texts';
import { options, WrongCall, type Call } from './call';
import type { Progress } from './say';

export const USAGE = `rollups [--check | --rebuild]
    Folds what is new in the ledger, and makes new comments findable. --check compares the rollups with a plain
    count over the ledger and ends with 1 when they differ; --rebuild empties them and folds everything again.`;

export const writes = true;

export async function run({ db, args, say }: Call): Promise<number> {
	const { check, rebuild } = options(args, [], [], ['check', 'rebuild']);
	if (check && rebuild) throw new WrongCall('either --check or --rebuild');
	await migrate(db);
	if (!check) {
		let folding: Progress | undefined;
		await marker.look(db);
		const fold = rebuild ? rollup.rebuild : rollup.catchUp;
		await fold(db, (folded, last) => (folding ??= say.progress('rollups', last)).to(folded));
		folding?.end();
		await (rebuild ? texts.rebuild : texts.catchUp)(db);
		say.line('The rollups hold the whole ledger.');
		return 0;
	}
	const differences = await rollup.compare(db);
	for (const { table, grain, rows } of differences) say.line(`${table}, by ${grain}: ${rows} rows differ`);
	say.line(
		differences.length === 0
			? 'The rollups agree with the ledger.'
			: 'The rollups do not agree with the ledger. The ledger is right; make them again with --rebuild.'
	);
	return differences.length === 0 ? 0 : 1;
}
