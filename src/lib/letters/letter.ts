// The plain frame of every mail: a heading, some parts, a foot; written once as text and once as HTML that needs
// neither pictures nor a style sheet. Whatever is put in is escaped here and nowhere else.
import type { Attachment, Letter } from '$lib/shared/letter';
import type { Language } from '$lib/shared/language';

export type Part =
	| { heading: string }
	| { text: string }
	/** Something to heed, set off from the rest. */
	| { notice: string }
	/** What, and how much: one line each. */
	| { figures: readonly (readonly [label: string, value: string])[] }
	| { table: { head: readonly string[]; rows: readonly (readonly string[])[] } }
	| { list: readonly string[] }
	| { link: string; href: string };

export type Framed = {
	language: Language;
	subject: string;
	heading: string;
	parts: readonly Part[];
	/** Why one gets this letter and how to stop it. */
	foot: readonly string[];
	attachments?: Attachment[];
};

// The colours of ui/tokens.css by value: mail programs know no variables.
const INK = '#0b2f38';
const SOFT = '#40595f';
const LINE = '#ddd6c8';
const SUNK = '#f2eee5';
const ACCENT = '#1d4fc4';

/** A letter in both forms. A line break in a text stays one. */
export function frame({ language, subject, heading, parts, foot, attachments }: Framed): Letter {
	// A subject is one header line, whatever a branch is called.
	const line = subject.replace(/\s+/g, ' ').trim();
	return {
		subject: line,
		text: [
			heading,
			'='.repeat(Math.min(60, heading.length)),
			'',
			...parts.map(plain),
			'-- ',
			...foot,
			''
		].join('\n'),
		html: page(language, line, [
			`<h1 style="margin:0 0 16px;font-size:22px;line-height:1.3">${safe(heading)}</h1>`,
			...parts.map(formed),
			`<hr style="border:0;border-top:1px solid ${LINE};margin:28px 0 12px">`,
			...foot.map((one) => `<p style="margin:0 0 6px;font-size:13px;color:${SOFT}">${safe(one)}</p>`)
		]),
		...(attachments ? { attachments } : {})
	};
}

function page(language: Language, title: string, lines: string[]): string {
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${safe(title)}</title></head>
<body style="margin:0;background:#ffffff;color:${INK};font:16px/1.5 'Be Vietnam Pro','Noto Sans',Arial,sans-serif">
<div style="max-width:640px;margin:0 auto;padding:24px">
${lines.join('\n')}
</div></body></html>`;
}

function plain(part: Part): string {
	if ('heading' in part) return `${part.heading}\n${'-'.repeat(Math.min(60, part.heading.length))}`;
	if ('text' in part) return `${part.text}\n`;
	if ('notice' in part) return `* ${part.notice}\n`;
	if ('figures' in part) return `${part.figures.map(([label, value]) => `${label}: ${value}`).join('\n')}\n`;
	if ('list' in part) return `${part.list.map((one) => `- ${one}`).join('\n')}\n`;
	if ('table' in part)
		return `${[part.table.head, ...part.table.rows].map((cells) => cells.join(' | ')).join('\n')}\n`;
	return `${part.link}:\n${part.href}\n`;
}

const CELL = `padding:6px 12px 6px 0;border-bottom:1px solid ${LINE};vertical-align:top`;

function formed(part: Part): string {
	if ('heading' in part) return `<h2 style="margin:24px 0 8px;font-size:17px">${safe(part.heading)}</h2>`;
	if ('text' in part) return `<p style="margin:0 0 14px">${safe(part.text)}</p>`;
	if ('notice' in part)
		return `<p style="margin:0 0 14px;padding:10px 14px;background:${SUNK};border-left:4px solid ${INK}">${safe(part.notice)}</p>`;
	if ('figures' in part)
		return rows(
			part.figures.map(
				([label, value]) =>
					`<th scope="row" style="${CELL};text-align:left;font-weight:400;color:${SOFT}">${safe(label)}</th>` +
					`<td style="${CELL};font-weight:600">${safe(value)}</td>`
			)
		);
	if ('table' in part) {
		// The first column names its row; the others are numbers.
		const cells = (row: readonly string[], tag: string) =>
			row
				.map(
					(cell, at) => `<${tag} style="${CELL};text-align:${at ? 'right' : 'left'}">${safe(cell)}</${tag}>`
				)
				.join('');
		return rows([cells(part.table.head, 'th'), ...part.table.rows.map((row) => cells(row, 'td'))]);
	}
	if ('list' in part)
		return `<ul style="margin:0 0 14px;padding-left:22px">${part.list.map((one) => `<li>${safe(one)}</li>`).join('')}</ul>`;
	return `<p style="margin:0 0 14px"><a href="${safe(part.href)}" style="color:${ACCENT};font-weight:600">${safe(part.link)}</a></p>`;
}

function rows(lines: string[]): string {
	const body = lines.map((line) => `<tr>${line}</tr>`).join('');
	return `<table style="border-collapse:collapse;width:100%;margin:0 0 16px;font-size:15px">${body}</table>`;
}

const ESCAPES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function safe(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign).replace(/\n/g, '<br>');
}
