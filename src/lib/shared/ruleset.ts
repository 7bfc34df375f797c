// A rule set: which criteria a sheet has, where their points come from, how they add up, and in which band the sum
// lies. Data, never code: what an appraisal was computed by can be read and computed again years later.
import * as v from 'valibot';
import { WordsShape } from './language';

/** Points are whole hundredths everywhere (1500 = 15 points), so that a sum lies exactly on a band's edge or not. */
export type Points = number;

/** The figures of a sheet that a formula may name. Shares lie between 0 and 1. */
export const FIGURES = [
	/** Share satisfied as counted; drawn toward the peers; as it would be with the peers' mix of services. */
	'satisfied',
	'shrunken',
	'adjusted',
	'dissatisfied',
	/** Mean grade, 1 up to the scale. */
	'mean',
	/** Of those dissatisfied, the share that named a cause lying with the officer. */
	'about_officer',
	/** Ratings over served cases, where these are known. */
	'coverage',
	/** Counts: ratings; dissatisfied that name the officer; appeals upheld. */
	'n',
	'complaints',
	'appeals_upheld'
] as const;
export type Figure = (typeof FIGURES)[number];

const CodeShape = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9_-]{0,39}$/));
const points = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));

export const CriterionShape = v.object({
	code: CodeShape,
	words: WordsShape,
	/** What this criterion is about, for whoever gives the points; empty words: nothing to add. */
	explains: v.nullable(WordsShape),
	/** The most there is to get. */
	most: points,
	from: v.variant('kind', [
		/** Computed from named figures (rulesets/formula.ts), then held between 0 and `most`, rounded to hundredths. */
		v.object({
			kind: v.literal('formula'),
			text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400))
		}),
		/** Given by a person in steps, from 0; `self`: the appraised score themselves first. Nothing is pre-filled. */
		v.object({ kind: v.literal('given'), step: v.pipe(points, v.minValue(1)), self: v.boolean() })
	])
});
export type Criterion = v.InferOutput<typeof CriterionShape>;

export const BandShape = v.object({
	code: CodeShape,
	words: WordsShape,
	/** Reached by a total of so many or more; the lowest band has 0. */
	atLeast: points
});
export type Band = v.InferOutput<typeof BandShape>;

export const RuleSetShape = v.object({
	name: WordsShape,
	/** Where it comes from and what to keep in mind. */
	source: v.nullable(WordsShape),
	/** 'legal_check': the app says "check with your legal department" wherever the rule set is named. */
	sureness: v.picklist(['own_rules', 'legal_check']),
	/** Whom its sheets are about. */
	subject: v.picklist(['officer', 'unit']),
	criteria: v.pipe(v.array(CriterionShape), v.minLength(1), v.maxLength(30)),
	/** The total is the sum of these criteria, by code. */
	sumOf: v.pipe(v.array(CodeShape), v.minLength(1)),
	/** From the highest to the lowest; none: no band is proposed. */
	bands: v.pipe(v.array(BandShape), v.maxLength(10)),
	/** Below so many ratings figures say nothing: "too few to say". */
	minRatings: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000)),
	/** Whether ratings that a plausibility rule has marked, and nobody struck, count. Both figures are always shown. */
	countMarked: v.boolean(),
	/** At most this share of those in (one of) the bands `of`, within one peer group, in the band `band`: information only. */
	cap: v.nullable(
		v.object({
			band: CodeShape,
			of: v.pipe(v.array(CodeShape), v.minLength(1)),
			share: v.pipe(v.number(), v.minValue(0), v.maxValue(1))
		})
	)
});
export type RuleSet = v.InferOutput<typeof RuleSetShape>;

/** A figure as a rule set gets it; null: too few to say, or not known. Low and high: its 95 % interval. */
export type Known = { value: number; low: number; high: number };
export type Named = Record<Figure, Known | null>;

/** Points that people gave, by the criterion's code. */
export type Given = { self: Record<string, Points>; appraised: Record<string, Points> };

export type Scored = {
	code: string;
	/** Null: not to be told, see `why`. */
	points: Points | null;
	/** Of a formula, at the ends of its figures' intervals. */
	low: Points | null;
	high: Points | null;
	self: Points | null;
	/** 'too_few': a figure it needs cannot be told. 'missing': nobody gave points yet. Never counted as 0 or as full. */
	why: 'formula' | 'given' | 'too_few' | 'missing';
};

export type Outcome = {
	criteria: Scored[];
	/** Null while anything of the sum is missing or too few. */
	total: Points | null;
	low: Points | null;
	high: Points | null;
	/** The most that the sum can reach. */
	of: Points;
	/** The band proposed, by code; null where there is no total or the rule set has no bands. */
	band: string | null;
	/** Every band that the total's interval touches, highest first: more than one means that chance may have decided. */
	possible: string[];
	/** Edges that lie inside the interval (low < edge ≤ high), highest first. */
	edges: { band: string; atLeast: Points }[];
};
