// Who may do what. A person has one role; leaders have branches too, and see those and all that lie under them.
// Nobody who is appraised, appraises or runs an appraisal decides its appeals: that is the reviewer's alone.

export const ROLES = ['administrator', 'hr', 'leader', 'officer', 'reviewer', 'auditor'] as const;
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
	/** Keys for programs and wall screens: one's own (HR's open closed appraisals only). Others': names, and revoking. */
	'keys.own': ['leader', 'hr'],
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
	/** An officer's own pages: figures, ratings, sheets, data; replying, appealing, scoring oneself, acknowledging. */
	'own.see': ['officer'],
	'own.answer': ['officer'],
	/** Appeals: a leader those from their branches, with a right to say what they think, and never to decide. */
	'appeals.see': ['reviewer', 'hr', 'leader', 'auditor'],
	'appeals.opine': ['leader'],
	'appeals.decide': ['reviewer'],
	/** Within how many days one appeals and decides. */
	'appeals.rules': ['hr'],
	'rulesets.see': ['hr', 'leader', 'auditor'],
	'rulesets.change': ['hr'],
	/** Appraisal periods and their sheets; a leader those of their branches. */
	'appraisals.see': ['hr', 'leader', 'auditor'],
	/** Opening a period, drafting, answering what is contested, excusing, closing, reopening. */
	'appraisals.run': ['hr'],
	/** Points and band of a sheet, and the leader's signature. */
	'appraisals.decide': ['leader'],
	/** The last signature, which freezes a sheet. */
	'appraisals.seal': ['hr'],
	/** Taking closed periods away; evidence packs are for whoever may see the sheet. */
	'appraisals.export': ['hr', 'auditor'],
	/** Whether groups of officers that HR has entered are graded differently: aggregates only. */
	'fairness.see': ['hr', 'auditor'],
	'fairness.change': ['hr'],
	/** How long personal data is kept; legal holds; erasing who has left. */
	'retention.see': ['hr', 'administrator', 'auditor'],
	'retention.change': ['hr'],
	'audit.see': ['auditor', 'administrator']
} as const satisfies Record<string, readonly Role[]>;

export type Act = keyof typeof MAY;

export function may(role: Role, act: Act): boolean {
	return (MAY[act] as readonly Role[]).includes(role);
}

export function isRole(value: unknown): value is Role {
	return ROLES.includes(value as Role);
}
