// The small language in which a criterion's points follow from figures: numbers, named figures, + - * / ( ), min, max,
// round(x, digits) and step(x, edge: points, …, else). It can name figures and nothing else, and always ends.
import { FIGURES, type Figure } from './ruleset';

type Node =
	| { kind: 'number'; value: number }
	| { kind: 'figure'; figure: Figure }
	| { kind: 'minus'; of: Node }
	| { kind: 'two'; by: '+' | '-' | '*' | '/'; left: Node; right: Node }
	| { kind: 'least' | 'most'; of: Node[] }
	| { kind: 'round'; of: Node; digits: number }
	| { kind: 'step'; of: Node; steps: { edge: number; then: Node }[]; otherwise: Node };

export type Formula = { tree: Node; /** The figures it names, each once. */ figures: Figure[] };

/** What a reader of formulas waited for, to be said in the writer's language. */
export type Expected = 'value' | 'operator' | 'open' | 'close' | 'comma' | 'colon' | 'number' | 'digits';
export type Fault = {
	fault: 'formula_unreadable' | 'formula_unfinished' | 'formula_figure_unknown' | 'formula_steps';
	/** The place: 1 is the first character. */
	at: number;
	/** What stands there; empty at the end. */
	found: string;
	expected: Expected;
};

class Stop extends Error {
	constructor(readonly fault: Fault) {
		super(fault.fault);
	}
}

type Token = { text: string; at: number; kind: 'number' | 'name' | 'sign' | 'end' };

function tokens(text: string): Token[] {
	const found: Token[] = [];
	const pattern = /\s+|(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_][A-Za-z0-9_]*)|(.)/gsu;
	for (const { 0: whole, 1: number, 2: name, index } of text.matchAll(pattern)) {
		if (/^\s/.test(whole)) continue;
		found.push({ text: whole, at: index + 1, kind: number ? 'number' : name ? 'name' : 'sign' });
	}
	return [...found, { text: '', at: text.length + 1, kind: 'end' }];
}

const isFigure = (name: string): name is Figure => (FIGURES as readonly string[]).includes(name);

/** Reads a formula, or says at which place it cannot be read. Steps run from the highest edge to the lowest. */
export function parse(text: string): Formula | Fault {
	const all = tokens(text);
	const figures = new Set<Figure>();
	let next = 0;
	const here = () => all[next]!;
	const stop = (expected: Expected, token = here(), fault?: Fault['fault']): never => {
		const usual = token.kind === 'end' ? 'formula_unfinished' : 'formula_unreadable';
		throw new Stop({ fault: fault ?? usual, at: token.at, found: token.text, expected });
	};
	const take = (sign: string) => here().kind === 'sign' && here().text === sign && ++next > 0;
	const need = (sign: string, expected: Expected) => take(sign) || stop(expected);

	function sum(): Node {
		let left = product();
		for (;;) {
			const by = here().text;
			if (here().kind !== 'sign' || (by !== '+' && by !== '-')) return left;
			next++;
			left = { kind: 'two', by, left, right: product() };
		}
	}
	function product(): Node {
		let left = signed();
		for (;;) {
			const by = here().text;
			if (here().kind !== 'sign' || (by !== '*' && by !== '/')) return left;
			next++;
			left = { kind: 'two', by, left, right: signed() };
		}
	}
	function signed(): Node {
		return take('-') ? { kind: 'minus', of: signed() } : value();
	}
	function value(): Node {
		const token = here();
		if (token.kind === 'number') return { kind: 'number', value: Number(all[next++]!.text) };
		if (take('(')) {
			const inner = sum();
			need(')', 'close');
			return inner;
		}
		if (token.kind !== 'name') return stop('value');
		next++;
		const name = token.text.toLowerCase();
		if (name === 'min' || name === 'max' || name === 'round' || name === 'step') {
			need('(', 'open');
			const made = name === 'round' ? round() : name === 'step' ? step() : several(name);
			need(')', 'close');
			return made;
		}
		if (!isFigure(name)) return stop('value', token, 'formula_figure_unknown');
		figures.add(name);
		return { kind: 'figure', figure: name };
	}
	function several(name: 'min' | 'max'): Node {
		const of = [sum()];
		do {
			need(',', 'comma');
			of.push(sum());
		} while (here().text === ',');
		return { kind: name === 'min' ? 'least' : 'most', of };
	}
	function round(): Node {
		const of = sum();
		if (!take(',')) return { kind: 'round', of, digits: 0 };
		const token = here();
		if (token.kind !== 'number' || !/^[0-6]$/.test(token.text)) return stop('digits');
		next++;
		return { kind: 'round', of, digits: Number(token.text) };
	}
	/** An edge is a number and a colon follows it; without the colon it is the value of everything below. */
	function step(): Node {
		const of = sum();
		const steps: { edge: number; then: Node }[] = [];
		for (;;) {
			need(',', 'comma');
			const start = here();
			const negative = start.text === '-' ? 1 : 0;
			const isEdge = all[next + negative]?.kind === 'number' && all[next + negative + 1]?.text === ':';
			if (!isEdge) {
				const otherwise = sum();
				if (here().text === ':') return stop('number', start);
				if (steps.length === 0) return stop('colon');
				return { kind: 'step', of, steps, otherwise };
			}
			const edge = Number(all[next + negative]!.text) * (negative ? -1 : 1);
			if (steps.length > 0 && edge >= steps.at(-1)!.edge) return stop('number', start, 'formula_steps');
			next += negative + 2;
			steps.push({ edge, then: sum() });
		}
	}

	try {
		const tree = sum();
		if (here().kind !== 'end') stop('operator');
		return { tree, figures: [...figures] };
	} catch (error) {
		if (error instanceof Stop) return error.fault;
		throw error;
	}
}

