// How long personal data is kept: settings of the house. What goes is erased; the ledger keeps hashes and verifies on.
import * as v from 'valibot';

const months = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(240)));
export const RetentionShape = v.object({
	/** Months after which what customers wrote is erased; null: kept. */
	commentMonths: months,
	/** Months after which what officers wrote (replies, statements) is erased; null: kept. */
	statementMonths: months,
	/** Months after the end of service until an officer's name, photo, account and sheets are erased; null: kept. */
	officerMonths: months
});
export type Retention = v.InferOutput<typeof RetentionShape>;
/** Until HR has decided, nothing is erased by itself: an upgrade must not take away what nobody has let go. */
export const RETENTION: Retention = { commentMonths: null, statementMonths: null, officerMonths: null };

/** What the page proposes. */
export const USUAL: Retention = { commentMonths: 24, statementMonths: 60, officerMonths: 60 };
