// What the ids in reviewed ratings are called, in the reader's language.
import type { Day } from '$lib/shared/day';
import { say, type Language } from '$lib/shared/language';
import type { Reads } from '$lib/server/db/open';
import * as names from '$lib/server/org/names';

export type Called = Record<'branches' | 'counters' | 'services' | 'officers', Record<number, string>>;

export async function called(db: Reads, day: Day, language: Language): Promise<Called> {
	const { branches, counters, services, officers } = await names.on(db, day);
	return {
		branches: Object.fromEntries([...branches].map(([id, { name }]) => [id, say(name, language)])),
		counters: Object.fromEntries([...counters].map(([id, { name }]) => [id, say(name, language)])),
		services: Object.fromEntries([...services].map(([id, { name }]) => [id, say(name, language)])),
		officers: Object.fromEntries([...officers].map(([id, { fullName }]) => [id, fullName]))
	};
}
