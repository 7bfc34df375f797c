// Alerts: what a rule watches, and how an alert stands.
export const ALERT_KINDS = ['dissatisfied', 'worst_comment', 'tablet_dark', 'low_coverage'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export const ALERT_STATES = ['open', 'acknowledged', 'closed'] as const;
export type AlertState = (typeof ALERT_STATES)[number];
