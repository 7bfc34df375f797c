// The tables of figures in a rapid report: the main ones with their changes, what stands beside them, and the grades.
import * as m from '$words';
import type { Digest, SheetTable } from '$lib/shared/digest';
import type { Change, Compared, Share, Summary } from '$lib/shared/figures';
import type { Language } from '$lib/shared/language';
import { gradeWord } from '$lib/ui/grades';
import { count, percent, rangeOf, shareOf } from '$lib/ui/numbers';
import { changed } from './digestsaid';

/** The four main figures, with n, interval and both changes. */
export function main({ figures }: Digest, language: Language): SheetTable {
	const { summary, before, yearBefore, change, yearChange } = figures;
	const was = ({ n, hidden }: Compared) =>
		hidden ? m.report_hidden() : m.report_was_n({ n: count(n, language) });
	const row = (label: string, share: Share, ...changes: (Change | null)[]) => [
		label,
		shareOf(share, language) ?? m.desk_few_short(),
		count(share.n, language),
		rangeOf(share, language) ?? '',
		...changes.map((one) => changed(one, language))
	];
	return {
		head: [
			m.report_col_figure(),
			m.report_col_value(),
			m.report_col_n(),
			m.desk_col_interval(),
			m.report_col_before(),
			m.report_col_year()
		],
		rows: [
			[m.desk_figure_n(), count(summary.n, language), '', '', was(before), was(yearBefore)],
			row(m.desk_figure_service(), summary.service.satisfied, change.service, yearChange.service),
			[...row(m.desk_figure_bad(), summary.service.dissatisfied), '', ''],
			row(m.desk_figure_officer(), summary.officer.satisfied, change.officer, yearChange.officer)
		],
		right: [1, 2, 3],
		scale: null
	};
}

/** What stands beside the figures: coverage, new comments, and what came late, is marked or struck. */
export function facts({ figures, comments, marked }: Digest, language: Language): SheetTable {
	const { coverage, counts } = figures;
	const n = (number: number) => count(number, language);
	return {
		head: [],
		rows: [
			coverage && coverage.served > 0
				? [
						m.report_coverage(),
						m.report_coverage_value({
							share: percent(coverage.rated / coverage.served, language),
							rated: n(coverage.rated),
							served: n(coverage.served)
						}),
						m.report_coverage_known({ known: n(coverage.knownDays), days: n(coverage.days) })
					]
				: [m.report_coverage(), '–', m.report_coverage_unknown()],
			...(comments === null ? [] : [[m.report_comments(), n(comments), m.report_comments_where()]]),
			[m.report_late(), n(counts.late), m.report_late_note()],
			[m.report_marked(), n(counts.marked), marked ? m.report_marked_note() : m.report_marked_out_note()],
			[m.report_struck(), n(counts.struck), m.report_struck_note()]
		],
		right: [1],
		scale: null
	};
}

/** How many chose each grade, best first. */
export function grades({ scale, service, officer }: Summary, language: Language): SheetTable {
	const total = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);
	const cells = (counts: readonly number[], index: number) => {
		const all = total(counts);
		if (all === 0) return [m.report_hidden(), ''];
		return [count(counts[index] ?? 0, language), percent((counts[index] ?? 0) / all, language)];
	};
	return {
		head: [
			m.desk_col_grade(),
			m.report_col_service(),
			m.desk_col_share(),
			m.report_col_officers(),
			m.desk_col_share()
		],
		rows: service.counts
			.map((_, index) => [
				gradeWord(index + 1, scale),
				...cells(service.counts, index),
				...cells(officer.counts, index)
			])
			.reverse(),
		right: [1, 2, 3, 4],
		scale: null
	};
}
