// Every refusal there is: a code, the HTTP status it travels as, and details for the reader. The sentence for
// each code stands in words/common as `problem_<code>`, in five languages.

const STATUS = {
	// the request itself
	bad_json: 400,
	bad_shape: 400,
	too_large: 413,
	too_slow: 408,
	wrong_origin: 403,
	not_found: 404,
	signed_out: 401,
	method_not_allowed: 405,
	try_later: 503,
	too_many_tries: 429,
	unexpected: 500,
	// sign-in
	wrong_sign_in: 401,
	/** A program's key: none that opens anything; one that does not open this. */
	key_unknown: 401,
	key_not_for_this: 401,
	too_many_requests: 429,
	// devices
	device_unknown: 401,
	device_retired: 403,
	/** Two tablets go by one key, or one was set back: it must be paired anew, and then sends all it has. */
	device_forked: 403,
	signature_wrong: 401,
	/** Answered with a fresh ticket in `details.ticket`: sign again. */
	ticket_stale: 409,
	code_unknown: 404,
	code_expired: 410,
	code_used: 409,
	counter_not_ready: 409,
	// a rating
	grade_out_of_scale: 422,
	questionnaire_unknown: 422,
	reason_unknown: 422,
	service_unknown: 422,
	counter_mismatch: 422,
	officer_unknown: 422,
	comment_altered: 422,
	id_conflict: 409,
	// an entry about a rating
	second_person_needed: 403,
	answered_already: 409,
	struck_already: 409,
	not_struck: 409,
	// a reply or an appeal
	/** The days within which an officer may answer a rating are over: `details.day` was the last. */
	appeal_too_late: 409,
	replied_already: 409,
	appealed_already: 409,
	/** Decided or withdrawn, and nothing more is said of it. */
	appeal_final: 409,
	/** Who would decide has a part in it. */
	not_independent: 403,
	// a refused rating, and a tablet's file
	settled_already: 409,
	recorded_already: 409,
	queue_unknown: 422,
	queue_unreadable: 400,
	// appraisal periods and their sheets
	reason_needed: 422,
	changed_meanwhile: 409,
	sheet_not_there_yet: 409,
	sheet_begun: 409,
	draft_old: 409,
	points_missing: 409,
	officer_still_has_time: 409,
	period_running: 409,
	period_unfinished: 409,
	period_announced: 409,
	period_not_announced: 409,
	period_closed: 409,
	period_empty: 409,
	/** All sheets of a period are being computed; two at once would compute them against each other. */
	drafting_already: 409,
	rule_set_unfit: 422,
	/** Only closed periods and signed sheets are taken away. */
	period_open: 409,
	sheet_open: 409,
	// setting up
	not_allowed: 403,
	already_exists: 409,
	overlaps: 409,
	published_is_final: 409,
	still_in_use: 409,
	closed_already: 409,
	day_before_start: 422,
	not_empty: 409,
	// erasing who has left
	officer_serves: 409,
	officer_held: 409,
	officer_busy: 409,
	held_already: 409,
	// groups of officers
	lines_wrong: 422,
	monitor_off: 409,
	// a rule set: its formulas (at: the place, found: what stands there), points, codes, bands
	formula_unreadable: 422,
	formula_unfinished: 422,
	formula_figure_unknown: 422,
	formula_steps: 422,
	points_unfit: 422,
	step_unfit: 422,
	code_twice: 422,
	criterion_unknown: 422,
	band_unknown: 422,
	bands_not_falling: 422,
	band_unreachable: 422,
	lowest_band_not_zero: 422
} as const;

export type ProblemCode = keyof typeof STATUS;
export type ProblemDetails = Record<string, string | number | boolean | null | readonly (string | number)[]>;
export type ProblemWire = { problem: { code: ProblemCode; message: string; details: ProblemDetails } };

export class Problem extends Error {
	readonly status: number;
	constructor(
		readonly code: ProblemCode,
		readonly details: ProblemDetails = {}
	) {
		super(`${code} ${JSON.stringify(details)}`);
		this.name = 'Problem';
		this.status = STATUS[code];
	}
}

export function statusOf(code: ProblemCode): number {
	return STATUS[code];
}

export const PROBLEM_CODES = Object.keys(STATUS) as ProblemCode[];
