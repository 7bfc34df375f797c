// Every table that can be taken away: who may have it, what analytics answers, and how that lies in rows. A further table
// is one more entry here and its heads in words/export.
import type { Act } from '../../shared/role';
import type { Language } from '../../shared/language';
import type { Called } from '../../shared/figures';
import type { Ground } from '../analytics/desk';
import type { Reader } from '../analytics/asked';
import type { Db } from '../db/open';
import type { Say, Sheet } from './sheet';
import { comments } from './comments';
import { compare } from './compare';
import { coverage } from './coverage';
import { hours } from './hours';
import { overview } from './overview';
import { reasons } from './reasons';
import { trend } from './trend';

/** Who asks for what, on the ground of the pages: inside the reader's scope and under the privacy rules. */
export type Asking = {
	db: Db;
	reader: Reader;
	given: Ground;
	params: URLSearchParams;
	at: number;
	language: Language;
};

/** What analytics answers, whole, and what the ids in it are called. */
export type Answered<F> = { figures: F; called: Called };

export type Table<F> = {
	/** What one must be allowed besides seeing figures. */
	act: Act;
	/** The same that the page shows. Refuses like the page. */
	answer: (asking: Asking) => Promise<Answered<F>>;
	sheet: (answered: Answered<F>, asking: Asking, say: Say) => Sheet;
};

/** A table whose figures nobody outside needs to know the shape of. */
export type AnyTable = {
	act: Act;
	ask: (asking: Asking) => Promise<{ json: Answered<unknown>; sheet: (say: Say) => Sheet }>;
};

function entry<F>(table: Table<F>): AnyTable {
	return {
		act: table.act,
		async ask(asking) {
			const answered = await table.answer(asking);
			return { json: answered, sheet: (say) => table.sheet(answered, asking, say) };
		}
	};
}

export const TABLES: Record<string, AnyTable> = {
	overview: entry(overview),
	trend: entry(trend),
	hours: entry(hours),
	reasons: entry(reasons),
	compare: entry(compare),
	comments: entry(comments),
	coverage: entry(coverage)
};
