// What causes are called: as in the questionnaire's editor, and inside a sentence.
import type { Cause } from '$lib/shared/rating';
import * as m from '$words';

const NAMES: Record<Cause, () => string> = {
	officer: m.setup_ask_cause_officer,
	waiting: m.setup_ask_cause_waiting,
	procedure: m.setup_ask_cause_procedure,
	system: m.setup_ask_cause_system,
	premises: m.setup_ask_cause_premises,
	rules: m.setup_ask_cause_rules
};

const ABOUT: Record<Cause, () => string> = {
	officer: m.voices_reasons_about_officer,
	waiting: m.voices_reasons_about_waiting,
	procedure: m.voices_reasons_about_procedure,
	system: m.voices_reasons_about_system,
	premises: m.voices_reasons_about_premises,
	rules: m.voices_reasons_about_rules
};

/** "Thời gian chờ"; null: several together. */
export function causeName(cause: Cause | null): string {
	return cause === null ? m.voices_reasons_other_causes() : NAMES[cause]();
}

/** "thời gian chờ", as part of a sentence. */
export function about(cause: Cause): string {
	return ABOUT[cause]();
}
