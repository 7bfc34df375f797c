import { expect, test } from 'vitest';
import { counted, months, span } from './asked';

const asked = (text: string) => span(new URLSearchParams(text), '2026-03-02');

test('without a word it is about the month under way, until today', () => {
	expect(asked('')).toEqual({
		...{ branchId: null, month: '2026-03', from: '2026-03-01', to: '2026-03-02', day: '2026-03-02' }
	});
	expect(asked('month=2026-02&branch=3')).toEqual({
		...{ branchId: 3, month: '2026-02', from: '2026-02-01', to: '2026-02-28', day: '2026-02-28' }
	});
	expect(asked('day=2026-02-10')).toMatchObject({ month: '2026-02', day: '2026-02-10' });
	expect(asked('day=2026-02-10&month=2026-01')).toMatchObject({ month: '2026-01', day: '2026-01-31' });
	expect(asked('month=2025-12')).toMatchObject({ to: '2025-12-31' });
});

test.each([
	'branch=x',
	'branch=0',
	'day=2026-02-30',
	'day=2026-03-03',
	'month=2026-04',
	'month=2026-13',
	'month=x'
])('%s is not there', (text) =>
	expect(() => asked(text)).toThrowError(expect.objectContaining({ code: 'not_found' }) as Error)
);

test('months run backwards over the year', () => {
	expect(months('2026-02-28', 3)).toEqual(['2026-02', '2026-01', '2025-12']);
});

test('of the numbers typed only those that differ are kept, and what is no number is refused', () => {
	const data = new FormData();
	for (const [field, value] of [
		['count.1', '12'],
		['count.2', ' 7 '],
		['count.3', ''],
		['day', '2026-03-01']
	] as const)
		data.set(field, value);
	expect(counted(data, [{ serviceId: 1, count: 12 }])).toEqual([{ serviceId: 2, count: 7 }]);
	data.set('count.4', '-3');
	expect(() => counted(data, [])).toThrowError(expect.objectContaining({ code: 'bad_shape' }) as Error);
});
