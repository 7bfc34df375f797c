// An officer's own periods: announced, with mode and rules beforehand, and their sheet of each once it is drafted.
import { and, eq, inArray } from 'drizzle-orm';
import type { Person } from '../../shared/actor';
import type { SheetState } from '../../shared/appraisal';
import type { Reads } from '../db/open';
import { list, type Period } from './sight';
import { sheets } from './table';

export type Mine = { period: Period; sheetId: number; state: SheetState; isOver: boolean };

/** The announced periods that an officer is in, newest first. Of anybody but an officer: none. */
export async function mine(db: Reads, person: Person, at: number): Promise<Mine[]> {
	if (person.officerId === null) return [];
	const announced = (await list(db, person)).filter(({ openedAt }) => openedAt !== null);
	if (announced.length === 0) return [];
	const own = await db
		.select({ id: sheets.id, periodId: sheets.periodId, state: sheets.state })
		.from(sheets)
		.where(
			and(
				eq(sheets.officerId, person.officerId),
				inArray(
					sheets.periodId,
					announced.map(({ id }) => id)
				)
			)
		);
	const byPeriod = new Map(own.map((one) => [one.periodId, one]));
	return announced.flatMap((period) => {
		const sheet = byPeriod.get(period.id);
		return sheet ? [{ period, sheetId: sheet.id, state: sheet.state, isOver: at >= period.overAt }] : [];
	});
}
