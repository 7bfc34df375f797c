// What the kinds, subjects, groupings and stages of a period are called.
import type { AppraisalKind, Grouping, Mode, Subject } from '$lib/shared/appraisal';
import * as m from '$words';
import type { Stage } from './periods';

export const KINDS: Record<AppraisalKind, () => string> = {
	month: m.appraisal_kind_month,
	quarter: m.appraisal_kind_quarter,
	half: m.appraisal_kind_half,
	year: m.appraisal_kind_year
};

export const OF: Record<Subject, () => string> = {
	officer: m.appraisal_of_officers,
	unit: m.appraisal_of_units
};

export const MODE_NAMES: Record<Mode, () => string> = {
	coaching: m.sheet_mode_coaching,
	appraisal: m.sheet_mode_appraisal
};

export const GROUPING_NAMES: Record<Grouping, () => string> = {
	all: m.appraisal_grouping_all,
	branch: m.appraisal_grouping_branch,
	service: m.appraisal_grouping_service
};

export const STAGES: Record<Stage, () => string> = {
	planned: m.appraisal_stage_planned,
	running: m.appraisal_stage_running,
	open: m.appraisal_stage_open,
	closed: m.appraisal_stage_closed
};

export const STAGE_MOODS: Record<Stage, string> = { planned: 'warn', running: '', open: '', closed: 'fine' };
