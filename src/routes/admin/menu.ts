// The desk's menu: every page there is, for those who may see it.
import * as m from '$words';
import type { LayoutData } from './$types';

/** The parts of the menu with the pages that a person sees; parts without any are left out. */
export function offered(sees: LayoutData['sees']) {
	return [
		{
			title: m.common_nav_figures(),
			links: [
				{ href: '/admin/overview', name: m.common_nav_overview(), shown: sees.figures },
				{ href: '/admin/trend', name: m.common_nav_trend(), shown: sees.figures },
				{ href: '/admin/hours', name: m.common_nav_hours(), shown: sees.figures },
				{ href: '/admin/reasons', name: m.common_nav_reasons(), shown: sees.figures },
				{ href: '/admin/compare', name: m.common_nav_compare(), shown: sees.figures },
				{ href: '/admin/comments', name: m.common_nav_comments(), shown: sees.comments },
				{ href: '/admin/report', name: m.common_nav_report(), shown: sees.figures },
				{ href: '/admin/mine', name: m.common_nav_mine(), shown: sees.own },
				{ href: '/admin/mine/ratings', name: m.common_nav_my_ratings(), shown: sees.own },
				{ href: '/admin/mine/appeals', name: m.common_nav_my_appeals(), shown: sees.own }
			]
		},
		{
			title: m.common_nav_appraisal(),
			links: [
				{ href: '/admin/mine/sheets', name: m.common_nav_my_sheets(), shown: sees.own },
				{ href: '/admin/appraisals', name: m.common_nav_appraisals(), shown: sees.appraisals },
				{ href: '/admin/appeals', name: m.common_nav_appeals(), shown: sees.appeals },
				{ href: '/admin/rulesets', name: m.common_nav_rulesets(), shown: sees.rulesets },
				{ href: '/admin/fairness', name: m.common_nav_fairness(), shown: sees.fairness },
				{ href: '/admin/method', name: m.common_nav_method(), shown: true },
				{ href: '/admin/mine/data', name: m.common_nav_my_data(), shown: sees.own }
			]
		},
		{
			title: m.common_nav_follow(),
			links: [
				{ href: '/admin/alerts', name: m.common_nav_alerts(), shown: sees.alerts },
				{ href: '/admin/review', name: m.common_nav_review(), shown: sees.review },
				{ href: '/admin/board', name: m.common_nav_board(), shown: sees.board },
				{ href: '/admin/visits', name: m.common_nav_visits(), shown: sees.visits }
			]
		},
		{
			title: m.common_nav_setup(),
			links: [
				{ href: '/admin/branches', name: m.common_nav_branches(), shown: sees.setup },
				{ href: '/admin/closed-days', name: m.common_nav_closed_days(), shown: sees.setup },
				{ href: '/admin/services', name: m.common_nav_services(), shown: sees.setup },
				{ href: '/admin/officers', name: m.common_nav_officers(), shown: sees.setup },
				{ href: '/admin/counters', name: m.common_nav_counters(), shown: sees.setup },
				{ href: '/admin/duty', name: m.common_nav_duty(), shown: sees.setup },
				{ href: '/admin/questionnaires', name: m.common_nav_questionnaires(), shown: sees.setup },
				{ href: '/admin/devices', name: m.common_nav_devices(), shown: sees.devices },
				{ href: '/admin/privacy', name: m.common_nav_privacy(), shown: sees.privacy },
				{ href: '/admin/drawer', name: m.common_nav_drawer(), shown: sees.drawer },
				{ href: '/admin/retention', name: m.common_nav_retention(), shown: sees.retention },
				{ href: '/admin/people', name: m.common_nav_people(), shown: sees.people },
				{ href: '/admin/audit', name: m.common_nav_audit(), shown: sees.audit },
				{ href: '/admin/checkpoints', name: m.common_nav_checkpoints(), shown: sees.checkpoints }
			]
		},
		{
			title: m.common_nav_links(),
			links: [
				{ href: '/admin/keys', name: m.common_nav_keys(), shown: sees.keys },
				{ href: '/admin/webhooks', name: m.common_nav_webhooks(), shown: sees.webhooks },
				{ href: '/admin/deliveries', name: m.common_nav_deliveries(), shown: sees.deliveries }
			]
		}
	]
		.map((part) => ({ ...part, links: part.links.filter((link) => link.shown) }))
		.filter((part) => part.links.length > 0);
}

/** The link of the page on which one is: of those that its address begins with the longest; null: none. */
export function current(parts: ReturnType<typeof offered>, path: string): string | null {
	const links = parts.flatMap((part) => part.links.map((link) => link.href));
	const fits = links.filter((href) => path === href || path.startsWith(`${href}/`));
	return fits.sort((a, b) => b.length - a.length)[0] ?? null;
}
