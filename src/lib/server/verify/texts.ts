// The texts whose hashes a row of the ledger carries, rebuilt from its columns. On the verifier's hot path, so they
// are written out with their keys in order instead of being sorted each time; a test holds them to contentText.
import { COLUMNS } from '../ratings/record';

/** A row as it is read for verification: position and COLUMNS, in the order in which they are linked. */
export type Row = (string | number | null)[];

/** Where each column stands in a Row. */
export const AT = Object.fromEntries([
	['position', 0],
	...COLUMNS.map((column, index) => [column, index + 1])
]) as Readonly<Record<'position' | (typeof COLUMNS)[number], number>>;

const {
	id: ID,
	form: FORM,
	seq: SEQ,
	counterId: COUNTER,
	serviceId: SERVICE,
	officerId: OFFICER,
	questionnaireId: QUESTIONNAIRE,
	scale: SCALE,
	serviceGrade: SERVICE_GRADE,
	officerGrade: OFFICER_GRADE,
	reasons: REASONS,
	language: LANGUAGE,
	tappedAt: TAPPED,
	zone: ZONE,
	tookMs: TOOK,
	claimedOfficerId: CLAIMED,
	claimedOfficerGrade: CLAIMED_GRADE,
	toldSkewMs: TOLD_SKEW,
	commentDigest: COMMENT
} = AT;

/** Zones repeat; they are the one text of a rating that may need escapes. */
const zones = new Map<unknown, string>();

function zone(value: unknown): string {
	let text = zones.get(value);
	if (text === undefined) {
		text = JSON.stringify(value);
		if (zones.size > 1_000) zones.clear();
		zones.set(value, text);
	}
	return text;
}

/**
 * What a tablet sealed as form 2, from the columns of its row. The officer is the one that the tablet named: where
 * the roster said otherwise, the claim. `reasons` lies in the file as the JSON it was sent as.
 */
export function contentOf(row: Row): string {
	const claimed = row[CLAIMED] !== null;
	const officer = claimed ? row[CLAIMED] : row[OFFICER];
	const grade = claimed ? row[CLAIMED_GRADE] : row[OFFICER_GRADE];
	const comment = row[COMMENT] === null ? 'null' : `"${row[COMMENT]}"`;
	return `{"commentDigest":${comment},"counterId":${row[COUNTER]},"form":${row[FORM]},"id":"${row[ID]}","language":"${row[LANGUAGE]}","officerGrade":${grade},"officerId":${officer},"questionnaireId":${row[QUESTIONNAIRE]},"reasons":${row[REASONS]},"scale":${row[SCALE]},"serviceGrade":${row[SERVICE_GRADE]},"serviceId":${row[SERVICE]},"skewMs":${row[TOLD_SKEW]},"tappedAt":${row[TAPPED]},"tookMs":${row[TOOK]},"zone":${zone(row[ZONE])}}`;
}

/** What was hashed of form 1, from before tablets sealed: the same without the comment, and with the number. */
export function firstFormOf(row: Row): string {
	return `{"counterId":${row[COUNTER]},"form":${row[FORM]},"id":${JSON.stringify(row[ID])},"language":"${row[LANGUAGE]}","officerGrade":${row[OFFICER_GRADE]},"officerId":${row[OFFICER]},"questionnaireId":${row[QUESTIONNAIRE]},"reasons":${row[REASONS]},"scale":${row[SCALE]},"seq":${row[SEQ]},"serviceGrade":${row[SERVICE_GRADE]},"serviceId":${row[SERVICE]},"tappedAt":${row[TAPPED]},"tookMs":${row[TOOK]},"zone":${zone(row[ZONE])}}`;
}
