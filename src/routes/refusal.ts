// The page for what the gate refuses: it stands before any route, so it is made by hand.
import { sentence } from '$lib/words/problem';
import type { Problem } from '$lib/shared/problem';
import type { Language } from '$lib/shared/language';
import * as m from '$words';

/** A whole page in the reader's language, with the status of the refusal. */
export function refusalPage(problem: Problem, language: Language): Response {
	const words = escape(sentence(problem.code, problem.details, language));
	const home = escape(m.common_error_home({}, { locale: language }));
	const title = escape(m.common_error_status({ status: problem.status }, { locale: language }));
	const html = `<!doctype html>
<html lang="${language}">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<link rel="icon" href="/favicon.svg" type="image/svg+xml" />
		<link rel="stylesheet" href="/refusal.css" />
		<title>${title} · Hài lòng</title>
	</head>
	<body>
		<main>
			<p>${title}</p>
			<h1>${words}</h1>
			<a href="/">${home}</a>
		</main>
	</body>
</html>
`;
	return new Response(html, {
		status: problem.status,
		headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
	});
}

function escape(text: string): string {
	return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
