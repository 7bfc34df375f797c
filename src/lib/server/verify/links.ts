// The ledger's own chain, row after row: each link is a hash of the link before it and of the row. A row that does
// not fit is judged by the row after it, which says whether the row, its link or its place is wrong.
import { hash } from 'node:crypto';
import type { Row } from './texts';

/** Rows whose link does not fit. */
export type Broken = {
	position: number;
	upTo: number;
	/**
	 * 'row': the row after it fits its link, so the row itself says something else than when it was linked; 'link': only
	 * its link was changed; 'place': several in a row fit neither what is before nor what is after them; 'end': no row
	 * follows it.
	 */
	what: 'row' | 'link' | 'place' | 'end';
};

const linkOf = (previous: string, text: string): string =>
	hash('sha256', `${previous}\n${text}`, 'base64url');

export class Links {
	readonly broken: Broken[] = [];
	/** The stored link of the row before; null after a gap, where the next row cannot be judged. */
	#before: string | null;
	/** The row before, where it did not fit, and the link it ought to have. */
	#pending: { position: number; ought: string } | null = null;
	/** Where the rows that do not fit each other began. */
	#since: number | null = null;

	constructor(before: string | null) {
		this.#before = before;
	}

	/** Whether a row fits; `text` is its JSON as the database writes it. */
	judge(row: Row, text: string, stored: string | null): boolean {
		const position = row[0] as number;
		const before = this.#before;
		this.#before = stored;
		if (before === null || stored === null) {
			this.#settle('end');
			if (stored === null) this.broken.push({ position, upTo: position, what: 'end' });
			return stored !== null;
		}
		const ought = linkOf(before, text);
		if (ought === stored || linkOf(before, JSON.stringify(row)) === stored) {
			this.#settle('row');
			return true;
		}
		if (this.#pending && this.#since === null && linkOf(this.#pending.ought, text) === stored) {
			this.broken.push({ position: this.#pending.position, upTo: this.#pending.position, what: 'link' });
			this.#pending = null;
			return true;
		}
		if (this.#pending) this.#since ??= this.#pending.position;
		this.#pending = { position, ought };
		return false;
	}

	/** The rows before and after do not follow each other: nothing can be said of the next one. */
	gap(): void {
		this.#settle('end');
		this.#before = null;
	}

	/** No row follows. */
	end(): void {
		this.#settle('end');
	}

	get isPending(): boolean {
		return this.#pending !== null;
	}

	#settle(what: 'row' | 'end'): void {
		if (!this.#pending) return;
		const upTo = this.#pending.position;
		if (this.#since === null) this.broken.push({ position: upTo, upTo, what });
		else this.broken.push({ position: this.#since, upTo, what: 'place' });
		this.#pending = null;
		this.#since = null;
	}
}
