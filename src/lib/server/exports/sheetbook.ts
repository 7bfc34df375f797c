// One signed sheet as a workbook: every figure of its seal as a number, under the name that programs know it by and the
// word that people do; points; services; appeals; how it was made.
import { say as sayIn, type Language } from '../../shared/language';
import type { Share } from '../../shared/figures';
import type { Pack } from '../../shared/pack';
import { pointsOf } from '../../shared/packwire';
import type { Cell, Column, Say } from './sheet';
import { rowsOf } from './sheets';
import { workbook, type Leaf } from './xlsx';

/** `say` says the words of packs (words/pack); `method`: the ten lines of the paper. */
export function sheetBook(
	pack: Pack,
	method: readonly string[],
	language: Language,
	say: Say
): Promise<Uint8Array> {
	return workbook([
		figures(pack, language, say),
		shares(pack, say),
		grades(pack, say),
		points(pack, language, say),
		services(pack, language, say),
		appeals(pack, say),
		made(pack, method, say)
	]);
}

const columns = (...keys: [key: string, kind: Column['kind']][]): Column[] =>
	keys.map(([key, kind]) => ({ key, kind }));
const SHARE = columns(
	...([
		['n', 'count'],
		['count', 'count']
	] as [string, 'count'][]),
	...([
		['share', 'share'],
		['low', 'share'],
		['high', 'share']
	] as [string, 'share'][])
);
const shareCells = ({ n, count, share, low, high }: Share): Cell[] => [n, count, share, low, high];

/** Everything that a row of the period's file has, each on a line. */
function figures(pack: Pack, language: Language, say: Say): Leaf {
	const { columns: of, row, say: head } = rowsOf(pack.content.ruleSet.content, language, say);
	const cells = row(pack);
	return {
		name: say('leaf_sheet'),
		columns: columns(['field', 'text'], ['what', 'text'], ['value', 'text']),
		heads: [say('col_field'), say('col_what'), say('col_value')],
		rows: of.map(({ key }, at) => [key, head(`column_${key}`), cells[at] ?? null])
	};
}

function shares({ content }: Pack, say: Say): Leaf {
	const rows: Cell[][] = content.grades.flatMap(({ scale, satisfied, unmarked, dissatisfied }) => [
		['satisfied', say('way_counted'), scale, ...shareCells(satisfied)],
		['unmarked', say('way_unmarked'), scale, ...shareCells(unmarked)],
		['dissatisfied', say('way_dissatisfied'), scale, ...shareCells(dissatisfied)]
	]);
	const { shrunken, adjusted, peers } = content;
	const scale = content.grades[0]?.scale ?? null;
	for (const [key, words, one] of [
		['shrunken', 'way_shrunken', shrunken],
		['adjusted', 'way_adjusted', adjusted]
	] as const)
		rows.push([key, say(words), scale, null, null, one?.share ?? null, one?.low ?? null, one?.high ?? null]);
	rows.push(['peers', say('way_peers'), peers.scale, ...shareCells(peers.satisfied)]);
	return {
		name: say('leaf_shares'),
		columns: [...columns(['field', 'text'], ['way', 'text'], ['scale', 'count']), ...SHARE],
		heads: ['field', 'way', 'scale', 'n', 'count', 'share', 'low', 'high'].map((key) => say(`col_${key}`)),
		rows
	};
}

function grades({ content }: Pack, say: Say): Leaf {
	return {
		name: say('leaf_grades'),
		columns: columns(['scale', 'count'], ['grade', 'count'], ['n', 'count']),
		heads: [say('col_scale'), say('col_grade'), say('col_n')],
		rows: content.grades.flatMap(({ scale, counts }) =>
			counts === null ? [[scale, say('hidden'), null]] : counts.map((n, at): Cell[] => [scale, at + 1, n])
		)
	};
}

function points({ content, outcome }: Pack, language: Language, say: Say): Leaf {
	const rules = content.ruleSet.content;
	const why = { formula: '', given: '', too_few: say('few'), missing: say('missing') };
	return {
		name: say('leaf_points'),
		columns: columns(
			['code', 'text'],
			['criterion', 'text'],
			['most', 'number'],
			['self', 'number'],
			['points', 'number'],
			['low', 'number'],
			['high', 'number'],
			['note', 'text']
		),
		heads: ['field', 'criterion', 'most', 'self', 'points', 'low', 'high', 'note'].map((key) =>
			say(`col_${key}`)
		),
		rows: [
			...outcome.criteria.map((one): Cell[] => {
				const criterion = rules.criteria.find(({ code }) => code === one.code);
				return [
					...[one.code, criterion ? sayIn(criterion.words, language) : one.code],
					...[pointsOf(criterion?.most ?? null), pointsOf(one.self), pointsOf(one.points)],
					...[pointsOf(one.low), pointsOf(one.high), why[one.why]]
				];
			}),
			[
				...['total', say('total'), pointsOf(outcome.of), null, pointsOf(outcome.total)],
				...[pointsOf(outcome.low), pointsOf(outcome.high), '']
			]
		]
	};
}

function services({ content }: Pack, language: Language, say: Say): Leaf {
	return {
		name: say('leaf_services'),
		columns: [...columns(['service', 'text']), ...SHARE],
		heads: ['service', 'n', 'count', 'share', 'low', 'high'].map((key) => say(`col_${key}`)),
		rows: content.services.map(({ name, satisfied }) => [sayIn(name, language), ...shareCells(satisfied)])
	};
}

function appeals({ appeals }: Pack, say: Say): Leaf {
	return {
		name: say('leaf_appeals'),
		columns: columns(['appeal', 'count'], ['ground', 'text'], ['outcome', 'text']),
		heads: [say('col_appeal'), say('col_ground'), say('col_outcome')],
		rows: appeals.map(({ id, ground, state }) => [id, say(`ground_${ground}`), say(`appeal_${state}`)])
	};
}

function made({ seal, contentHash }: Pack, method: readonly string[], say: Say): Leaf {
	return {
		name: say('leaf_method'),
		columns: columns(['what', 'text'], ['value', 'text']),
		heads: [say('col_what'), say('col_value')],
		rows: [
			[say('proof_seal'), seal?.hash ?? null],
			[say('proof_content'), contentHash],
			[say('proof_checkpoint', { number: seal?.checkpoint.number ?? 0 }), seal?.checkpoint.hash ?? null],
			...method.map((line, at): Cell[] => [at === 0 ? say('method') : '', line])
		]
	};
}
