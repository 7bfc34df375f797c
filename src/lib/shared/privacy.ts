// How customers stay unknown to officers: settings of the house, stated on every screen that they shape.
import * as v from 'valibot';

const whole = (least: number, most: number) =>
	v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const PrivacyShape = v.object({
	/** A figure of fewer ratings than this (and more than none) is hidden, with others so that none can be found. */
	minCell: whole(3, 50),
	/** Below this many answers no share is said: "too few to say". */
	minSample: whole(5, 200),
	/** Whole days after its own day until a comment is shown; 0: at once. */
	commentDelayDays: whole(0, 60),
	/** Whole days until an officer's own figures are shown to them. */
	officerDelayDays: whole(1, 60),
	/** Whether leaders see figures of single officers, and comments at all. */
	leadersSeeOfficers: v.boolean(),
	leadersSeeComments: v.boolean()
});

export type Privacy = v.InferOutput<typeof PrivacyShape>;

export const PRIVACY: Privacy = {
	minCell: 5,
	minSample: 10,
	commentDelayDays: 1,
	officerDelayDays: 7,
	leadersSeeOfficers: true,
	leadersSeeComments: true
};
