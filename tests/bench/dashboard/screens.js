// The screens that are measured: each by a branch leader and by the head of the whole department, over several periods.
// A new page is one more line.

/** @typedef {{ name: string, path: string, who: 'leader1' | 'chief', scope: 'branch' | 'department', period: string }} Screen */

/** By its name, the path; `periods: false` where a page is of today alone. Of one scope only where it says so. */
const PAGES = [
	{ name: 'overview', path: '/admin/overview' },
	{ name: 'trend', path: '/admin/trend' },
	{ name: 'hours', path: '/admin/hours' },
	{ name: 'reasons', path: '/admin/reasons' },
	{ name: 'compare branches', path: '/admin/compare?by=branch', scope: 'department' },
	{ name: 'compare services', path: '/admin/compare?by=service' },
	{ name: 'compare officers', path: '/admin/compare?by=officer' },
	{ name: 'comments', path: '/admin/comments' },
	{ name: 'comments, searched', path: '/admin/comments?q=cham' },
	{ name: 'comments, all days', path: '/admin/comments', periods: false },
	{ name: 'board', path: '/admin/board', periods: false },
	{ name: 'summary, JSON', path: '/api/v1/summary' }
];

const PEOPLE = /** @type {const} */ ([
	{ who: 'leader1', scope: 'branch', p95Ms: 100 },
	{ who: 'chief', scope: 'department', p95Ms: 300 }
]);

/** What the 95th percentile is to stay under, in milliseconds. */
export const AIMS = { branch: 100, department: 300 };

/**
 * Every screen to be measured, with the periods that it is asked for.
 * @param {Record<string, string>} periods name → period as a URL says it
 * @param {string} only a part of the name; '' for all
 * @returns {Screen[]}
 */
export function screens(periods, only) {
	return PEOPLE.flatMap(({ who, scope }) =>
		PAGES.filter((page) => page.name.includes(only) && (!page.scope || page.scope === scope)).flatMap(
			(page) =>
				(page.periods === false ? [['', '']] : Object.entries(periods)).map(([said = '', period = '']) => ({
					name: said ? `${page.name}, ${said}` : page.name,
					path: period ? `${page.path}${page.path.includes('?') ? '&' : '?'}period=${period}` : page.path,
					...{ who, scope, period }
				}))
		)
	);
}
