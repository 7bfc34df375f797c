// The name of a questionnaire, as a form sends it.
import * as v from 'valibot';

export const NameShape = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));
