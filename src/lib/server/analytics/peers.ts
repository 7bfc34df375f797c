// An officer beside their colleagues: those who were rated at the same branches in the same weeks, with the mix of
// services taken out. In words and intervals, never a rank, and never a figure from which one colleague's could be told.
import type { Day } from '../../shared/day';
import type { Scale } from '../../shared/rating';
import type { Db } from '../db/open';
import { field, rowOf, type Candidate } from './apart';
import { ask } from './question';
import { share, tooFew } from './statistics';
import { mixed, tallies, type Cut, type Mix } from './tally';

/** With fewer others, or one of them giving more than this part of their ratings, their figure would be one person's. */
export const LEAST_PEERS = 3;
const MOST_OF_ONE = 0.75;

/** A share in whole points: finer ones would move with every rating of a colleague. */
export type Rounded = { share: number; low: number; high: number };

export type Beside = {
	/** 'few': too few to say, of theirs or of the others. */
	verdict: 'above' | 'below' | 'same' | 'few';
	/** How many others were rated there. */
	members: number;
	/** All others together; null where it could be one person's figure. */
	peers: Rounded | null;
	/** The officer's own as it would be with the services of all; null where there are too few to say. */
	adjusted: Rounded | null;
};

/** The officer's place among those of the same branches in some whole weeks, on a scale; after catching up. */
export async function beside(
	db: Db,
	officerId: number,
	days: { from: Day; to: Day },
	scale: Scale,
	minSample: number
): Promise<Beside> {
	const cut: Cut = {
		...{ ...days, branches: 'all', serviceId: null, counterId: null },
		...{ officerId, marked: true }
	};
	const [places] = await ask(db, tallies(cut, 'branch'));
	const branches = [...new Set(places.map(({ key }) => Number(key)))];
	const [mix] = await ask(db, mixed({ ...cut, branches, officerId: null }, 'officer'));
	const graded = mix.filter((one) => one.scale === scale && one.key !== 0 && one.officer.all > 0);
	const groups = new Map<number, Mix[]>();
	for (const one of graded) groups.set(one.key, [...(groups.get(one.key) ?? []), one]);
	const others = [...groups].filter(([id]) => id !== officerId).map(([, own]) => sum(own));
	const all = others.reduce((total, { n }) => total + n, 0);
	const one = Math.max(0, ...others.map(({ n }) => n));
	const members = others.length;
	if (members < LEAST_PEERS || tooFew(all, minSample) || one > all * MOST_OF_ONE)
		return { verdict: 'few', members, peers: null, adjusted: null };
	const judged = field(candidates(groups), minSample);
	const peer = judged.peers.find(({ id }) => id === officerId);
	const {
		share: theirs,
		low,
		high
	} = share(
		others.reduce((total, { count }) => total + count, 0),
		all,
		minSample
	);
	const peers = rounded({ share: theirs!, low: low!, high: high! });
	if (!peer || peer.verdict === 'few' || peer.verdict === 'hidden')
		return { verdict: 'few', members, peers, adjusted: null };
	const { adjusted } = rowOf(peer, judged, true);
	return { verdict: peer.verdict, members, peers, adjusted: adjusted && rounded(adjusted) };
}

function sum(own: readonly Mix[]): { n: number; count: number } {
	return own.reduce(
		({ n, count }, { officer }) => ({ n: n + officer.all, count: count + officer.satisfied }),
		{ n: 0, count: 0 }
	);
}

function candidates(groups: Map<number, Mix[]>): Candidate[] {
	return [...groups].map(([id, own]) => ({
		id,
		isHidden: false,
		strata: own.map(({ serviceId, officer }) => ({
			kind: serviceId,
			count: officer.satisfied,
			n: officer.all
		}))
	}));
}

function rounded({ share, low, high }: Rounded): Rounded {
	const whole = (part: number) => Math.round(part * 100) / 100;
	return { share: whole(share), low: whole(low), high: whole(high) };
}
