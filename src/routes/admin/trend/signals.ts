// The signals of a course as people tell them: a point beyond the limits by itself, a run as one.
import type { CoursePoint, Signal } from '$lib/shared/figures';

export type Told = Signal & { points: CoursePoint[] };

/** In the order of time. Points of one run stand together, also where one of them lies beyond the limits itself. */
export function signalsOf(points: readonly CoursePoint[]): Told[] {
	const found: Told[] = [];
	let run: Told | null = null;
	for (const point of points) {
		const { signal } = point;
		if (signal?.rule === 'beyond') found.push({ ...signal, points: [point] });
		if (signal?.rule === 'run') {
			if (run?.side === signal.side) run.points.push(point);
			else found.push((run = { ...signal, points: [point] }));
		}
		// A step of which nothing can be said breaks no run.
		else if (point.low !== null && (signal === null || signal.side !== run?.side)) run = null;
	}
	return found;
}
