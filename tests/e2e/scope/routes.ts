// How each route there is can be asked, so that every one of them is: the test fails for a route that stands not here.
import type { Ground } from './ground';

export type Ask = {
	/** Addresses that stand for this reader's own things: answered, and holding nothing of others. */
	own: (given: Ground) => string[];
	/** Addresses that name a thing of branch B: for a reader of branch A they do not exist. */
	foreign?: (given: Ground) => string[];
	/** For each form on it, what is sent to change a thing of branch B. */
	acts?: Record<string, (given: Ground) => Record<string, string>>;
	/** The names of its forms, where a list in another file makes them. */
	forms?: readonly string[];
};

/** What can be done to one sheet; a form of each name. */
const SHEET_FORMS = [
	...['self_scored', 'appraised', 'decided', 'acknowledged', 'contested', 'answered'],
	...['signed_leader', 'signed_hr', 'excused', 'included', 'reopened', 'draft']
];
const PERIOD_FORMS = [
	...['change', 'announce', 'remove', 'draft', 'close', 'reopen'],
	...['signAll', 'sign', 'signLeader', 'decide', 'excuse']
];
/** What is said with them all: more than each needs. */
const said = ({ appraised }: Ground) => ({
	id: String(appraised.drafted.b),
	sheet: String(appraised.drafted.b),
	reason: 'Vì vậy',
	band: 'good',
	seen: 'x'
});
const everyForm = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, said]));
const FILES = ['sheet.pdf', 'sheet.xlsx', 'sheet.json'];

const plain = (path: string): Ask => ({ own: () => [path] });

/** A page of figures: whatever its filters name lies in the scope, or does not exist. */
function figures(path: string, more: Partial<Ask> = {}, join = '?'): Ask {
	const at = (query: string) => `${path}${join}${query}`;
	return {
		own: ({ town }) => [
			path,
			at('period=1d'),
			at('period=90d'),
			at(`period=90d&branch=${town.branches.a}`),
			at(`period=90d&service=${town.services.declare}`),
			at(`period=90d&counter=${town.counters.a1}`),
			at(`period=90d&officer=${town.officers.anh}`),
			at(`period=90d&officer=${town.officers.anh}&service=${town.services.declare}`),
			at('period=90d&marked=without'),
			at('period=90d&step=day'),
			at('period=90d&by=officer'),
			at('period=90d&by=service'),
			at('period=90d&by=counter')
		],
		foreign: ({ town }) => [
			at(`period=90d&branch=${town.branches.b}`),
			at(`period=90d&branch=${town.branches.root}`),
			at(`period=90d&counter=${town.counters.b1}`),
			at(`period=90d&officer=${town.officers.giang}`)
		],
		...more
	};
}

/** The tables that can be taken away and asked for by programs. */
const TABLES = ['overview', 'trend', 'hours', 'reasons', 'compare', 'comments', 'coverage'];

function everyTable(path: (table: string) => string, tables: readonly string[]): Ask {
	const each = tables.map((table) => figures(path(table)));
	return {
		own: (given) => each.flatMap((one) => one.own(given)),
		foreign: (given) => each.flatMap((one) => one.foreign?.(given) ?? [])
	};
}

