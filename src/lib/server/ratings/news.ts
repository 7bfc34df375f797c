// Tells whoever listens that ratings have arrived at some branches. No content travels: listeners ask again for
// what they may see.
export type News = {
	tell: (branchIds: Iterable<number>) => void;
	/** Calls `hear` with the branches of each arrival until the answered function is called. */
	listen: (hear: (branchIds: ReadonlySet<number>) => void) => () => void;
	/** Runs when the server stops, so that open streams end. */
	onClose: (end: () => void) => () => void;
	close: () => void;
};

export function make(): News {
	const listeners = new Set<(branchIds: ReadonlySet<number>) => void>();
	const streams = new Set<() => void>();
	return {
		tell(branchIds) {
			const set = new Set(branchIds);
			for (const hear of listeners) hear(set);
		},
		listen(hear) {
			listeners.add(hear);
			return () => listeners.delete(hear);
		},
		onClose(end) {
			streams.add(end);
			return () => streams.delete(end);
		},
		close() {
			for (const end of [...streams]) end();
			streams.clear();
			listeners.clear();
		}
	};
}
