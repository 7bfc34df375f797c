// Which route is for whom. Every route there is stands here; one without a rule is refused, and a test says so.
import type { Person } from '../../shared/actor';
import { may, type Act } from '../../shared/role';
import type { KeyUse } from './keytable';

/**
 * 'anyone': no sign-in asked (the route's own check, a pairing code or a tablet's signature, may follow).
 * 'signed-in': whoever is signed in. An act: who may do it, or any of several; `change` is asked of everything but GET and HEAD. `key`: a
 * program's key of that use opens it too, for reading.
 */
export type Rule = 'anyone' | 'signed-in' | { see: Act | Act[]; change?: Act | Act[]; key?: KeyUse };

const SETUP: Rule = { see: 'setup.see', change: 'setup.change' };

export const RULES: Record<string, Rule> = {
	'/': 'anyone',
	'/kiosk': 'anyone',
	'/signin': 'anyone',
	'/signout': 'signed-in',
	'/language': 'anyone',
	'/healthz': 'anyone',
	'/readyz': 'anyone',
	'/admin': 'signed-in',
	'/admin/overview': { see: 'figures.see' },
	'/admin/trend': { see: 'figures.see', change: 'annotations.change' },
	'/admin/hours': { see: 'figures.see' },
	'/admin/reasons': { see: 'figures.see' },
	'/admin/compare': { see: 'figures.see' },
	'/admin/comments': { see: 'comments.see' },
	'/admin/board': { see: 'figures.live', change: 'keys.own' },
	'/admin/alerts': { see: 'alerts.see', change: 'alerts.change' },
	'/admin/report': { see: 'figures.see', change: 'figures.see' },
	'/admin/report/pdf': { see: 'figures.see' },
	'/admin/export/[table]': { see: 'figures.see' },
	'/admin/visits': { see: 'visits.see', change: 'visits.change' },
	'/admin/keys': { see: ['keys.own', 'keys.see'], change: ['keys.own', 'keys.revoke'] },
	'/admin/webhooks': { see: 'webhooks.see', change: 'webhooks.change' },
	'/admin/deliveries': { see: 'deliveries.see', change: 'webhooks.change' },
	'/admin/privacy': { see: 'privacy.see', change: 'privacy.change' },
	'/admin/review': { see: 'review.see' },
	'/admin/review/[id]': { see: 'review.see', change: 'review.propose' },
	'/admin/mine': { see: 'own.see' },
	'/admin/mine/ratings': { see: 'own.see', change: 'own.answer' },
	'/admin/mine/appeals': { see: 'own.see', change: 'own.answer' },
	'/admin/mine/sheets': { see: 'own.see' },
	'/admin/mine/sheets/[id]': { see: 'own.see', change: 'own.answer' },
	'/admin/mine/sheets/[id]/[file]': { see: 'own.see' },
	'/admin/mine/data': { see: 'own.see' },
	'/admin/mine/data/file': { see: 'own.see' },
	'/admin/method': 'signed-in',
	'/admin/appeals': { see: 'appeals.see', change: 'appeals.rules' },
	'/admin/appeals/[id]': { see: 'appeals.see', change: ['appeals.decide', 'appeals.opine'] },
	'/admin/rulesets': { see: 'rulesets.see', change: 'rulesets.change' },
	'/admin/rulesets/[id]': { see: 'rulesets.see', change: 'rulesets.change' },
	'/admin/appraisals': { see: 'appraisals.see', change: 'appraisals.run' },
	'/admin/appraisals/[id]': { see: 'appraisals.see', change: ['appraisals.run', 'appraisals.decide'] },
	'/admin/appraisals/[id]/members': { see: 'appraisals.run', change: 'appraisals.run' },
	'/admin/appraisals/[id]/[file]': { see: 'appraisals.see' },
	'/admin/sheets/[id]': { see: 'appraisals.see', change: ['appraisals.run', 'appraisals.decide'] },
	'/admin/sheets/[id]/[file]': { see: 'appraisals.see' },
	'/admin/fairness': { see: 'fairness.see', change: 'fairness.change' },
	'/admin/retention': { see: 'retention.see', change: 'retention.change' },
	'/sheet/[hash]': 'anyone',
	'/admin/branches': SETUP,
	'/admin/closed-days': SETUP,
	'/admin/services': SETUP,
	'/admin/officers': SETUP,
	'/admin/officers/photo/[id]': { see: 'setup.see' },
	'/admin/counters': SETUP,
	'/admin/duty': SETUP,
	'/admin/questionnaires': SETUP,
	'/admin/questionnaires/[id]': SETUP,
	'/admin/devices': { see: 'devices.see', change: 'devices.change' },
	'/admin/devices/import': { see: 'devices.change', change: 'devices.change' },
	'/admin/drawer': { see: 'drawer.see', change: 'drawer.change' },
	'/admin/people': { see: 'people.see', change: 'people.change' },
	'/admin/audit': { see: 'audit.see' },
	'/admin/checkpoints': { see: 'checkpoints.see', change: 'checkpoints.make' },
	'/admin/checkpoints/file': { see: 'checkpoints.see' },
	'/api/v1/pair': 'anyone',
	'/api/v1/hello': 'anyone',
	'/api/v1/summary': { see: 'figures.see', key: 'figures' },
	'/api/v1/news': { see: 'figures.live' },
	'/api/v1/figures/[table]': { see: 'figures.see', key: 'figures' },
	'/api/v1/appraisals': { see: 'appraisals.export', key: 'appraisals' },
	'/api/v1/appraisals/[id]': { see: 'appraisals.export', key: 'appraisals' },
	'/board/[key]': 'anyone',
	'/board/[key]/news': 'anyone'
};

/**
 * What a program's key opens on a route: it is asked who it is, and must be of that use; or the route asks nobody ('nobody'), or it opens
 * nothing.
 */
export function opens(routeId: string | null, method: string): KeyUse | 'nobody' | 'nothing' {
	const rule = routeId === null ? undefined : RULES[routeId];
	if (rule === 'anyone') return 'nobody';
	const isRead = method === 'GET' || method === 'HEAD';
	return typeof rule === 'object' && rule.key && isRead ? rule.key : 'nothing';
}

export type Answer = 'pass' | 'sign-in' | 'not-found' | 'not-allowed';

/**
 * What a person (null: nobody signed in) gets for a route. What one may not see does not exist ('not-found');
 * what one sees but may not change is 'not-allowed'.
 */
export function gate(routeId: string | null, method: string, person: Person | null): Answer {
	const rule = routeId === null ? undefined : RULES[routeId];
	if (!rule) return 'not-found';
	if (rule === 'anyone') return 'pass';
	if (!person) return 'sign-in';
	if (rule === 'signed-in') return 'pass';
	if (!mayAny(person, rule.see)) return 'not-found';
	if (method === 'GET' || method === 'HEAD') return 'pass';
	return rule.change && mayAny(person, rule.change) ? 'pass' : 'not-allowed';
}

function mayAny(person: Person, acts: Act | Act[]): boolean {
	return (typeof acts === 'string' ? [acts] : acts).some((act) => may(person.role, act));
}

/** Where each role begins. */
export function home(person: Person): string {
	if (may(person.role, 'own.see')) return '/admin/mine';
	if (may(person.role, 'appeals.decide')) return '/admin/appeals';
	return may(person.role, 'figures.see') ? '/admin/overview' : '/admin/branches';
}
