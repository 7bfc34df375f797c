// The share satisfied seen several ways, and the one scale that all of them are drawn on.
import type { SheetContent } from '$lib/shared/appraisal';
import type { Share } from '$lib/shared/figures';

export type View = {
	what: 'counted' | 'unmarked' | 'shrunken' | 'adjusted' | 'peers';
	/** Null: there is nothing to say; where its `share` is null, too few to say. */
	share: Share | null;
};

/** As counted, without marked ratings, drawn toward the peers, with the peers' mix, and the peers themselves. */
export function viewsOf({
	grades,
	shrunken,
	adjusted,
	peers
}: Pick<SheetContent, 'grades' | 'shrunken' | 'adjusted' | 'peers'>): View[] {
	const main = grades[0];
	if (!main) return [];
	const as = (estimate: { share: number; low: number; high: number } | null): Share | null =>
		estimate && {
			n: main.satisfied.n,
			count: main.satisfied.count,
			share: estimate.share,
			low: estimate.low,
			high: estimate.high
		};
	return [
		{ what: 'counted', share: main.satisfied },
		{ what: 'unmarked', share: main.unmarked },
		{ what: 'shrunken', share: as(shrunken) },
		{ what: 'adjusted', share: as(adjusted) },
		{ what: 'peers', share: peers.n > 0 ? peers.satisfied : null }
	];
}

/** Where the scale begins: the tens below the lowest end of all that is drawn, so that whiskers have room. */
export function floorOf(shares: (Share | null)[]): number {
	const lows = shares.flatMap((share) => (share?.low == null ? [] : [share.low]));
	return Math.max(0, Math.floor(Math.min(0.9, ...lows) * 10) / 10);
}
