// The signals of a course as people tell them: steps that follow each other on the same side are one thing.
import type { CoursePoint, Signal } from '$lib/shared/figures';

export type Told = {
	side: Signal['side'];
	/** Its steps in the order of time, and how many of them lie beyond the limits. */
	points: CoursePoint[];
	beyond: number;
};

/** In the order of time. A step of which nothing can be said does not part what lies on either side of it. */
export function signalsOf(points: readonly CoursePoint[]): Told[] {
	const found: Told[] = [];
	let last = null as Told | null;
	for (const point of points) {
		const { signal } = point;
		if (signal) {
			if (last?.side !== signal.side) found.push((last = { side: signal.side, points: [], beyond: 0 }));
			last.points.push(point);
			if (signal.rule === 'beyond') last.beyond++;
		} else if (point.low !== null) last = null;
	}
	return found;
}
