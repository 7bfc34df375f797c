// How figures were made, line by line: what was asked, by which rules, and what was left out. The same lines stand in
// front of a CSV, on a workbook's second sheet, and in the API's answer.
import type { Called, Counts } from '../../shared/figures';
import type { Ground } from '../analytics/desk';
import type { Line, Say } from './sheet';

export type About = {
	table: string;
	given: Ground;
	called: Called;
	counts: Counts;
	/** The instant, and the name of whoever asked. */
	at: number;
	by: string;
	/** Scale of the figures, where they are of one. */
	scale: number | null;
	/** Of any day, whatever the period. */
	isAnyDay?: boolean;
	/** Raw ratings: whole weeks, and how many are left out. */
	rows?: { span: { from: string; to: string } | null; left: number; form: 'leader' | 'ledger' };
};

/** Tables in which officers, counters or hours are told by whole weeks or months. */
const DESK = new Set(['overview', 'trend', 'hours', 'reasons', 'compare']);

/** The lines of the method in the reader's language. */
export function method(about: About, say: Say): Line[] {
	const { asked, rules } = about.given;
	const line = (key: string, text: string): Line => [say(`line_${key}`), text];
	const chosen = (key: 'branch' | 'service' | 'counter' | 'officer', names: Record<number, string>) => {
		const id = asked[`${key}Id`];
		return id === null ? [] : [line(key, names[id] ?? String(id))];
	};
	const days = `${asked.period.from} – ${asked.period.to}`;
	return [
		line('title', say(`table_${about.table}`)),
		line('days', about.isAnyDay ? say('days_any') : days),
		...(asked.desk && DESK.has(about.table)
			? [line('desk', say(`desk_${asked.desk.grain}`, { from: asked.desk.from, to: asked.desk.to }))]
			: []),
		line('zone', asked.zone),
		...chosen('branch', about.called.branches),
		...chosen('service', about.called.services),
		...chosen('counter', about.called.counters),
		...chosen('officer', about.called.officers),
		...(about.scale === null ? [] : [line('scale', say('scale', { scale: about.scale }))]),
		...(about.table === 'comments'
			? []
			: [
					line('marked', say(asked.marked ? 'marked_with' : 'marked_without')),
					line('counts', say('counts', { ...about.counts }))
				]),
		...(about.rows ? ofRows(about.rows, rules.minCell, say) : ofFigures(about.table, rules, say)),
		line('made_at', `${new Date(about.at).toISOString()} (UTC)`),
		line('made_by', about.by)
	];
}

function ofFigures(table: string, rules: Ground['rules'], say: Say): Line[] {
	const { minCell, minSample, commentDelayDays: delay } = rules;
	const how: Line = [say('line_method'), say(`method_${table}`, { minCell, minSample, delay })];
	if (table === 'comments') return [how];
	return [
		how,
		[say('line_hidden'), say('rule_hidden', { minCell })],
		[say('line_few'), say('rule_few', { minSample })]
	];
}

function ofRows(rows: NonNullable<About['rows']>, minCell: number, say: Say): Line[] {
	if (rows.form === 'ledger') return [[say('line_method'), say('method_ledger')]];
	const left = rows.left === 0 ? say('left_none') : say('left', { left: rows.left });
	return [
		[
			say('line_weeks'),
			rows.span === null ? say('weeks_none') : say('weeks', { from: rows.span.from, to: rows.span.to })
		],
		[say('line_method'), say('method_ratings', { minCell })],
		[say('line_left'), rows.left > 0 && rows.left < minCell ? say('left_few', { minCell }) : left]
	];
}
