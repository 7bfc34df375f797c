import type { Person } from '$lib/shared/actor';
import type { Language } from '$lib/shared/language';
import type { ProblemCode, ProblemDetails } from '$lib/shared/problem';
import type { House } from '$lib/server/house';

declare global {
	namespace App {
		interface Error {
			code?: ProblemCode;
			details?: ProblemDetails;
			/** The number under which the log keeps an unexpected error. */
			errorId?: string;
		}
		interface Locals {
			house: House;
			/** Who is signed in, or null. */
			person: Person | null;
			language: Language;
			theme: 'light' | 'dark';
			/** The instant at which the request came in. */
			at: number;
		}
	}
}

export {};
