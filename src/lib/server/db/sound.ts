// Is this database what it must be? Asked at every start, because a lost trigger or a weaker setting shows nowhere
// else until a rating is gone.
import { WANTED_PRAGMAS } from './guard';
import type { Db } from './open';
import * as schema from './schema';

/** Every trigger that keeps something append-only. */
export const TRIGGERS = [
	'ratings_no_update',
	'ratings_no_delete',
	'ratings_next',
	'comments_no_delete',
	'comments_only_erase',
	'comments_once',
	'refused_ratings_no_update',
	'refused_ratings_no_delete',
	'audit_notes_no_update',
	'audit_notes_no_delete',
	'audit_notes_next',
	'questionnaire_versions_final_update',
	'questionnaire_versions_final_delete',
	'questionnaire_versions_final_replace',
	'rating_entries_no_update',
	'rating_entries_no_delete',
	'rating_entries_next',
	'marks_no_update',
	'marks_no_delete',
	'marks_next',
	'epochs_no_update',
	'epochs_no_delete',
	'epochs_next',
	'checkpoints_no_update',
	'checkpoints_no_delete',
	'checkpoints_next',
	'privacy_rules_no_update',
	'privacy_rules_no_delete',
	'privacy_rules_next',
	'appeal_rules_no_update',
	'appeal_rules_no_delete',
	'appeal_rules_next',
	'retention_rules_no_update',
	'retention_rules_no_delete',
	'retention_rules_next',
	'fairness_settings_no_update',
	'fairness_settings_no_delete',
	'fairness_settings_next',
	'replies_only_erase',
	'replies_no_delete',
	'replies_next',
	'appeals_no_delete',
	'appeals_next',
	'appeals_fixed',
	'appeal_acts_only_erase',
	'appeal_acts_no_delete',
	'appeal_acts_next',
	'sheet_acts_only_erase',
	'sheet_acts_no_delete',
	'sheet_acts_next',
	'seals_only_erase',
	'seals_no_delete',
	'seals_next',
	'rule_set_versions_final_update',
	'rule_set_versions_final_delete',
	'rule_set_versions_final_replace',
	'periods_fixed'
] as const;

/** What a schema lacks of TRIGGERS, a clause each: a migration that rebuilds a table drops its triggers silently. */
export function untended(found: schema.Schema): string[] {
	return TRIGGERS.filter((name) => !found.has(`trigger ${name}`)).map((name) => `trigger ${name} is missing`);
}

/**
 * Throws an Error naming every table, index, trigger and view that is missing, altered or not ours, and every setting
 * of the writing connection that is off. `wanted` is what the migrations make.
 */
export async function check(db: Db, wanted?: schema.Schema): Promise<void> {
	const found = schema.read((await db.guard.execute(schema.QUESTION)).rows);
	const differences = schema.differences(wanted ?? (await schema.expected(schema.folder())), found);
	const wrong = [...new Set([...untended(found), ...differences])];
	if (db.guard.isFile && !db.guard.readsOnly)
		for (const [pragma, wanted] of Object.entries(WANTED_PRAGMAS)) {
			const answer = await db.guard.alone((writer) => writer.execute(`PRAGMA ${pragma}`));
			const is = answer.rows[0]?.[0];
			if (String(is) !== String(wanted)) wrong.push(`PRAGMA ${pragma} is ${String(is)}, not ${wanted}`);
		}
	if (wrong.length > 0) throw new Error(`The database is not sound: ${wrong.join('; ')}.`);
}

/** The SQLite version that reads and writes the file, for the log. */
export async function version(db: Db): Promise<string> {
	const answer = await db.guard.execute('SELECT sqlite_version() AS version');
	return String(answer.rows[0]?.version);
}

/** What is known about an SQLite version that whoever runs this should know. */
export function known(version: string): string {
	if (isBefore(version, '3.51.3'))
		return (
			'WAL-reset fault (fixed in 3.51.3): two processes or threads that write or checkpoint at once can corrupt ' +
			'the file; hence one writing process, which holds the lock file, and one writing connection'
		);
	return 'no known fault';
}

function isBefore(version: string, other: string): boolean {
	const [left, right] = [version, other].map((one) => one.split('.').map(Number));
	for (let index = 0; index < 3; index++) {
		const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return false;
}
