// The sentences of a rapid report: is anything wrong, how does it compare, what needs attention. Spoken in the language
// that is spoken just now (whoever calls sees to that); numbers and days in the one that is given, the same.
import * as m from '$words';
import type { AlertKind } from '$lib/shared/alert';
import type { Digest } from '$lib/shared/digest';
import type { Change, CoursePoint } from '$lib/shared/figures';
import type { Language } from '$lib/shared/language';
import type { Cause } from '$lib/shared/rating';
import { days, during } from '$lib/ui/desk/days';
import { count, digitsFor, percent, points, rangeOf, shareOf } from '$lib/ui/numbers';
import { moment } from '$lib/ui/when';

/** Whom it is about, as one name. */
export function aboutOf({ about }: Digest): string {
	return about.length > 3 ? `${about.slice(0, 3).join(', ')} +${about.length - 3}` : about.join(', ');
}

/** Whether a period has no day that may be read yet. */
export function isFuture({ from, to }: Digest['period']): boolean {
	return from > to;
}

/** One sentence: how many are satisfied, or why that is not said. */
export function headline({ figures, period, rules }: Digest, language: Language): string {
	if (isFuture(period)) return m.report_headline_future();
	const { summary } = figures;
	const when = during(period, language);
	if (summary.hidden) return m.report_headline_hidden({ during: when });
	if (summary.n === 0) return m.report_headline_none({ during: when });
	const { satisfied } = summary.service;
	const n = count(satisfied.n, language);
	const share = shareOf(satisfied, language);
	if (share === null) return m.desk_headline_few({ during: when, n, min: rules.minSample });
	return m.desk_headline({ share, during: when, n, range: rangeOf(satisfied, language) ?? '' });
}

/** How the share satisfied with the service compares with the period before and with last year. */
export function compared({ figures }: Digest, language: Language): string[] {
	if (figures.summary.service.satisfied.share === null) return [];
	const sentences = {
		before: {
			up: m.desk_compared_up,
			down: m.desk_compared_down,
			same: m.desk_compared_same,
			none: m.desk_compared_none
		},
		year: {
			up: m.report_year_up,
			down: m.report_year_down,
			same: m.report_year_same,
			none: m.report_year_none
		}
	};
	const said = (which: 'before' | 'year', span: { from: string; to: string }, change: Change | null) => {
		const inputs = { days: days(span, language) };
		const { up, down, same, none } = sentences[which];
		if (!change) return none(inputs);
		if (change.verdict === 'same') return same(inputs);
		const by = { ...inputs, points: points(change.by, language) };
		return change.verdict === 'up' ? up(by) : down(by);
	};
	return [
		said('before', figures.before, figures.change.service),
		said('year', figures.yearBefore, figures.yearChange.service)
	];
}

/** How a share differs, short enough for a cell. */
export function changed(change: Change | null, language: Language): string {
	if (!change) return m.report_not_compared();
	if (change.verdict === 'same') return m.report_same();
	const by = { points: points(change.by, language) };
	return change.verdict === 'up' ? m.report_up(by) : m.report_down(by);
}

const ALERTS: Record<AlertKind, () => string> = {
	dissatisfied: m.report_alert_dissatisfied,
	worst_comment: m.report_alert_worst_comment,
	tablet_dark: m.report_alert_tablet_dark,
	low_coverage: m.report_alert_low_coverage
};

/** What needs attention, in order of weight: alerts, silent tablets, what lies clearly below the rest. */
export function attention(digest: Digest, language: Language): string[] {
	const { alerts, alertsMore, tablets, tabletsMore, figures, called, zone } = digest;
	const since = (at: number) => moment(at, language, zone);
	return [
		...alerts.map((alert) => {
			const inputs = { since: since(alert.since), what: ALERTS[alert.kind](), where: alert.where };
			return alert.isAcknowledged ? m.report_alert_acknowledged(inputs) : m.report_alert(inputs);
		}),
		...(alertsMore > 0 ? [m.report_alerts_more({ n: count(alertsMore, language) })] : []),
		...tablets.map((one) => m.report_tablet({ name: one.name, where: one.where, since: since(one.since) })),
		...(tabletsMore > 0 ? [m.report_tablets_more({ n: count(tabletsMore, language) })] : []),
		...figures.attention.map(({ kind, id, service, rest }) =>
			m.report_below({
				name: (kind === 'branch' ? called.branches : called.services)[id] ?? '',
				share: shareOf(service, language) ?? '',
				n: count(service.n, language),
				range: rangeOf(service, language) ?? '',
				rest: shareOf(rest, language, digitsFor(service.n)) ?? ''
			})
		)
	];
}

/** What the control chart of the last weeks says: each week outside the limits, and a run that still goes on. */
export function signals({ weeks }: Digest, language: Language): string[] {
	const { points: list, centre } = weeks;
	if (centre === null) return [m.report_weeks_few()];
	const limit = (point: CoursePoint, side: 'above' | 'below') =>
		percent((side === 'above' ? point.high : point.low) ?? centre, language, digitsFor(point.n));
	const found = list
		.filter(({ signal }) => signal?.rule === 'beyond')
		.map((point) => {
			const side = point.signal?.side ?? 'below';
			const inputs = {
				days: days(point, language),
				share: shareOf(point.service, language) ?? '',
				limit: limit(point, side)
			};
			return side === 'above' ? m.report_signal_beyond_above(inputs) : m.report_signal_beyond_below(inputs);
		});
	const last = list.findLast(({ n }) => n > 0);
	if (last?.signal?.rule === 'run') {
		const inputs = { days: days(last, language), limit: percent(centre, language) };
		found.push(
			last.signal.side === 'above' ? m.report_signal_run_above(inputs) : m.report_signal_run_below(inputs)
		);
	}
	return found.length > 0 ? found : [m.report_signal_none({ centre: percent(centre, language) })];
}

const CAUSES: Record<Cause, () => string> = {
	officer: m.setup_ask_cause_officer,
	waiting: m.setup_ask_cause_waiting,
	procedure: m.setup_ask_cause_procedure,
	system: m.setup_ask_cause_system,
	premises: m.setup_ask_cause_premises,
	rules: m.setup_ask_cause_rules
};

/** What a reason is about. */
export function causeWord(cause: Cause): string {
	return CAUSES[cause]();
}