export function isFault(parsed: Formula | Fault): parsed is Fault {
	return 'fault' in parsed;
}

/**
 * A binary fraction as the decimal it stands for (12 digits), so that 0.57 × 100 is 57 and an edge that is reached
 * counts as reached.
 */
export function settle(value: number): number {
	return Number(value.toPrecision(12));
}

/** Rounds half away from zero, to so many digits after the point. */
export function rounded(value: number, digits: number): number {
	const scaled = settle(value * 10 ** digits);
	return (Math.sign(scaled) * Math.round(Math.abs(scaled))) / 10 ** digits;
}

/**
 * What a formula gives for these figures. Null where a figure it names is null (too few to say), where it divides by
 * nothing, and where the value is no finite number.
 */
export function evaluate(formula: Formula, figures: Partial<Record<Figure, number | null>>): number | null {
	if (formula.figures.some((figure) => (figures[figure] ?? null) === null)) return null;
	const value = valueOf(formula.tree, figures as Record<Figure, number>);
	return Number.isFinite(value) ? settle(value) : null;
}

function valueOf(node: Node, figures: Record<Figure, number>): number {
	switch (node.kind) {
		case 'number':
			return node.value;
		case 'figure':
			return figures[node.figure];
		case 'minus':
			return -valueOf(node.of, figures);
		case 'least':
			return Math.min(...node.of.map((one) => valueOf(one, figures)));
		case 'most':
			return Math.max(...node.of.map((one) => valueOf(one, figures)));
		case 'round':
			return rounded(valueOf(node.of, figures), node.digits);
		case 'step': {
			const value = settle(valueOf(node.of, figures));
			// What cannot be told reaches no edge, and must not fall through to the lowest step either.
			if (!Number.isFinite(value)) return NaN;
			return valueOf(node.steps.find(({ edge }) => value >= edge)?.then ?? node.otherwise, figures);
		}
		case 'two': {
			const left = valueOf(node.left, figures);
			const right = valueOf(node.right, figures);
			if (node.by === '/') return right === 0 ? NaN : left / right;
			return node.by === '+' ? left + right : node.by === '-' ? left - right : left * right;
		}
	}
}
