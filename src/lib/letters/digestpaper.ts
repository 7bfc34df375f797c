// A rapid report as a paper.
import * as m from '$words';
import type { Digest, SheetTable } from '$lib/shared/digest';
import type { Language } from '$lib/shared/language';
import type { Content, PaperDefinition } from '$lib/shared/paper';
import { sheet } from './digestsheet';
import { heading, headline, list, method, note, paper, paragraph, table, whisker, WHISKER } from './paper';

/** The paper of a digest, in the language that is spoken just now. */
export function digestPaper(digest: Digest, language: Language): PaperDefinition {
	const said = sheet(digest, language);
	const { title, above, about, lines, parts, foot } = said;
	const content = parts.map((part): Content => {
		if ('heading' in part) return heading(part.heading);
		if ('headline' in part) return headline(part.headline);
		if ('text' in part) return paragraph(part.text);
		if ('note' in part) return note(part.note);
		return 'list' in part ? list(part.list) : tabled(part.table);
	});
	return paper(
		{ above, body: about, number: m.report_number(), title, lines },
		[...together(content), method(said.method.title, said.method.lines)],
		foot,
		digest.at
	);
}

/** A heading stays with what follows it. */
function together(content: readonly Content[]): Content[] {
	const out: Content[] = [];
	let head: Content[] = [];
	for (const piece of content) {
		const isHeading = typeof piece === 'object' && 'headlineLevel' in piece;
		if (isHeading) head.push(piece);
		else {
			out.push(head.length > 0 ? { unbreakable: true, stack: [...head, piece] } : piece);
			head = [];
		}
	}
	return [...out, ...head];
}

function tabled({ head, rows, right, scale }: SheetTable): Content {
	const width = Math.max(head.length, ...rows.map((row) => row.length));
	const isDrawn = (at: number) => scale !== null && rows.some((row) => typeof row[at] === 'object');
	const columns = Array.from({ length: width }, (_, at) => ({
		title: isDrawn(at) && scale ? `${scale.words[0]} – ${scale.words[1]}` : (head[at] ?? ''),
		width: isDrawn(at) ? WHISKER.breadth : at === 0 ? ('*' as const) : ('auto' as const),
		right: right.includes(at)
	}));
	return table(
		columns,
		rows.map((row) =>
			columns.map((_, at) => {
				const cell = row[at] ?? '';
				return typeof cell === 'string' || !scale ? (cell as string) : whisker(cell.whisker, scale);
			})
		)
	);
}
