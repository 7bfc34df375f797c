// A control chart of shares, so that nobody chases noise: which points of a trend chance alone would hardly make.
// Pure; which points stand in it (days, weeks, months) is the caller's.

export type ChartPoint = { count: number; n: number };
/** 'beyond': outside three sigma. 'run': one of nine or more in a row on the same side of the centre. */
export type Signal = null | 'beyond' | 'run';
export type ControlChart = {
	/** The share of all points together; null where they are too few together. */
	centre: number | null;
	/** Limits as shares between 0 and 1; null for a point too small to be judged, which is then left out. */
	points: { low: number | null; high: number | null; signal: Signal }[];
	/** How many times wider than chance alone the points lie, from one to the next; the limits are, where above 1. */
	sigmaZ: number;
	/** Whether `sigmaZ` itself is more than chance (5 %, one-sided) would make of it. */
	overdispersed: boolean;
};

/** As many points in a row on one side of the centre signal (Nelson's rule 2). */
export const RUN = 9;

/** The mean range of two normal values, in standard deviations: 2/√π. */
const D2 = 2 / Math.sqrt(Math.PI);
const Z95_ONE_SIDED = 1.6448536269514722;

/**
 * A p′ chart of points in the order of time; a point of fewer than `minSample` is not judged and breaks no run. `by`:
 * centre and σ_z known from elsewhere (baseline.ts), else they are those of the points.
 *
 * Limits: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002) 531–537: the centre
 * p̄ = Σcount/Σn, σᵢ = √(p̄(1−p̄)/nᵢ), zᵢ = (pᵢ−p̄)/σᵢ, σ_z = mean |zᵢ−zᵢ₋₁| / 1.128, limits p̄ ± 3σᵢσ_z. σ_z below 1 is
 * taken as 1: narrower limits than the binomial ones would raise alarms that the method is there to spare.
 *
 * Rules: L. S. Nelson, "The Shewhart control chart: tests for special causes", J. Quality Technology 16 (1984) 237–239:
 * test 1, one point beyond three sigma; test 2, nine points in a row on one side of the centre. All points of such a
 * run bear the signal; a point both beyond and in a run is beyond. A point on the centre itself ends a run.
 *
 * Whether σ_z is more than chance: the variance of a mean moving range over d₂ of k values is
 * (0.8264k − 1.082)/(k−1)², J. D. Cryer and T. P. Ryan, "The estimation of sigma for an X chart", J. Quality
 * Technology 22 (1990) 187–192.
 */
export function controlChart(
	points: readonly ChartPoint[],
	{ minSample, by }: { minSample: number; by?: { centre: number; sigmaZ: number } }
): ControlChart {
	const [count, n] = [total(points, 'count'), total(points, 'n')];
	const centre = by ? by.centre : n >= Math.max(1, minSample) ? count / n : null;
	if (centre === null)
		return {
			centre,
			points: points.map(() => ({ low: null, high: null, signal: null })),
			sigmaZ: 1,
			overdispersed: false
		};
	const isJudged = (point: ChartPoint) => point.n >= Math.max(1, minSample);
	const sigma = (point: ChartPoint) => Math.sqrt((centre * (1 - centre)) / point.n);
	const judged = points.filter(isJudged);
	const sigmaZ = by
		? by.sigmaZ
		: spread(judged.map((point) => (sigma(point) > 0 ? (point.count / point.n - centre) / sigma(point) : 0)));
	const inRun = runs(judged.map((point) => Math.sign(point.count - centre * point.n)));
	let at = 0;
	return {
		centre,
		sigmaZ,
		overdispersed: sigmaZ > 1 + Z95_ONE_SIDED * Math.sqrt(variance(judged.length)),
		points: points.map((point) => {
			if (!isJudged(point)) return { low: null, high: null, signal: null };
			const reach = 3 * sigma(point) * Math.max(1, sigmaZ);
			const share = point.count / point.n;
			const isBeyond = Math.abs(share - centre) > reach;
			const isRun = inRun[at++];
			return {
				low: Math.max(0, centre - reach),
				high: Math.min(1, centre + reach),
				signal: isBeyond ? 'beyond' : isRun ? 'run' : null
			};
		})
	};
}

function total(points: readonly ChartPoint[], what: keyof ChartPoint): number {
	return points.reduce((sum, point) => sum + point[what], 0);
}

/** Laney's σ_z; 1 where there are fewer than two points. */
function spread(z: readonly number[]): number {
	if (z.length < 2) return 1;
	const ranges = z.slice(1).map((one, at) => Math.abs(one - (z[at] ?? 0)));
	return ranges.reduce((sum, range) => sum + range, 0) / ranges.length / D2;
}

/** The variance of σ_z over k points in which there is nothing but chance. */
function variance(k: number): number {
	return k < 3 ? Infinity : (0.8264 * k - 1.082) / (k - 1) ** 2;
}

/** Which of these sides (−1, 0, 1) stand in a run of nine or more of the same side. */
function runs(sides: readonly number[]): boolean[] {
	const found = sides.map(() => false);
	let start = 0;
	for (let at = 1; at <= sides.length; at++) {
		if (at < sides.length && sides[at] === sides[start]) continue;
		if (sides[start] !== 0 && at - start >= RUN) found.fill(true, start, at);
		start = at;
	}
	return found;
}
