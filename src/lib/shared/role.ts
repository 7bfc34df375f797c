// Who may do what. A person has one role; leaders have branches too, and see those and all that lie under them.

export const ROLES = ['administrator', 'hr', 'leader', 'officer', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

const MAY = {
	/** Branches, services, officers, counters, duty, questionnaires. */
	'setup.see': ['administrator', 'auditor'],
	'setup.change': ['administrator'],
	/** The tablets; a leader those of their branches. */
	'devices.see': ['administrator', 'leader', 'auditor'],
	'devices.change': ['administrator'],
	/** Refused ratings: looking at them, taking them in or setting them aside. */
	'drawer.see': ['administrator', 'auditor'],
	'drawer.change': ['administrator'],
	'people.see': ['administrator', 'auditor'],
	'people.change': ['administrator'],
	/** The figures of one's scope. HR sees whole past days only: no live watching of people. */
	'figures.see': ['leader', 'hr', 'auditor'],
	'figures.live': ['leader', 'auditor'],
	'comments.see': ['leader', 'auditor'],
	/** Events written beside a trend; alerts and their rules; served cases: a leader's, of their branches. */
	'annotations.change': ['leader'],
	'alerts.see': ['leader', 'auditor'],
	'alerts.change': ['leader'],
	'visits.see': ['leader', 'administrator', 'auditor'],
	'visits.change': ['leader', 'administrator'],
	/** Ratings row by row, in groups that tell nobody apart; an auditor as they lie in the ledger. */
	'rows.export': ['leader', 'auditor'],
	/** Keys for programs and wall screens: one's own. Others' keys: their names, and revoking them. */
	'keys.own': ['leader'],
	'keys.see': ['administrator', 'auditor'],
	'keys.revoke': ['administrator'],
	'webhooks.see': ['administrator', 'auditor'],
	'webhooks.change': ['administrator'],
	/** What was mailed and posted, and what came back. */
	'deliveries.see': ['administrator', 'auditor'],
	/** How customers stay unknown. */
	'privacy.see': ['administrator', 'leader', 'hr', 'auditor'],
	'privacy.change': ['administrator'],
	/** Marked and struck ratings, one by one. */
	'review.see': ['leader', 'hr', 'auditor'],
	/** Proposing a strike or its lifting, clearing a mark, saying who served. */
	'review.propose': ['leader', 'hr'],
	/** Confirming what another person proposed. */
	'review.confirm': ['hr'],
	/** Erasing what a customer wrote. */
	'comments.erase': ['hr', 'administrator'],
	'checkpoints.see': ['auditor', 'administrator'],
	'checkpoints.make': ['auditor', 'administrator'],
	/** An officer's own page. */
	'own.see': ['officer'],
	'audit.see': ['auditor', 'administrator']
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof MAY;

export function may(role: Role, act: Act): boolean {
	return (MAY[act] as readonly Role[]).includes(role);
}

export function isRole(value: unknown): value is Role {
	return ROLES.includes(value as Role);
}
