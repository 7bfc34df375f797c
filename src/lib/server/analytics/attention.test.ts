import { expect, test } from 'vitest';
import type { Alert, AlertKind, AlertState } from '../../shared/alert';
import type { Matter, Share } from '../../shared/figures';
import { byWeight, isLow } from './attention';

const alert = (id: number, kind: AlertKind, state: AlertState = 'open'): Matter => ({
	kind: 'alert',
	alert: {
		...{ id, kind, state, openedAt: id, service: null, device: null, found: {} },
		branch: { id: 1, code: 'A', name: { vi: 'A' } as Alert['branch']['name'], zone: 'Asia/Ho_Chi_Minh' }
	}
});
const dark = (count: number): Matter => ({
	kind: 'dark',
	n: count,
	tablets: []
});
const at = (share: number): Share => ({ n: 100, count: share * 100, share, low: share, high: share });
const below = (id: number, share: number): Matter => ({
	kind: 'below',
	found: { kind: 'service', id, service: at(share), rest: at(0.9) }
});
const coverage = { rated: 5, served: 1000, days: 5, knownDays: 5, branches: 1, knownBranches: 1 };
const low: Matter = { kind: 'coverage', coverage };

test('a customer’s anger comes before a share, that before machines, those before what lies below, and coverage last', () => {
	const wanted = [
		...[alert(9, 'worst_comment'), alert(1, 'dissatisfied'), alert(2, 'tablet_dark')],
		...[dark(3), below(1, 0.5), alert(3, 'low_coverage'), low]
	];
	expect(byWeight([...wanted].reverse())).toEqual(wanted);
});

test('what somebody looks after comes behind all that nobody does', () => {
	const seen = alert(1, 'worst_comment', 'acknowledged');
	expect(byWeight([seen, low])).toEqual([low, seen]);
	const later = alert(2, 'dissatisfied', 'acknowledged');
	expect(byWeight([later, seen, low])).toEqual([low, seen, later]);
});

test('the older of two alerts alike comes first, and the wider of two gaps, and nothing is lost', () => {
	expect(byWeight([alert(2, 'dissatisfied'), alert(1, 'dissatisfied')])).toEqual([
		alert(1, 'dissatisfied'),
		alert(2, 'dissatisfied')
	]);
	expect(byWeight([below(1, 0.8), below(2, 0.4)])).toEqual([below(2, 0.4), below(1, 0.8)]);
	expect(byWeight([])).toEqual([]);
});

test('coverage is low where enough are known to be served and few of them rated', () => {
	expect(isLow(coverage)).toBe(true);
	expect(isLow({ ...coverage, rated: 100 })).toBe(false);
	expect(isLow({ ...coverage, served: 99 })).toBe(false);
	expect(isLow(null)).toBe(false);
});
