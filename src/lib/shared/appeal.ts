// Replies and appeals: what an officer answers to a rating, and how an appeal goes on.
import * as v from 'valibot';

export const GROUNDS = ['not_served_by_me', 'abusive', 'about_rules', 'wrong_counter', 'malicious'] as const;
export type Ground = (typeof GROUNDS)[number];

/** 'overdue' is 'open' past its deadline, and no state of its own. */
export const APPEAL_STATES = ['open', 'withdrawn', 'upheld', 'rejected'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

export const APPEAL_ACTS = ['filed', 'opinion', 'withdrawn', 'upheld', 'rejected'] as const;
export type AppealAct = (typeof APPEAL_ACTS)[number];

/** Longest reply, statement, opinion or reason, in characters. */
export const MAX_STATEMENT = 2_000;

const days = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(90));
export const AppealRulesShape = v.object({
	/** Days within which an officer may reply or appeal, counted from the day on which the rating is shown to them. */
	appealDays: days,
	/** Days within which a reviewer decides, counted from the day of the appeal. */
	decideDays: days
});
export type AppealRules = v.InferOutput<typeof AppealRulesShape>;
export const APPEAL_RULES: AppealRules = { appealDays: 14, decideDays: 10 };