export const ASKS: Record<string, Ask> = {
	'/': plain('/'),
	'/kiosk': plain('/kiosk'),
	'/signin': plain('/signin'),
	'/signout': plain('/signout'),
	'/language': plain('/language'),
	'/healthz': plain('/healthz'),
	'/readyz': plain('/readyz'),
	'/admin': plain('/admin'),
	'/admin/overview': figures('/admin/overview'),
	'/admin/trend': figures('/admin/trend', {
		acts: {
			annotate: ({ town }) => ({
				branchId: String(town.branches.b),
				from: '2026-11-02',
				to: '2026-11-02',
				body: 'Trời mưa'
			}),
			unannotate: ({ planted }) => ({ id: String(planted.annotation.b) })
		}
	}),
	'/admin/hours': figures('/admin/hours'),
	'/admin/reasons': figures('/admin/reasons'),
	'/admin/compare': figures('/admin/compare'),
	'/admin/comments': {
		own: ({ town }) => [
			'/admin/comments',
			'/admin/comments?q=cho+lau',
			'/admin/comments?q=bimatb',
			'/admin/comments?q=待ち',
			'/admin/comments?grade=1',
			`/admin/comments?service=${town.services.declare}`,
			'/admin/comments?language=vi'
		],
		foreign: ({ town }) => [
			`/admin/comments?branch=${town.branches.b}`,
			`/admin/comments?branch=${town.branches.root}`
		]
	},
	// Its form names nobody: it changes what the sender themselves is mailed.
	'/admin/report': figures('/admin/report', { acts: { wishes: () => ({}) } }),
	'/admin/report/pdf': {
		own: () => ['/admin/report/pdf'],
		foreign: ({ town }) => [`/admin/report/pdf?branch=${town.branches.b}`]
	},
	'/admin/board': {
		own: () => ['/admin/board'],
		acts: {
			link: ({ town }) => ({ name: 'x', days: '30', language: 'vi', branch: String(town.branches.b) })
		}
	},
	'/admin/alerts': {
		own: () => ['/admin/alerts', '/admin/alerts?list=closed'],
		acts: {
			acknowledge: ({ planted }) => ({ id: String(planted.alert.b) }),
			close: ({ planted }) => ({ id: String(planted.alert.b), note: 'Đã xem' }),
			reopen: ({ planted }) => ({ id: String(planted.alert.b) }),
			add: ({ town }) => ({
				branchId: String(town.branches.b),
				kind: 'tablet_dark',
				minutes: '30',
				isMailed: 'on'
			}),
			change: ({ planted }) => ({ id: String(planted.rule.b), days: '7', above: '10', least: '20' }),
			off: ({ planted }) => ({ id: String(planted.rule.b) }),
			on: ({ planted }) => ({ id: String(planted.rule.b) }),
			offer: ({ town }) => ({ branchId: String(town.branches.b) })
		}
	},
	'/admin/visits': {
		own: () => ['/admin/visits'],
		acts: {
			day: ({ town }) => ({
				branchId: String(town.branches.b),
				day: '2026-11-02',
				source: 'Sổ tay',
				[`service-${town.services.declare}`]: '12'
			}),
			check: () => ({ source: 'Tệp', text: 'day,branch,service,count\n2026-11-02,B,S1,12' }),
			save: () => ({ source: 'Tệp', text: 'day,branch,service,count\n2026-11-02,B,S1,12' })
		}
	},
	'/admin/keys': {
		own: () => ['/admin/keys'],
		acts: {
			issue: ({ town }) => ({ name: 'x', use: 'figures', lasts: '30', branchId: String(town.branches.b) }),
			revoke: ({ planted }) => ({ id: String(planted.key.b) })
		}
	},
	'/admin/webhooks': plain('/admin/webhooks'),
	'/admin/deliveries': plain('/admin/deliveries'),
	'/admin/privacy': plain('/admin/privacy'),
	'/admin/export/[table]': everyTable(
		(table) => `/admin/export/${table}`,
		[...TABLES, 'ratings'].flatMap((table) => [`${table}.csv`, `${table}.xlsx`])
	),
	'/admin/review': {
		own: () => ['/admin/review', '/admin/review?list=marked', '/admin/review?list=struck'],
		foreign: ({ town }) => [`/admin/review?branch=${town.branches.b}`]
	},
	'/admin/review/[id]': {
		own: ({ ratingIds }) => [`/admin/review/${ratingIds.a}`],
		foreign: ({ ratingIds }) => [`/admin/review/${ratingIds.b}`],
		acts: Object.fromEntries(
			[
				'propose',
				'proposeLift',
				'confirm',
				'decline',
				'confirmLift',
				'declineLift',
				'settle',
				'clear',
				'erase'
			].map((name) => [
				name,
				({ town }: Ground) => ({
					reason: 'Vì vậy',
					entryId: '1',
					served: String(town.officers.giang),
					rule: 'burst',
					understood: 'on'
				})
			])
		)
	},
	'/admin/mine': plain('/admin/mine'),
	'/admin/mine/ratings': plain('/admin/mine/ratings'),
	'/admin/mine/appeals': plain('/admin/mine/appeals'),
	'/admin/mine/sheets': plain('/admin/mine/sheets'),
	'/admin/mine/sheets/[id]': {
		own: ({ appraised }) => [
			`/admin/mine/sheets/${appraised.signed.a}`,
			`/admin/mine/sheets/${appraised.drafted.a}`
		],
		foreign: ({ appraised }) => [
			`/admin/mine/sheets/${appraised.signed.b}`,
			`/admin/mine/sheets/${appraised.drafted.b}`
		],
		forms: ['self_scored', 'acknowledged', 'contested']
	},
	'/admin/mine/sheets/[id]/[file]': {
		own: ({ appraised }) => FILES.map((file) => `/admin/mine/sheets/${appraised.signed.a}/${file}`),
		foreign: ({ appraised }) => FILES.map((file) => `/admin/mine/sheets/${appraised.signed.b}/${file}`)
	},
	'/admin/mine/data': plain('/admin/mine/data'),
	'/admin/mine/data/file': plain('/admin/mine/data/file'),
	'/admin/method': plain('/admin/method'),
	'/admin/appeals': plain('/admin/appeals'),
	'/admin/appeals/[id]': {
		own: ({ appraised }) => [`/admin/appeals/${appraised.appeals.a}`],
		foreign: ({ appraised }) => [`/admin/appeals/${appraised.appeals.b}`],
		acts: everyForm(['opine', 'uphold', 'reject'])
	},
	'/admin/rulesets': plain('/admin/rulesets'),
	'/admin/rulesets/[id]': { own: ({ appraised }) => [`/admin/rulesets/${appraised.ruleSet}`] },
	'/admin/appraisals': plain('/admin/appraisals'),
	'/admin/appraisals/[id]': {
		own: ({ appraised }) => [
			`/admin/appraisals/${appraised.periods.closed}`,
			`/admin/appraisals/${appraised.periods.drafted}`
		],
		acts: everyForm(PERIOD_FORMS),
		forms: PERIOD_FORMS
	},
	'/admin/appraisals/[id]/members': {
		own: ({ appraised }) => [`/admin/appraisals/${appraised.periods.drafted}/members`]
	},
	'/admin/appraisals/[id]/[file]': {
		own: ({ appraised, town }) => [
			...['sheets.xlsx', 'sheets.csv', 'sheets.json', 'archive.zip'].map(
				(file) => `/admin/appraisals/${appraised.periods.closed}/${file}`
			),
			`/admin/appraisals/${appraised.periods.closed}/unit.pdf?branch=${town.branches.a}`,
			`/admin/appraisals/${appraised.periods.closed}/unit.xlsx?branch=${town.branches.a}`
		],
		foreign: ({ appraised, town }) => [
			`/admin/appraisals/${appraised.periods.closed}/unit.pdf?branch=${town.branches.b}`,
			`/admin/appraisals/${appraised.periods.closed}/unit.xlsx?branch=${town.branches.b}`
		]
	},
	'/admin/sheets/[id]': {
		own: ({ appraised }) => [`/admin/sheets/${appraised.signed.a}`, `/admin/sheets/${appraised.drafted.a}`],
		foreign: ({ appraised }) => [
			`/admin/sheets/${appraised.signed.b}`,
			`/admin/sheets/${appraised.drafted.b}`
		],
		acts: everyForm(SHEET_FORMS),
		forms: SHEET_FORMS
	},
	'/admin/sheets/[id]/[file]': {
		own: ({ appraised }) => FILES.map((file) => `/admin/sheets/${appraised.signed.a}/${file}`),
		foreign: ({ appraised }) => FILES.map((file) => `/admin/sheets/${appraised.signed.b}/${file}`)
	},
	'/admin/fairness': plain('/admin/fairness'),
	'/admin/retention': plain('/admin/retention'),
	'/admin/branches': plain('/admin/branches'),
	'/admin/closed-days': plain('/admin/closed-days'),
	'/admin/services': plain('/admin/services'),
	'/admin/officers': plain('/admin/officers'),
	'/admin/officers/photo/[id]': plain('/admin/officers/photo/none'),
	'/admin/counters': plain('/admin/counters'),
	'/admin/duty': plain('/admin/duty'),
	'/admin/questionnaires': plain('/admin/questionnaires'),
	'/admin/questionnaires/[id]': plain('/admin/questionnaires/1'),
	'/admin/devices': {
		own: () => ['/admin/devices'],
		foreign: ({ town }) => [`/admin/devices?branch=${town.branches.b}`]
	},
	'/admin/devices/import': plain('/admin/devices/import'),
	'/admin/drawer': plain('/admin/drawer'),
	'/admin/people': plain('/admin/people'),
	'/admin/audit': plain('/admin/audit'),
	'/admin/checkpoints': plain('/admin/checkpoints'),
	'/admin/checkpoints/file': plain('/admin/checkpoints/file'),
	'/api/v1/pair': plain('/api/v1/pair'),
	'/api/v1/hello': plain('/api/v1/hello'),
	'/api/v1/summary': figures('/api/v1/summary'),
	'/api/v1/news': plain('/api/v1/news'),
	'/api/v1/figures/[table]': everyTable((table) => `/api/v1/figures/${table}`, TABLES),
	'/api/v1/appraisals': plain('/api/v1/appraisals'),
	'/api/v1/appraisals/[id]': { own: ({ appraised }) => [`/api/v1/appraisals/${appraised.periods.closed}`] },
	'/sheet/[hash]': {
		own: ({ appraised }) => [`/sheet/${appraised.seal}`],
		foreign: () => ['/sheet/nothing']
	},
	'/board/[key]': { own: ({ keys }) => [`/board/${keys.board}`], foreign: () => ['/board/hl_nothing'] },
	'/board/[key]/news': plain('/board/hl_nothing/news')
};
