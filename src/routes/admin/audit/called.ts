// What things are called today, by noun and id, for the lines of the trail.
import { say, type Language } from '$lib/shared/language';
import * as people from '$lib/server/auth/people';
import type { Reads } from '$lib/server/db/open';
import * as devices from '$lib/server/devices/list';
import * as names from '$lib/server/org/names';
import * as questionnaires from '$lib/server/org/questionnaires';
import { positions } from '$lib/server/ratings/review';
import * as rulesets from '$lib/server/rulesets/rulesets';
import { count } from '$lib/ui/numbers';
import * as m from '$words';
import type { Called } from './saying';

/** `ratings`: ids of the ratings that are spoken of, which are too many to know all of. */
export async function called(db: Reads, language: Language, ratings: readonly string[]): Promise<Called> {
	const org = await names.at(db);
	const tablets = new Map((await devices.list(db, '9999-12-31')).map((one) => [one.id, one.name]));
	const asked = new Map((await questionnaires.list(db)).map((one) => [one.id, one.name]));
	const scoring = new Map((await rulesets.list(db)).map((one) => [one.id, one.versions[0]?.content]));
	const persons = new Map((await people.list(db)).map((one) => [one.id, one.name]));
	const numbers = await positions(db, ratings);
	const named = (found: { name: Parameters<typeof say>[0] } | undefined) =>
		found && say(found.name, language);
	const nouns: Record<string, (id: string) => string | undefined> = {
		branch: (id) => named(org.branches.get(Number(id))),
		service: (id) => named(org.services.get(Number(id))),
		counter: (id) => named(org.counters.get(Number(id))),
		officer: (id) => org.officers.get(Number(id))?.fullName,
		device: (id) => tablets.get(Number(id)),
		questionnaire: (id) => asked.get(Number(id)),
		ruleset: (id) => named(scoring.get(Number(id))),
		person: (id) => persons.get(id),
		privacy: () => m.common_nav_privacy({}, { locale: language }),
		rating: (id) => {
			const position = numbers.get(id);
			if (position === undefined) return undefined;
			return m.desk_review_number({ position: count(position, language) }, { locale: language });
		}
	};
	return (noun, id) => nouns[noun]?.(id);
}
