// Appraisals: periods, sheets and what is done to them, as server and screens both know them. Every sheet is about one
// officer (or one unit: a branch) in one period.
import type { Day } from './day';
import type { Share } from './figures';
import type { Words } from './language';
import type { Cause, Scale } from './rating';
import type { Given, Outcome, Points, RuleSet } from './ruleset';

export const PERIOD_KINDS = ['month', 'quarter', 'half', 'year'] as const;
export type AppraisalKind = (typeof PERIOD_KINDS)[number];

/** 'coaching': to learn from; nothing goes into a person's file and no band is proposed. 'appraisal': it counts. */
export const MODES = ['coaching', 'appraisal'] as const;
export type Mode = (typeof MODES)[number];

export const SUBJECTS = ['officer', 'unit'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** How members are put into peer groups at first; HR may move each by hand afterwards. */
export const GROUPINGS = ['all', 'branch', 'service'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A moment of the ledger: ratings up to a position, entries and marks up to a number. */
export type Moment = { position: number; entryId: number; markId: number };

export type GradeFigures = {
	scale: Scale;
	/** Ratings, and how many of them graded what the sheet is about (an officer; a unit's service). */
	n: number;
	/** How many gave each grade, worst first; null below the smallest cell that may be told. */
	counts: number[] | null;
	satisfied: Share;
	dissatisfied: Share;
	mean: { n: number; mean: number | null; low: number | null; high: number | null };
	/** The same without ratings that a rule has marked, beside it. */
	unmarked: Share;
	/** Only where the rule set leaves marked ratings out: what it goes by besides `unmarked`. */
	counted?: { dissatisfied: Share; mean: GradeFigures['mean'] };
};

/** What the peer group has in common, kept with each sheet so that it can be computed again. */
export type Peers = {
	group: string;
	/** How many are in it, and their ratings together, on `scale`. */
	members: number;
	scale: Scale;
	n: number;
	satisfied: Share;
	/** Empirical-Bayes prior (analytics/shrinkage.ts); null: nothing to learn from peers. */
	prior: { mean: number; alpha: number; beta: number } | null;
	/** Share satisfied by service (analytics/standard.ts); null: none. */
	standard: { overall: number; of: [serviceId: number, share: number][] } | null;
	/** How far from them chance may take anybody (analytics/apart.ts); null: none. */
	apart?: { tail: number; phi: number } | null;
};

export type Estimate = { share: number; low: number; high: number };

export type Verdict = 'above' | 'below' | 'same' | 'too_few';

/** Everything a sheet says, computed from the ledger at one moment: the same input gives the same bytes (canonical). */
export type SheetContent = {
	form: 1;
	period: { id: number; kind: AppraisalKind; from: Day; to: Day; mode: Mode };
	subject:
		| {
				kind: 'officer';
				officerId: number;
				code: string;
				name: string;
				post: Words;
				branchId: number;
				branch: Words;
		  }
		| { kind: 'unit'; branchId: number; code: string; branch: Words };
	ruleSet: { id: number; code: string; version: number; content: RuleSet };
	moment: Moment;
	/** The privacy settings it was computed under. */
	privacy: { minCell: number; minSample: number };
	/** The scale most used first; scales are never mixed. */
	grades: GradeFigures[];
	shrunken: Estimate | null;
	adjusted: (Estimate & { ratio: number | null }) | null;
	peers: Peers;
	/** Clearly better or worse than the peers (adjusted share against theirs, 99.8 %), or not to be told apart. */
	verdict: Verdict;
	/** Of the dissatisfied: named a cause that lies with the officer; only other causes; none at all. Then each cause. */
	causes: {
		bad: number;
		officer: number;
		elsewhere: number;
		unnamed: number;
		by: Record<Cause, number>;
	} | null;
	/** Marked and counted or not (by the rule set), struck, settled onto this subject since, arrived on a later day. */
	standing: { marked: number; struck: number; settled: number; late: number };
	/** Served cases, where known for all of it. */
	coverage: { served: number; rated: number; share: number | null } | null;
	/** By service: id, its ratings, satisfied; cells that may not be told are left out. */
	services: { serviceId: number; name: Words; n: number; satisfied: Share }[];
	/** Earlier periods of the same kind, newest first, up to four. */
	earlier: { from: Day; to: Day; n: number; satisfied: Share }[];
	replies: number;
	appeals: { open: number; upheld: number; rejected: number; withdrawn: number };
};

export const SHEET_ACTS = [
	'drafted',
	'self_scored',
	'appraised',
	'decided',
	'acknowledged',
	'contested',
	'answered',
	'signed_leader',
	'signed_hr',
	'excused',
	'included',
	'reopened'
] as const;
export type SheetAct = (typeof SHEET_ACTS)[number];

export const SHEET_STATES = [
	/** In the period, not computed yet. */
	'waiting',
	'drafted',
	/** Points and band decided by a named person (coaching: not needed). */
	'decided',
	'acknowledged',
	'contested',
	'answered',
	'leader_signed',
	/** Frozen. */
	'signed',
	'excused'
] as const;
export type SheetState = (typeof SHEET_STATES)[number];

/** One line of what was done to a sheet, oldest first. */
export type Act = {
	id: number;
	at: number;
	act: SheetAct;
	actorName: string;
	actorRole: string;
	reason: string | null;
	details: ActDetails;
};
export type ActDetails = {
	/** SHA-256 of the sheet's content that the act is about. */
	contentHash?: string;
	/** self_scored, appraised: points by criterion. */
	points?: Record<string, Points>;
	/** decided: the band, null where there is none to give. */
	band?: string | null;
	/** signed_hr: the seal. */
	sealId?: number;
};

/** How a sheet stands by its acts (appraisals/state.ts). */
export type Standing = {
	state: SheetState;
	given: Given;
	decision: { band: string | null; by: string; at: number; reason: string | null } | null;
	contested: { reason: string; at: number } | null;
	answered: { reason: string; by: string; at: number } | null;
	acknowledgedAt: number | null;
	signedLeader: { by: string; at: number } | null;
	signedHr: { by: string; at: number; sealId: number } | null;
	excused: { reason: string; by: string } | null;
};

/** What a seal freezes; its canonical JSON is hashed. */
export type Sealed = {
	form: 1;
	sheetId: number;
	content: SheetContent;
	contentHash: string;
	given: Given;
	outcome: Outcome;
	standing: Standing;
	/** Ground and outcome of each appeal about ratings of this sheet, without what was written. */
	appeals: { id: number; ground: string; state: string }[];
	checkpoint: { number: number; hash: string; at: number };
	sealedAt: number;
};
