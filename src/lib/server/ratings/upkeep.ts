// Before a figure is read: the plausibility rules look at what is new, then the rollups fold it.
import type { Db } from '../db/open';
import * as marker from './marker';
import * as rollup from './rollup';

/**
 * Marks and folds whatever the ledger has beyond marks and rollups, so that no figure is behind what was
 * acknowledged. Cheap when there is nothing. `progress` hears (done, all) of the folding.
 */
export async function catchUp(db: Db, progress?: (folded: number, last: number) => void): Promise<void> {
	await marker.look(db);
	await rollup.catchUp(db, progress);
}
