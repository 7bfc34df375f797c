// What a form got back from its door, and how a field reads it: its own refusal, and what was typed.
import * as m from '$words';

/** The answer of a refused form action (routes/doors.ts), or what a page has before any. */
export type Returned =
	| {
			problem?: string;
			code?: string;
			fields?: Record<string, string>;
			values?: Record<string, string>;
	  }
	| null
	| undefined;

/** What was typed in a field, else what is kept. */
export function typed(returned: Returned, name: string, kept: string | number | null | undefined): string {
	return returned?.values?.[name] ?? String(kept ?? '');
}

/** Whether a box was ticked. A form that came back lists only its ticked boxes. */
export function ticked(returned: Returned, name: string, kept: boolean): boolean {
	return returned?.values ? name in returned.values : kept;
}

/** What is wrong with a field, or undefined. A shape that does not fit is told apart: nothing typed, or not so. */
export function wrong(returned: Returned, name: string): string | undefined {
	const said = returned?.fields?.[name];
	if (said === undefined || returned?.code !== 'bad_shape') return said;
	return returned.values?.[name]?.trim() ? m.setup_form_check() : m.setup_form_fill();
}
