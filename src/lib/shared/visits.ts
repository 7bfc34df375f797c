// Served cases ("visits"): how many came, where that is known, beside how many of them rated.
import type { Day } from './day';

/** How many cases were served on a day: of a service, and by an officer where that is known (0: it is not). */
export type VisitRow = { branchId: number; day: Day; serviceId: number; officerId: number; count: number };

/**
 * Rated beside served. Both are of those branches' days and services alone for which served is known, so that neither
 * is of more than the other. More rated than served is possible (two tablets, a wrong count), and said, never cut off.
 */
export type Coverage = {
	rated: number;
	served: number;
	/** Days of branches on which anybody rated or was counted as served, and those of them with served known. */
	days: number;
	knownDays: number;
	/** The same of branches. */
	branches: number;
	knownBranches: number;
};

/** The coverage of a branch in a day or a month ('2026-11'); served null: nothing is known. */
export type CoverageRow = {
	branchId: number;
	span: string;
	/** All who rated; and of what is known, who rated and who was served. */
	all: number;
	rated: number;
	served: number | null;
	days: number;
	knownDays: number;
};

/** What may be wrong with a line of a file of served cases. */
export const FAULTS = [
	'cells',
	'day',
	'future',
	'branch',
	'service',
	'officer',
	'count',
	'negative',
	'doubled',
	'too_many'
] as const;

/** A line that cannot be kept: its number from 1, what is wrong, and what stood there (for a double, the first line). */
export type BadLine = { line: number; fault: (typeof FAULTS)[number]; value: string };
