// Words for what rule sets name: figures, what a formula waits for, whom sheets are about.
import type { Expected } from '$lib/shared/formula';
import type { Figure } from '$lib/shared/ruleset';
import * as m from '$words';

export const FIGURE_WORDS: Record<Figure, () => string> = {
	satisfied: m.rules_fig_satisfied,
	shrunken: m.rules_fig_shrunken,
	adjusted: m.rules_fig_adjusted,
	dissatisfied: m.rules_fig_dissatisfied,
	mean: m.rules_fig_mean,
	about_officer: m.rules_fig_about_officer,
	coverage: m.rules_fig_coverage,
	n: m.rules_fig_n,
	complaints: m.rules_fig_complaints,
	appeals_upheld: m.rules_fig_appeals_upheld
};

export const EXPECTED_WORDS: Record<Expected, () => string> = {
	value: m.rules_expected_value,
	operator: m.rules_expected_operator,
	open: m.rules_expected_open,
	close: m.rules_expected_close,
	comma: m.rules_expected_comma,
	colon: m.rules_expected_colon,
	number: m.rules_expected_number,
	digits: m.rules_expected_digits
};

export const SUBJECT_WORDS = { officer: m.rules_subject_officer, unit: m.rules_subject_unit };

/** Why a rule set cannot be published yet; looked up one by one, so that the browser gets no other words. */
export const FAULT_WORDS = {
	formula_unreadable: m.problem_formula_unreadable,
	formula_unfinished: m.problem_formula_unfinished,
	formula_figure_unknown: m.problem_formula_figure_unknown,
	formula_steps: m.problem_formula_steps,
	step_unfit: m.problem_step_unfit,
	code_twice: m.problem_code_twice,
	criterion_unknown: m.problem_criterion_unknown,
	band_unknown: m.problem_band_unknown,
	bands_not_falling: m.problem_bands_not_falling,
	band_unreachable: m.problem_band_unreachable,
	lowest_band_not_zero: m.problem_lowest_band_not_zero
} as Record<string, (details: never) => string>;
