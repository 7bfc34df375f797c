// How a refusal leaves through each kind of door: a page, a form, an API answer. Nothing else turns a Problem into
// HTTP. What is no Problem is a bug, and goes through to the last hook.
import { error, fail, json, type ActionFailure, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Problem, type ProblemWire } from '$lib/shared/problem';
import { sentence } from '$lib/words/problem';

/** For `load`: a Problem becomes the error page of its status. */
export async function page<T>(event: Pick<RequestEvent, 'locals'>, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (problem) {
		if (!(problem instanceof Problem)) throw problem;
		error(problem.status, {
			message: sentence(problem.code, problem.details, event.locals.language),
			code: problem.code,
			details: problem.details
		});
	}
}

export type FormProblem = {
	/** One sentence over the form. */
	problem: string;
	code: string;
	/** Field name → what is wrong with it. */
	fields: Record<string, string>;
	/** What was typed, so that nothing is lost. */
	values: Record<string, string>;
};

/**
 * For form actions: a Problem, or a shape that does not fit (v.ValiError), comes back to the form it left, with
 * everything that was typed. A thing that may not be seen stays a 404.
 */
export async function form<T>(
	event: Pick<RequestEvent, 'locals'>,
	data: FormData,
	work: () => Promise<T>
): Promise<T | ActionFailure<FormProblem>> {
	try {
		return await work();
	} catch (problem) {
		const values = Object.fromEntries(
			[...data].filter(
				(pair): pair is [string, string] => typeof pair[1] === 'string' && !/password/i.test(pair[0])
			)
		);
		const { language } = event.locals;
		if (problem instanceof v.ValiError) {
			const fields: Record<string, string> = {};
			for (const issue of problem.issues as v.BaseIssue<unknown>[])
				fields[v.getDotPath(issue) ?? ''] ??= sentence(
					'bad_shape',
					{ field: v.getDotPath(issue) ?? '' },
					language
				);
			return fail(400, {
				problem: sentence('bad_shape', { field: Object.keys(fields).join(', ') }, language),
				code: 'bad_shape',
				fields,
				values
			});
		}
		if (!(problem instanceof Problem)) throw problem;
		const message = sentence(problem.code, problem.details, language);
		if (problem.code === 'not_found') error(404, { message, code: 'not_found' });
		const field = typeof problem.details.field === 'string' ? problem.details.field : undefined;
		return fail(problem.status, {
			problem: message,
			code: problem.code,
			fields: field ? { [field]: message } : {},
			values
		});
	}
}

/** For the API: a Problem becomes its status and {problem: {code, message, details}}. */
export async function api(
	event: Pick<RequestEvent, 'locals'>,
	work: () => Promise<unknown>
): Promise<Response> {
	try {
		const answer = await work();
		return answer instanceof Response ? answer : json(answer);
	} catch (problem) {
		if (problem instanceof Problem) return refusal(problem, event);
		throw problem;
	}
}

export function refusal(problem: Problem, event: Pick<RequestEvent, 'locals'>): Response {
	const wire: ProblemWire = {
		problem: {
			code: problem.code,
			message: sentence(problem.code, problem.details, event.locals.language),
			details: problem.details
		}
	};
	const headers: Record<string, string> = { 'cache-control': 'no-store' };
	if (problem.code === 'try_later' || problem.code === 'too_many_tries') headers['retry-after'] = '5';
	if (problem.code === 'too_many_requests') headers['retry-after'] = String(problem.details.seconds);
	return json(wire, { status: problem.status, headers });
}

/** The JSON body of a request. Refuses too_large (the framework's limit), bad_json, and bad_shape naming the field. */
export async function body<S extends v.GenericSchema>(request: Request, shape: S): Promise<v.InferOutput<S>> {
	let value: unknown;
	try {
		value = await request.json();
	} catch (error) {
		if ((error as { status?: unknown }).status === 413) throw new Problem('too_large', { limit: 512 });
		throw new Problem('bad_json');
	}
	const read = v.safeParse(shape, value);
	if (!read.success) throw new Problem('bad_shape', { field: v.getDotPath(read.issues[0]) ?? '' });
	return read.output;
}
