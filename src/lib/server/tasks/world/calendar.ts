// When a customs department is open and how busy it then is.
import { addDays, daysBetween, weekdayOf, type Day } from '../../../shared/day';
import type { Hours } from '../../../shared/hours';
import type { Words } from '../../../shared/language';

/** The first day of the lunar year as Việt Nam counts it (not always China's: 2030), written down by hand. */
const TET: Record<string, Day> = {
	2024: '2024-02-10',
	2025: '2025-01-29',
	2026: '2026-02-17',
	2027: '2027-02-06',
	2028: '2028-01-26',
	2029: '2029-02-13',
	2030: '2030-02-02',
	2031: '2031-01-23',
	2032: '2032-02-11'
};

/** The Hùng Kings' day: the tenth of the third lunar month. */
const HUNG_KINGS: Record<string, Day> = {
	2024: '2024-04-18',
	2025: '2025-04-07',
	2026: '2026-04-26',
	2027: '2027-04-16',
	2028: '2028-04-04',
	2029: '2029-04-23',
	2030: '2030-04-12',
	2031: '2031-04-01',
	2032: '2032-04-19'
};

/** The first day whose holidays stand here. */
export const FIRST_DAY: Day = '2023-04-30';
export const FIRST_UNTIL: Day = '2024-12-31';
export const LAST_UNTIL: Day = '2032-12-31';

const NAMES = {
	tet: { vi: 'Tết Nguyên đán', en: 'Lunar New Year', ja: '旧正月（テト）', zh: '春节', ko: '설(뗏)' },
	hung: {
		vi: 'Giỗ Tổ Hùng Vương',
		en: 'Hùng Kings’ Commemoration Day',
		ja: 'フンヴオン王の命日',
		zh: '雄王祭祖日',
		ko: '훙왕 추모일'
	},
	newYear: { vi: 'Tết Dương lịch', en: 'New Year’s Day', ja: '元日', zh: '元旦', ko: '새해 첫날' },
	victory: {
		vi: 'Ngày Chiến thắng 30/4',
		en: 'Reunification Day',
		ja: '南部解放記念日',
		zh: '南方解放日',
		ko: '남부 해방 기념일'
	},
	labour: {
		vi: 'Ngày Quốc tế Lao động',
		en: 'International Labour Day',
		ja: 'メーデー',
		zh: '国际劳动节',
		ko: '국제 노동절'
	},
	national: { vi: 'Quốc khánh', en: 'National Day', ja: '建国記念日', zh: '国庆节', ko: '국경일' }
} satisfies Record<string, Words>;

const FIXED: Record<string, Words> = {
	'01-01': NAMES.newYear,
	'04-30': NAMES.victory,
	'05-01': NAMES.labour,
	'09-01': NAMES.national,
	'09-02': NAMES.national
};

/** The holiday on which no counter opens, or undefined: Tết from two days before to four after, and the others. */
export function holiday(day: Day): Words | undefined {
	const year = day.slice(0, 4);
	const tet = TET[year];
	if (tet && day >= addDays(tet, -2) && day <= addDays(tet, 4)) return NAMES.tet;
	if (HUNG_KINGS[year] === day) return NAMES.hung;
	return FIXED[day.slice(5)];
}

export function isHoliday(day: Day): boolean {
	return holiday(day) !== undefined;
}

/** The holidays of the year of these days and of the year after. */
export function holidays(days: readonly Day[]): { day: Day; name: Words }[] {
	const until = addDays(days.at(-1)!, 365);
	return daysBetween(days[0]!, until < LAST_UNTIL ? until : LAST_UNTIL).flatMap((day) => {
		const name = holiday(day);
		return name ? [{ day, name }] : [];
	});
}

const [MORNING, AFTERNOON] = [
	{ from: '07:30', until: '11:30' },
	{ from: '13:00', until: '17:00' }
];

/** The hours on the doors: half an hour before the first customers of `slots`. */
export function week(opensSaturday: boolean): Hours {
	const weekday = [MORNING!, AFTERNOON!];
	return [[], weekday, weekday, weekday, weekday, weekday, opensSaturday ? [MORNING!] : []];
}

/** The year that ends on a day, both included: 365 days (366 over a 29 February). */
export function yearUntil(until: Day): Day[] {
	const [year, rest] = [Number(until.slice(0, 4)), until.slice(4)];
	// A year before 29 February is taken as the one before 28 February.
	const before = rest === '-02-29' ? `${year - 1}-02-28` : `${year - 1}${rest}`;
	return daysBetween(addDays(before, 1), until);
}

/** As many years, one before the other, the last of which ends on a day. */
export function yearsUntil(until: Day, years: number): Day[] {
	const days = yearUntil(until);
	return years <= 1 ? days : [...yearsUntil(addDays(days[0]!, -1), years - 1), ...days];
}

/** Monday is slow to start, Friday clears the week; Saturday is a morning, and only where a branch opens. */
const WEEKDAY_WEIGHTS = [0, 1.05, 1, 0.98, 1, 1.12, 0.3];

/** How busy a month is against the mean: the end of the year and the weeks before Tết are full. */
const MONTH_WEIGHTS = [1.1, 0.85, 1, 0.98, 0.95, 0.97, 0.98, 0.98, 1, 1.03, 1.07, 1.15];

/** The weight of a day for a branch; 0 where it is closed. */
export function dayWeight(day: Day, opensSaturday: boolean): number {
	const weekday = weekdayOf(day);
	if (isHoliday(day) || weekday === 0 || (weekday === 6 && !opensSaturday)) return 0;
	// The last days of a month are the deadline of many a declaration.
	const monthEnd = addDays(day, 3).slice(0, 7) !== day.slice(0, 7) ? 1.15 : 1;
	return WEEKDAY_WEIGHTS[weekday]! * MONTH_WEIGHTS[Number(day.slice(5, 7)) - 1]! * monthEnd;
}

/** A quarter of an hour in which customers come, and how many come against the others. */
export type Slot = { hour: number; minute: number; weight: number };

const HOUR_WEIGHTS: Record<number, number> = {
	8: 0.8,
	9: 1.7,
	10: 1.15,
	11: 0.6,
	13: 0.9,
	14: 1.6,
	15: 1.1,
	16: 0.7
};

/** Customers come from 8:00 to 11:30 and from 13:00 to 17:00, on Saturday in the morning only. */
export function slots(weekday: number): Slot[] {
	return Object.entries(HOUR_WEIGHTS).flatMap(([key, weight]) => {
		const hour = Number(key);
		if (weekday === 6 && hour > 12) return [];
		const quarters = hour === 11 ? [0, 15] : [0, 15, 30, 45];
		return quarters.map((minute) => ({ hour, minute, weight: weight / 4 }));
	});
}

/** The two hours at which the hall is full (planted: see truth.ts). */
export const RUSH_HOURS: readonly number[] = [9, 14];
