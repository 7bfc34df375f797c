// A rapid report as a paper.
import * as m from '$words';
import type { Digest, Sheet, SheetTable } from '$lib/shared/digest';
import type { Language } from '$lib/shared/language';
import type { Content, PaperDefinition } from '$lib/shared/paper';
import { sheet } from './digestsheet';
import {
	breadthOf,
	heading,
	headline,
	list,
	method,
	note,
	paper,
	paragraph,
	table,
	together,
	whisker,
	WHISKER
} from './paper';

/** The paper of a digest, in the language that is spoken just now. */
export function digestPaper(digest: Digest, language: Language): PaperDefinition {
	const said = sheet(digest, language);
	const { title, above, about, lines, parts, foot } = said;
	return paper(
		{ above, body: about, number: m.report_number(), title, lines },
		[...parts.flatMap((_, at) => set(parts, at)), method(said.method.title, said.method.lines)],
		foot,
		digest.at
	);
}

/** A part as it is set. A heading is set with what follows it: over a table as part of it. */
function set(parts: Sheet['parts'], at: number): Content[] {
	const part = parts[at];
	const before = parts[at - 1];
	if (!part || 'heading' in part) return [];
	const title = before && 'heading' in before ? before.heading : '';
	if ('table' in part) return [tabled(part.table, title)];
	const piece =
		'headline' in part
			? headline(part.headline)
			: 'text' in part
				? paragraph(part.text)
				: 'note' in part
					? note(part.note)
					: list(part.list);
	return [title === '' ? piece : together(heading(title), piece)];
}

/** Columns beside the first are as broad as what stands in them, up to this. */
const BROADEST = 150;

function tabled({ head, rows, right, scale }: SheetTable, title: string): Content {
	const count = Math.max(head.length, ...rows.map((row) => row.length));
	const isDrawn = (at: number) => scale !== null && rows.some((row) => typeof row[at] === 'object');
	const texts = (at: number) => [head[at] ?? '', ...rows.map((row) => row[at] ?? '')].map(String);
	const columns = Array.from({ length: count }, (_, at) => ({
		title: isDrawn(at) && scale ? `${scale.words[0]} – ${scale.words[1]}` : (head[at] ?? ''),
		width: isDrawn(at)
			? WHISKER.breadth
			: at === 0
				? ('*' as const)
				: Math.min(BROADEST, Math.max(...texts(at).map(breadthOf)) + 2),
		right: right.includes(at)
	}));
	const cells = rows.map((row) =>
		columns.map((_, at) => {
			const cell = row[at] ?? '';
			if (typeof cell === 'string') return cell;
			return scale ? whisker(cell.whisker, scale) : '';
		})
	);
	return table(columns, cells, title);
}
