// Who gets what at each route; first who may not.
import { describe, expect, test } from 'vitest';
import type { Person } from '../../shared/actor';
import { ROLES, type Role } from '../../shared/role';
import { gate, home, RULES } from './gate';

const as = (role: Role): Person => ({
	kind: 'person',
	id: role,
	name: role,
	role,
	language: 'vi',
	officerId: role === 'officer' ? 1 : null,
	scope: role === 'officer' ? [] : 'all'
});

describe('the gate', () => {
	test('knows nothing of a route without a rule', () => {
		expect(gate('/admin/secret', 'GET', as('administrator'))).toBe('not-found');
		expect(gate(null, 'GET', as('administrator'))).toBe('not-found');
	});

	test('sends strangers to sign in', () => {
		for (const [route, rule] of Object.entries(RULES))
			expect(gate(route, 'GET', null), route).toBe(rule === 'anyone' ? 'pass' : 'sign-in');
	});

	const FIGURES = ['overview', 'trend', 'hours', 'reasons', 'compare', 'report'];
	const SETUP = ['branches', 'closed-days', 'services', 'officers', 'counters', 'duty', 'questionnaires'];
	const WATCHED = ['devices', 'drawer', 'people', 'audit', 'checkpoints', 'keys', 'webhooks', 'deliveries'];
	const APPRAISED = ['appeals', 'appraisals', 'rulesets', 'method'];
	const seen: Record<Role, string[]> = {
		administrator: [...SETUP, ...WATCHED, 'visits', 'privacy', 'retention', 'method'],
		auditor: [
			...[...FIGURES, ...SETUP, ...WATCHED, ...APPRAISED],
			...['visits', 'privacy', 'comments', 'review', 'board', 'alerts', 'fairness', 'retention']
		],
		hr: [...FIGURES, ...APPRAISED, 'review', 'privacy', 'keys', 'fairness', 'retention'],
		leader: [
			...[...FIGURES, ...APPRAISED],
			...['comments', 'review', 'devices', 'board', 'alerts', 'visits', 'privacy', 'keys']
		],
		officer: ['mine', 'method'],
		reviewer: ['appeals', 'method']
	};
	for (const role of ROLES)
		test(`shows ${role} exactly what is theirs; the rest does not exist`, () => {
			const pages = Object.keys(RULES).filter((route) => /^\/admin\/[a-z-]+$/.test(route));
			const shown = pages.filter((route) => gate(route, 'GET', as(role)) === 'pass');
			expect(shown.map((route) => route.slice('/admin/'.length)).sort()).toEqual([...seen[role]].sort());
			for (const route of pages)
				for (const method of ['GET', 'POST'])
					if (!shown.includes(route)) expect(gate(route, method, as(role)), route).toBe('not-found');
			expect(gate(home(as(role)), 'GET', as(role))).toBe('pass');
		});

	test('lets the auditor see the set-up and change nothing of it; a checkpoint and a wish for mail change nothing either', () => {
		for (const [route, rule] of Object.entries(RULES))
			if (route.startsWith('/admin/checkpoints'))
				expect(gate(route, 'POST', as('officer'))).toBe('not-found');
			else if (route === '/admin/report') expect(gate(route, 'POST', as('auditor'))).toBe('pass');
			else if (typeof rule === 'object' && gate(route, 'GET', as('auditor')) === 'pass')
				expect(gate(route, 'POST', as('auditor')), route).toBe('not-allowed');
	});

	test('refuses a change where the route offers none', () => {
		expect(gate('/admin/overview', 'POST', as('leader'))).toBe('not-allowed');
	});
});
