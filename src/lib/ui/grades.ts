// The word for each grade. A grade is named by the face that stands for it, so that "satisfied" is the same word on
// every scale.
import { faceOf, type Scale } from '$lib/shared/rating';
import * as m from '$words';

const WORDS = {
	1: m.kiosk_face_1,
	2: m.kiosk_face_2,
	3: m.kiosk_face_3,
	4: m.kiosk_face_4,
	5: m.kiosk_face_5
};

export function gradeWord(grade: number, scale: Scale): string {
	return WORDS[faceOf(grade, scale)]();
}
