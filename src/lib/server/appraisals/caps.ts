// How many of a peer group reach the band that a rule set caps: information for whoever decides, never a rank. Who is
// tied at the edge is counted, and for how many chance alone may have decided.
import type { Points, RuleSet } from '../../shared/ruleset';

export type Capped = {
	group: string;
	/** The band that is capped, by code; how many are in one of the bands that it is a share of. */
	band: string;
	of: number;
	/** At most so many of them, rounded down; how many are in the band (as decided, else as proposed). */
	most: number;
	inBand: number;
	/** More than may be, and so many of them have the same points as others on both sides of the edge; else 0. */
	tied: number;
	/** For so many the interval reaches into this band and into another: chance may have decided. */
	unsure: number;
};

/** A sheet, as the cap counts it. `band`: as decided, else as proposed; null: none. */
export type Counted = {
	group: string;
	band: string | null;
	total: Points | null;
	possible: readonly string[];
};

/** For each peer group with somebody in a band, by name; none where the rule set has no cap. */
export function caps(sheets: readonly Counted[], { cap }: Pick<RuleSet, 'cap'>): Capped[] {
	if (!cap) return [];
	const groups = new Map<string, Counted[]>();
	for (const sheet of sheets)
		if (sheet.band !== null) groups.set(sheet.group, [...(groups.get(sheet.group) ?? []), sheet]);
	return [...groups]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([group, all]) => {
			const among = all.filter(({ band }) => band !== null && cap.of.includes(band));
			const inBand = among.filter(({ band }) => band === cap.band);
			// 29 % of a hundred are 29, although 0.29 × 100 is a little less for a computer.
			const most = Math.floor(cap.share * among.length + 1e-9);
			return {
				group,
				band: cap.band,
				of: among.length,
				most,
				inBand: inBand.length,
				tied: tiedAt(
					most,
					inBand.map(({ total }) => total)
				),
				unsure: among.filter(({ possible }) => possible.length > 1 && possible.includes(cap.band)).length
			};
		});
}

/** How many have the points of the last that would fit, where the next has them too. */
function tiedAt(most: number, totals: readonly (Points | null)[]): number {
	const sorted = totals.filter((total) => total !== null).sort((a, b) => b - a);
	const [last, next] = [sorted[most - 1], sorted[most]];
	return last !== undefined && last === next ? sorted.filter((total) => total === last).length : 0;
}
