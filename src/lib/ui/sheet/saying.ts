// What a sheet says in words: its headline, its period, its points. The components only place it.
import type { SheetContent, SheetState } from '$lib/shared/appraisal';
import type { Day } from '$lib/shared/day';
import type { Share } from '$lib/shared/figures';
import { say, type Language } from '$lib/shared/language';
import type { Points, RuleSet } from '$lib/shared/ruleset';
import * as m from '$words';
import { count, rangeOf, shareOf } from '../numbers';
import { LOCALES } from '../when';

/** "15,5": hundredths as points, without idle zeros. */
export function pointsOf(points: Points, language: Language): string {
	return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 }).format(points / 100);
}

/** The share that the sheet is about: with marked ratings or without, as its rule set says; null: no ratings at all. */
export function shareFor({ grades, ruleSet }: Pick<SheetContent, 'grades' | 'ruleSet'>): Share | null {
	const [first] = grades;
	if (!first) return null;
	return ruleSet.content.countMarked ? first.satisfied : first.unmarked;
}

/** The one sentence that a sheet begins with: the share, its interval, n, and how it stands to the peers. */
export function headline(
	content: Pick<SheetContent, 'grades' | 'ruleSet' | 'verdict' | 'privacy'>,
	language: Language
): string {
	const { verdict, privacy } = content;
	const main = shareFor(content);
	if (!main || main.n === 0) return m.sheet_head_none();
	const share = shareOf(main, language);
	const range = rangeOf(main, language);
	const n = count(main.n, language);
	if (share === null || range === null)
		return m.sheet_head_few({ n, min: count(privacy.minSample, language) });
	const said = { share, range, n };
	if (verdict === 'above') return m.sheet_head_above(said);
	if (verdict === 'below') return m.sheet_head_below(said);
	return verdict === 'same' ? m.sheet_head_same(said) : m.sheet_head_alone(said);
}

/** Whether there is too little for the rule set to give points by figures, although the share itself may be told. */
export function tooFewFor(content: Pick<SheetContent, 'grades' | 'ruleSet'>): boolean {
	return (shareFor(content)?.n ?? 0) < content.ruleSet.content.minRatings;
}

/** "Quý 3/2026", "Tháng 9/2026"; by its kind and its first day. */
export function periodName({ kind, from }: { kind: SheetContent['period']['kind']; from: Day }): string {
	const [year = '', month = ''] = from.split('-');
	const number = Number(month);
	if (kind === 'month') return m.sheet_period_month({ month: String(number), year });
	if (kind === 'quarter') return m.sheet_period_quarter({ quarter: String(Math.ceil(number / 3)), year });
	if (kind === 'half')
		return m.sheet_period_half({ half: number <= 6 ? m.sheet_half_1() : m.sheet_half_2(), year });
	return m.sheet_period_year({ year });
}

/** A band by its code, as the rule set calls it. */
export function bandName(code: string | null, rules: RuleSet, language: Language): string {
	if (code === null) return m.sheet_decision_no_band();
	const band = rules.bands.find((one) => one.code === code);
	return band ? say(band.words, language) : code;
}

export const STATES: Record<SheetState, () => string> = {
	waiting: m.sheet_state_waiting,
	drafted: m.sheet_state_drafted,
	decided: m.sheet_state_decided,
	acknowledged: m.sheet_state_acknowledged,
	contested: m.sheet_state_contested,
	answered: m.sheet_state_answered,
	leader_signed: m.sheet_state_leader_signed,
	signed: m.sheet_state_signed,
	excused: m.sheet_state_excused
};

/** How a state's badge looks: what waits for somebody stands out, what is done is calm. */
export const MOODS: Record<SheetState, '' | 'warn' | 'fine' | 'alarm'> = {
	waiting: '',
	drafted: '',
	decided: '',
	acknowledged: '',
	contested: 'alarm',
	answered: 'warn',
	leader_signed: '',
	signed: 'fine',
	excused: ''
};
