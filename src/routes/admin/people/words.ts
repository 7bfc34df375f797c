// Roles: what they are called, and what each sees.
import type { Role } from '$lib/shared/role';
import * as m from '$words';

export const ROLE_WORDS: Record<Role, () => string> = {
	administrator: m.common_role_administrator,
	hr: m.common_role_hr,
	leader: m.common_role_leader,
	officer: m.common_role_officer,
	reviewer: m.common_role_reviewer,
	auditor: m.common_role_auditor
};

export const ROLE_NOTES: Record<Role, () => string> = {
	administrator: m.setup_people_role_administrator,
	hr: m.setup_people_role_hr,
	leader: m.setup_people_role_leader,
	officer: m.setup_people_role_officer,
	reviewer: m.setup_people_role_reviewer,
	auditor: m.setup_people_role_auditor
};
