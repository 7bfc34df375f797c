// Places where the fault suite ends this process, as kill -9 would, to see what a tablet was told and what is on the
// disk. HAILONG_FAULT=intake.inside:17 ends it as the seventeenth transaction passes; unset, nothing happens here.
const PLACES = ['intake.before', 'intake.inside', 'intake.after'] as const;
/** Before a group's transaction, inside it with everything written, after the commit and before the answers. */
export type Place = (typeof PLACES)[number];

export type Faults = { at: (place: Place) => void };

/**
 * The fault points as the environment sets them; `end` ends the process. Throws an Error for a fault that is not
 * written PLACE:COUNT, and in production, unless HAILONG_FAULT_ALLOWED says that this is a trial.
 */
export function make(env: Record<string, string | undefined>, end: () => void): Faults {
	const wanted = env.HAILONG_FAULT;
	if (!wanted) return { at: () => undefined };
	if (env.NODE_ENV === 'production' && env.HAILONG_FAULT_ALLOWED !== '1')
		throw new Error('HAILONG_FAULT ends the server on purpose, and this is production: take it away.');
	const [place, count] = wanted.split(':');
	if (!PLACES.includes(place as Place) || !/^[1-9]\d*$/.test(count ?? ''))
		throw new Error(`HAILONG_FAULT must be PLACE:COUNT with a place of ${PLACES.join(', ')}, not ${wanted}`);
	let left = Number(count);
	return {
		at(passing) {
			if (passing === place && --left === 0) end();
		}
	};
}

export const { at } = make(process.env, () => process.kill(process.pid, 'SIGKILL'));
