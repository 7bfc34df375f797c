// The signed sheets of a period as rows, one for each sheet: the same columns in CSV and XLSX, with the points of every
// criterion of the rule set in columns of their own.
import { say as sayIn, type Language } from '../../shared/language';
import type { Pack } from '../../shared/pack';
import type { RuleSet } from '../../shared/ruleset';
import { pointsOf } from '../../shared/packwire';
import { rounded } from './cells';
import type { Cell, Column, Line, Say } from './sheet';

type Field = readonly [column: Column, cell: (pack: Pack) => Cell];

/** Columns and a row of each pack; `say` says the words of packs (words/pack). */
export function rowsOf(rules: RuleSet, language: Language, say: Say) {
	const fields = fieldsOf(rules, language, say);
	return {
		columns: fields.map(([column]) => column),
		row: (pack: Pack): Cell[] => fields.map(([, cell]) => cell(pack)),
		say: named(rules, language, say)
	};
}

/** The lines that say of which period the rows are, and how many. */
export function about(
	of: { period: string; rules: string; sheets: number; erased: number; made: string },
	say: Say
): Line[] {
	return [
		[say('col_period'), of.period],
		[say('col_rules'), of.rules],
		[say('col_sheets'), String(of.sheets)],
		...(of.erased > 0 ? [[say('col_erased'), String(of.erased)] as const] : []),
		[say('col_made'), of.made]
	];
}

/** The heads: words of packs, and for a criterion the rule set's own. */
function named(rules: RuleSet, language: Language, say: Say): Say {
	return (key, inputs) => {
		const [, part = '', code] = /^column_(?:(own|given)_)?criterion_(.+)$/.exec(key) ?? [];
		const criterion = rules.criteria.find((one) => one.code === code);
		if (!criterion) return say(key.replace(/^column_/, 'col_'), inputs);
		const words = sayIn(criterion.words, language);
		return part === 'own' ? `${words} (${say('col_self')})` : words;
	};
}

function fieldsOf(rules: RuleSet, language: Language, say: Say): Field[] {
	const text = (key: string, cell: (pack: Pack) => Cell): Field => [{ key, kind: 'text' }, cell];
	const day = (key: string, cell: (pack: Pack) => Cell): Field => [{ key, kind: 'day' }, cell];
	const count = (key: string, cell: (pack: Pack) => Cell): Field => [{ key, kind: 'count' }, cell];
	const share = (key: string, cell: (pack: Pack) => number | null | undefined): Field => [
		{ key, kind: 'share' },
		(pack) => rounded(cell(pack) ?? null)
	];
	const points = (key: string, cell: (pack: Pack) => number | null | undefined): Field => [
		{ key, kind: 'number' },
		(pack) => pointsOf(cell(pack) ?? null)
	];
	const band = (code: string | null | undefined) => {
		const found = rules.bands.find((one) => one.code === code);
		return found ? sayIn(found.words, language) : (code ?? null);
	};
	const instant = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
	const first = ({ content }: Pack) => content.grades[0];
	const officer = ({ content: { subject } }: Pack) => (subject.kind === 'officer' ? subject : null);
	return [
		text('branch_code', (pack) => pack.branchCode),
		text('branch', ({ content }) => sayIn(content.subject.branch, language)),
		text('code', (pack) => officer(pack)?.code ?? null),
		text('name', (pack) => officer(pack)?.name ?? null),
		text('post', (pack) => {
			const one = officer(pack);
			return one && sayIn(one.post, language);
		}),
		text('group', ({ content }) => content.peers.group),
		day('from', ({ content }) => content.period.from),
		day('to', ({ content }) => content.period.to),
		text('mode', ({ content }) => say(`mode_${content.period.mode}`)),
		count('scale', (pack) => first(pack)?.scale ?? null),
		count('n', (pack) => first(pack)?.satisfied.n ?? 0),
		share('share', (pack) => first(pack)?.satisfied.share),
		share('low', (pack) => first(pack)?.satisfied.low),
		share('high', (pack) => first(pack)?.satisfied.high),
		share('unmarked', (pack) => first(pack)?.unmarked.share),
		share('shrunken', ({ content }) => content.shrunken?.share),
		share('adjusted', ({ content }) => content.adjusted?.share),
		share('adjusted_low', ({ content }) => content.adjusted?.low),
		share('adjusted_high', ({ content }) => content.adjusted?.high),
		text('verdict', ({ content }) =>
			say(content.verdict === 'too_few' ? 'list_few' : `list_${content.verdict}`)
		),
		count('bad', ({ content }) => content.causes?.bad ?? null),
		count('bad_officer', ({ content }) => content.causes?.officer ?? null),
		share('covered', ({ content }) => content.coverage?.share),
		count('struck', ({ content }) => content.standing.struck),
		count('marked', ({ content }) => content.standing.marked),
		count('settled', ({ content }) => content.standing.settled),
		count('late', ({ content }) => content.standing.late),
		count('replies', ({ content }) => content.replies),
		count('upheld', ({ content }) => content.appeals.upheld),
		count('rejected', ({ content }) => content.appeals.rejected),
		count('withdrawn', ({ content }) => content.appeals.withdrawn),
		count('open', ({ content }) => content.appeals.open),
		...rules.criteria.flatMap(({ code, from }) => {
			const of = ({ outcome }: Pack) => outcome.criteria.find((one) => one.code === code);
			const main = points(`given_criterion_${code}`, (pack) => of(pack)?.points);
			const own = points(`own_criterion_${code}`, (pack) => of(pack)?.self);
			return from.kind === 'given' && from.self ? [own, main] : [main];
		}),
		points('total', ({ outcome }) => outcome.total),
		points('total_low', ({ outcome }) => outcome.low),
		points('total_high', ({ outcome }) => outcome.high),
		points('most', ({ outcome }) => outcome.of),
		text('band_proposed', ({ outcome }) => band(outcome.band)),
		text('edges', ({ outcome }) => outcome.edges.map((edge) => band(edge.band)).join(', ') || null),
		text('band_decided', ({ standing }) => band(standing.decision?.band)),
		text('decided_by', ({ standing }) => standing.decision?.by ?? null),
		text('reason', ({ standing }) => standing.decision?.reason ?? null),
		text('acknowledged_at', ({ standing }) => instant(standing.acknowledgedAt)),
		text('contested', ({ standing }) => standing.contested?.reason ?? null),
		text('answered', ({ standing }) => standing.answered?.reason ?? null),
		text('leader', ({ standing }) => standing.signedLeader?.by ?? null),
		text('hr', ({ standing }) => standing.signedHr?.by ?? null),
		text('sealed_at', ({ seal }) => instant(seal?.at)),
		count('position', ({ content }) => content.moment.position),
		count('entry', ({ content }) => content.moment.entryId),
		count('checkpoint', ({ seal }) => seal?.checkpoint.number ?? null),
		text('checkpoint_hash', ({ seal }) => seal?.checkpoint.hash ?? null),
		text('seal', ({ seal }) => seal?.hash ?? null)
	];
}
