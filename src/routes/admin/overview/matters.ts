// What wants a person today, from the rooms that know of it: open alerts, tablets not heard, and what the figures say.
import type { Person } from '$lib/shared/actor';
import type { Matter, Overview } from '$lib/shared/figures';
import { may } from '$lib/shared/role';
import * as alerts from '$lib/server/alerts/alerts';
import { byWeight, isLow } from '$lib/server/analytics/attention';
import type { Ground } from '$lib/server/analytics/desk';
import type { Db } from '$lib/server/db/open';
import { dark } from '$lib/server/devices/silent';

/** So many tablets are told by name. */
const MOST_NAMES = 3;

/** The gravest first; alerts and tablets only for whoever may see those. */
export async function matters(
	db: Db,
	person: Person | null,
	{ asked }: Ground,
	figures: Overview,
	at: number
): Promise<Matter[]> {
	const found: Matter[] = figures.attention.map((one) => ({ kind: 'below', found: one }));
	if (isLow(figures.coverage)) found.push({ kind: 'coverage', coverage: figures.coverage });
	const { branches } = asked.cut;
	const open = person && may(person.role, 'alerts.see') ? await alerts.open(db.read, branches, at) : [];
	for (const { id, kind, state, branch, service, device, found: what, openedAt } of open)
		found.push({ kind: 'alert', alert: { id, kind, state, branch, service, device, found: what, openedAt } });
	if (person && may(person.role, 'devices.see')) {
		// One that an alert names is told of there.
		const named = new Set(open.flatMap(({ device }) => (device ? [device.id] : [])));
		const { n, first } = await dark(db.read, branches, at, MOST_NAMES, named);
		if (n > 0) found.push({ kind: 'dark', n, tablets: first });
	}
	return byWeight(found);
}
