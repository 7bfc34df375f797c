// The files that a period is taken away as. Each is made while it is read, but for the paper of a branch.
import { periodSaid, rulesSaid } from '$lib/letters/sheetsaid';
import { sheetPaper } from '$lib/letters/sheetpaper';
import { unitPaper } from '$lib/letters/unitpaper';
import { csv } from '$lib/server/exports/csv';
import { heads } from '$lib/server/exports/sheet';
import { about, rowsOf } from '$lib/server/exports/sheets';
import { stream } from '$lib/server/exports/xlsx';
import type { House } from '$lib/server/house';
import { archive } from '$lib/server/packs/archive';
import { packs, take, unit, type Taking } from '$lib/server/packs/period';
import { document } from '$lib/server/packs/wire';
import type { Person } from '$lib/shared/actor';
import type { Language } from '$lib/shared/language';
import type { Pack } from '$lib/shared/pack';
import { speakIn } from '$lib/speaking';
import { moment } from '$lib/ui/when';
import { speaker } from '$lib/words/export';
import { file, numberIn } from '../../../../pack';

type Asked = {
	house: House;
	person: Person;
	periodId: number;
	language: Language;
	params: URLSearchParams;
	at: number;
};

export const FILES: Record<string, (asked: Asked) => Promise<Response>> = {
	'sheets.csv': (asked) => whole(asked, 'csv'),
	'sheets.xlsx': (asked) => whole(asked, 'xlsx'),
	async 'unit.xlsx'(asked) {
		const { house, person, periodId, params, at } = asked;
		const branchId = numberIn(params.get('branch'));
		const taking = await unit(house.db, person, periodId, branchId, at);
		const code = taking.around.names.branches.get(branchId)?.code ?? String(branchId);
		return table(asked, taking, 'xlsx', `${nameOf(taking)}-${safe(code)}`);
	},
	async 'sheets.json'({ house, person, periodId, at }) {
		const taking = await take(house.db, person, periodId, 'json', at);
		const text = document(taking, packs(house.db, person, taking, 'json', at));
		return file(flow(text), nameOf(taking), 'json');
	},
	async 'archive.zip'({ house, person, periodId, language, at }) {
		const taking = await take(house.db, person, periodId, 'archive', at);
		const write = (pack: Pack) =>
			speakIn(language, () => sheetPaper(pack, house.settings.origin, language, at));
		const all = packs(house.db, person, taking, 'archive', at);
		return file(archive(all, write, house.paper.batch(language)), nameOf(taking), 'zip');
	},
	async 'unit.pdf'({ house, person, periodId, language, params, at }) {
		const branchId = numberIn(params.get('branch'));
		const { all, ...taking } = await unit(house.db, person, periodId, branchId, at);
		const branches = taking.around.names.branches;
		const branch = branches.get(branchId);
		if (!branch) throw new Error(`branch ${branchId} has no name`);
		const signed: Pack[] = [];
		for await (const pack of packs(house.db, person, taking, 'unit', at)) signed.push(pack);
		const { kind, fromDay: from, toDay: to, mode, ruleSet } = taking.period;
		const of = {
			...{ period: { kind, from, to, mode }, ruleSet, rulesFrom: taking.around.rulesFrom },
			...{ branch: branch.name, above: branches.get(branch.parentId ?? 0)?.name ?? null },
			...{ packs: signed, all }
		};
		const paper = speakIn(language, () => unitPaper(of, language, at));
		const pdf = await house.paper.render(paper, language);
		return file(pdf as Uint8Array<ArrayBuffer>, `${nameOf(taking)}-${safe(branch.code)}`, 'pdf');
	}
};

async function whole(asked: Asked, format: 'csv' | 'xlsx') {
	const { house, person, periodId, at } = asked;
	const taking = await take(house.db, person, periodId, format, at);
	return table(asked, taking, format, nameOf(taking));
}

/** Sheets as rows, read while they are sent. */
function table(
	{ house, person, language, at }: Asked,
	taking: Taking,
	format: 'csv' | 'xlsx',
	name: string
): Response {
	const { kind, fromDay: from, toDay: to, ruleSet } = taking.period;
	const say = speaker(language, 'pack');
	const { columns, row, say: head } = rowsOf(ruleSet.content, language, say);
	const lines = about(
		{
			period: speakIn(language, () => periodSaid({ kind, from, to }, language)),
			rules: speakIn(language, () => rulesSaid({ ruleSet }, language)),
			...{ sheets: taking.signed.length, erased: taking.erased, made: moment(at, language) }
		},
		say
	);
	async function* rows() {
		for await (const pack of packs(house.db, person, taking, format, at)) yield row(pack);
	}
	if (format === 'xlsx') return file(stream(rows(), columns, lines, head), name, 'xlsx');
	// One head and the rows, as programs read it: what it is of stands in every row.
	async function* all() {
		yield heads(columns, head);
		yield* rows();
	}
	return file(csv(all()), name, 'csv');
}

/** "appraisals-2026-07-01-2026-09-30-4": by its days and number, since two periods may have the same days. */
function nameOf({ period: { id, fromDay, toDay } }: Taking): string {
	return `appraisals-${fromDay}-${toDay}-${id}`;
}

const safe = (code: string) => code.replace(/[^\w.-]+/g, '_');

function flow(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			const { value, done } = await text.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await text.return(undefined);
		}
	});
}
