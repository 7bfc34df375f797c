// What the papers of appraisals say in words: days, points, bands and the one sentence that says most.
import * as m from '$words';
import type { AppraisalKind, SheetContent } from '$lib/shared/appraisal';
import { dayOf, type Day } from '$lib/shared/day';
import type { Share } from '$lib/shared/figures';
import { say, type Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import type { Points, RuleSet } from '$lib/shared/ruleset';
import { count, rangeOf, shareOf } from '$lib/ui/numbers';
import { date, HOUSE_ZONE, LOCALES } from '$lib/ui/when';

/** "Quý 3/2026". */
export function periodName({ kind, from }: { kind: AppraisalKind; from: Day }): string {
	const [year = '', month = ''] = from.split('-');
	const length = { month: 1, quarter: 3, half: 6, year: 12 }[kind];
	const part = Math.ceil(Number(month) / length);
	if (kind === 'month') return m.pack_period_month({ month, year });
	if (kind === 'quarter') return m.pack_period_quarter({ part, year });
	return kind === 'half' ? m.pack_period_half({ part, year }) : m.pack_period_year({ year });
}

/** With its first and its last day. */
export function periodSaid(period: { kind: AppraisalKind; from: Day; to: Day }, language: Language): string {
	const { from, to } = period;
	return m.pack_period_is({ name: periodName(period), from: date(from, language), to: date(to, language) });
}

/** Place to be filled in, and the day of an instant; null: all of it to be filled in. */
export function dated(at: number | null): string {
	const [year = '', month = '', day = ''] = at === null ? [] : dayOf(at, HOUSE_ZONE).split('-');
	return m.pack_dated({ day: day || '......', month: month || '......', year: year || '........' });
}

/** Hundredths as points: 1450 → "14,5". */
export function pointsSaid(points: Points, language: Language): string {
	return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 2 }).format(points / 100);
}

/** Points with their interval, where there is one. */
export function pointsIn(
	{ points, low, high }: { points: Points | null; low: Points | null; high: Points | null },
	language: Language
): string {
	if (points === null) return '';
	const said = pointsSaid(points, language);
	if (low === null || high === null || (low === points && high === points)) return said;
	return m.pack_points_range({
		points: said,
		low: pointsSaid(low, language),
		high: pointsSaid(high, language)
	});
}

/** A band by its code, in words; null: none. */
export function bandSaid(rules: RuleSet, code: string | null, language: Language): string {
	if (code === null) return m.pack_band_none();
	const band = rules.bands.find((one) => one.code === code);
	return band ? say(band.words, language) : code;
}

/** Whom a sheet is about. */
export function subjectName({ subject }: SheetContent, language: Language): string {
	return subject.kind === 'officer' ? subject.name : say(subject.branch, language);
}

/** The rule set by name and version. */
export function rulesSaid(
	{ ruleSet }: { ruleSet: { version: number; content: Pick<RuleSet, 'name'> } },
	language: Language
): string {
	return m.pack_rules_is({ name: say(ruleSet.content.name, language), version: ruleSet.version });
}

/** Columns of a share: its n, the share, its interval. */
export function shareCells(share: Share, language: Language): [string, string, string] {
	const n = count(share.n, language);
	return [n, shareOf(share, language) ?? m.pack_few(), rangeOf(share, language) ?? ''];
}

/** One sentence: how many are satisfied and how that stands beside the peers, or why it is not said. */
export function headlineOf({ content }: Pack, language: Language): string {
	const satisfied = content.grades[0]?.satisfied;
	if (!satisfied || satisfied.n === 0) return m.pack_head_none();
	const share = shareOf(satisfied, language);
	const min = Math.max(content.privacy.minSample, content.ruleSet.content.minRatings);
	if (share === null || content.verdict === 'too_few')
		return m.pack_head_few({ n: count(satisfied.n, language), min: count(min, language) });
	const head = { above: m.pack_head_above, below: m.pack_head_below, same: m.pack_head_same };
	const said = { share, range: rangeOf(satisfied, language) ?? '', n: count(satisfied.n, language) };
	return head[content.verdict](said);
}
