// What a person gives as the reason of an act.
import { MAX_STATEMENT } from '../../shared/appeal';
import { Problem } from '../../shared/problem';

/** A reason without blanks around it. Refuses reason_needed, bad_shape (too long). */
export function reasonIn(text: string | null | undefined): string {
	const reason = text?.trim() ?? '';
	if (reason === '') throw new Problem('reason_needed', { field: 'reason' });
	if (reason.length > MAX_STATEMENT) throw new Problem('bad_shape', { field: 'reason' });
	return reason;
}
