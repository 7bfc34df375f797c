// Words for scales, grades and causes.
import type { Language } from '$lib/shared/language';
import type { Cause, Scale } from '$lib/shared/rating';
import * as m from '$words';

export const SCALE_WORDS: Record<Scale, () => string> = {
	5: m.setup_ask_scale_5,
	4: m.setup_ask_scale_4,
	3: m.setup_ask_scale_3
};

export const CAUSE_WORDS: Record<Cause, () => string> = {
	officer: m.setup_ask_cause_officer,
	waiting: m.setup_ask_cause_waiting,
	procedure: m.setup_ask_cause_procedure,
	system: m.setup_ask_cause_system,
	premises: m.setup_ask_cause_premises,
	rules: m.setup_ask_cause_rules
};

const FACES = {
	1: m.kiosk_face_1,
	2: m.kiosk_face_2,
	3: m.kiosk_face_3,
	4: m.kiosk_face_4,
	5: m.kiosk_face_5
};

/** What stands under a face on the tablet. */
export function faceWord(face: 1 | 2 | 3 | 4 | 5, language: Language): string {
	return FACES[face]({}, { locale: language });
}
