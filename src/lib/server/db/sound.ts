// Is this database what it must be? Asked at every start, because a lost trigger or a weaker setting shows nowhere
// else until a rating is gone.
import type { Db } from './open';
import { WANTED_PRAGMAS } from './guard';

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
	'checkpoints_next'
] as const;

/** Throws an Error naming every trigger that is missing and every setting that is off. */
export async function check(db: Db): Promise<void> {
	const wrong: string[] = [];
	const found = await db.guard.execute(`SELECT name FROM sqlite_master WHERE type = 'trigger'`);
	const names = new Set(found.rows.map((row) => String(row.name)));
	for (const trigger of TRIGGERS) if (!names.has(trigger)) wrong.push(`trigger ${trigger} is missing`);
	if (db.guard.isFile)
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
