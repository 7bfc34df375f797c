// How the tablet itself is: the room left for ratings, whether the browser has promised to keep them, the battery.
// Browsers differ in what they tell; what they do not is null.
import type { Word } from '../shared/hello';
import type { OwnWord } from './link';
import { lacks } from './means';
import type { Memory } from './memory';

export type Health = Word['storage'] & {
	/** Nine tenths of what the browser grants are used. */
	nearlyFull: boolean;
};
export type Storage = Omit<Health, 'failing'>;

export const UNKNOWN: Storage = { persisted: null, usedBytes: null, quotaBytes: null, nearlyFull: false };

/** The build that runs here: the package's version and the beginning of its source's hash. */
export const VERSION = String(import.meta.env['VITE_VERSION'] ?? 'dev');

export async function storage(): Promise<Storage> {
	const [persisted, estimate] = await Promise.all([
		navigator.storage?.persisted?.().catch(() => null) ?? null,
		navigator.storage?.estimate?.().catch(() => null) ?? null
	]);
	const usedBytes = estimate?.usage ?? null;
	const quotaBytes = estimate?.quota ?? null;
	const nearlyFull = usedBytes !== null && quotaBytes !== null && usedBytes >= quotaBytes * 0.9;
	return { persisted, usedBytes, quotaBytes, nearlyFull };
}

type Battery = { level: number; charging: boolean };

export async function battery(): Promise<Word['battery']> {
	const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> };
	if (!getBattery) return null;
	try {
		const { level, charging } = await getBattery.call(navigator);
		return { level, charging };
	} catch {
		return null;
	}
}

/** What the tablet says of itself. Counts and states only: nothing that a customer said. */
export async function ownWord(
	memory: Pick<Memory, 'counts' | 'oldest'>,
	known: Pick<Word, 'screen' | 'setupTag'>,
	{ persisted, usedBytes, quotaBytes }: Storage,
	failing: boolean
): Promise<OwnWord> {
	const [{ waiting, refused, aside }, oldest] = [await memory.counts(), await memory.oldest()];
	return {
		...known,
		version: VERSION,
		waiting,
		oldestWaitingAt: oldest?.tappedAt ?? null,
		refused,
		aside,
		storage: { persisted, usedBytes, quotaBytes, failing },
		battery: await battery(),
		lacks: await lacks()
	};
}
