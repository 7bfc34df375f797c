// Which periods of a kind can be opened, which rule sets hold for one, and how far a period has come.
import type { AppraisalKind, Subject } from '$lib/shared/appraisal';
import type { Day } from '$lib/shared/day';

const MONTHS: Record<AppraisalKind, number> = { month: 1, quarter: 3, half: 6, year: 12 };

/** First days of the periods of a kind: the next one, the one that today lies in, and those before, newest first. */
export function startsOf(kind: AppraisalKind, today: Day, before = 5): Day[] {
	const [year = 0, month = 1] = today.split('-').map(Number);
	const length = MONTHS[kind];
	const index = Math.floor((year * 12 + month - 1) / length);
	return Array.from({ length: before + 2 }, (_, back) => {
		const first = (index + 1 - back) * length;
		return `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}-01`;
	});
}

export type Offered = {
	versionId: number;
	ruleSetId: number;
	version: number;
	fromDay: Day;
	subject: Subject;
};

/** The version of each rule set for such sheets that holds on a day: the last to take effect by then. */
export function inForceOn<T extends Offered>(versions: readonly T[], start: Day, subject: Subject): T[] {
	const held = new Map<number, T>();
	for (const one of versions) {
		if (one.fromDay > start || one.subject !== subject) continue;
		const so = held.get(one.ruleSetId);
		const isLater =
			!so || one.fromDay > so.fromDay || (one.fromDay === so.fromDay && one.version > so.version);
		if (isLater) held.set(one.ruleSetId, one);
	}
	return [...held.values()];
}

/** 'planned': HR's alone yet. 'running': announced, and its figures not whole yet. 'open': being appraised. */
export type Stage = 'planned' | 'running' | 'open' | 'closed';

export function stageOf(
	period: { openedAt: number | null; closedAt: number | null; overAt: number },
	at: number
): Stage {
	if (period.closedAt !== null) return 'closed';
	if (period.openedAt === null) return 'planned';
	return at < period.overAt ? 'running' : 'open';
}
