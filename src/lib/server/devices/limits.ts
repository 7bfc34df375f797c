// How much one tablet may send. Counted for each device and never for an address: a hall of tablets shares one.
import { Problem } from '../../shared/problem';

export type Limits = {
	/** Counts a message of a device. Refuses too_many_tries. */
	post: (deviceId: number, at: number) => void;
	/** Counts one that was signed wrong: after a few, the device is not listened to for the rest of the minute. */
	wrong: (deviceId: number, at: number) => void;
};

const MINUTE_MS = 60_000;
/** A tablet that has been offline for weeks drains a hundred batches in a few seconds; nothing honest sends more. */
const POSTS = 6_000;
const WRONG = 20;

/** Counts in fixed minutes, for known devices only, so that the memory it takes is bounded by their number. */
export function limits(posts = POSTS): Limits {
	const counts = new Map<number, { minute: number; posts: number; wrong: number }>();

	function of(deviceId: number, at: number) {
		const minute = Math.floor(at / MINUTE_MS);
		let count = counts.get(deviceId);
		if (!count || count.minute !== minute) {
			count = { minute, posts: 0, wrong: 0 };
			counts.set(deviceId, count);
		}
		return count;
	}

	return {
		post(deviceId, at) {
			const count = of(deviceId, at);
			if (++count.posts > posts || count.wrong >= WRONG) throw new Problem('too_many_tries', { minutes: 1 });
		},
		wrong(deviceId, at) {
			of(deviceId, at).wrong++;
		}
	};
}
