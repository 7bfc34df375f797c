// What wants a person today, the gravest first: what the rooms to the right found (alerts), what is not heard, and what
// the figures say. The page puts them together; the order is decided here.
import { NUMBERS } from '../../shared/alert';
import type { Matter } from '../../shared/figures';
import type { Coverage } from '../../shared/visits';

/** Below this share of those served, ratings are of too few to stand for all: the value offered for alerts. */
const LOW_COVERAGE = NUMBERS.low_coverage.percent / 100;
const LEAST_SERVED = NUMBERS.low_coverage.least;

/** An alert that somebody looks after goes behind everything that nobody does. */
const LOOKED_AFTER = 1_000;

/**
 * Their order: a customer's anger, then the share dissatisfied, then machines that hear nobody (the longer dark, the
 * more of them), then what lies clearly below the rest (the wider the gap the sooner), then low coverage. Alerts that
 * somebody has acknowledged come last, in the same order. Of equal weight the older alert comes first.
 */
export function byWeight(matters: readonly Matter[]): Matter[] {
	return [...matters].sort((one, other) => weight(other) - weight(one) || since(one) - since(other));
}

function weight(matter: Matter): number {
	switch (matter.kind) {
		case 'alert': {
			const own = { worst_comment: 600, dissatisfied: 500, tablet_dark: 400, low_coverage: 100 };
			return own[matter.alert.kind] - (matter.alert.state === 'acknowledged' ? LOOKED_AFTER : 0);
		}
		case 'dark':
			return 300 + Math.min(matter.n, 90);
		case 'below': {
			const { service, rest } = matter.found;
			return 200 + ((rest.share ?? 0) - (service.share ?? 0)) * 90;
		}
		case 'coverage':
			return 50;
	}
}

function since(matter: Matter): number {
	return matter.kind === 'alert' ? matter.alert.openedAt : 0;
}

/** Whether so few of those served rated that the figures may not stand for all. */
export function isLow(coverage: Coverage | null): coverage is Coverage {
	return (
		coverage !== null && coverage.served >= LEAST_SERVED && coverage.rated / coverage.served < LOW_COVERAGE
	);
}
