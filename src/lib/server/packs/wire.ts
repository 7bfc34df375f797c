// What programs get of closed periods; each sheet as shared/packwire.ts says it.
import { PACK_FORM, type Pack } from '../../shared/pack';
import { sheet } from '../../shared/packwire';
import type { Taking } from './period';

const instant = (at: number) => new Date(at).toISOString();

/** What stands before the sheets of a period. */
export function head({ period, erased }: Pick<Taking, 'period' | 'erased'>) {
	return { form: PACK_FORM, period: periodOf(period), erased };
}

/** A closed period, as programs see it in the list and before its sheets. */
export function periodOf(period: Taking['period']) {
	return {
		...{ id: period.id, kind: period.kind, from: period.fromDay, to: period.toDay },
		...{ subject: period.subject, mode: period.mode, members: period.sheets },
		ruleSet: {
			code: period.ruleSet.code,
			version: period.ruleSet.version,
			name: period.ruleSet.content.name
		},
		closedAt: period.closedAt === null ? null : instant(period.closedAt)
	};
}

/** All sheets of a period as one document, made while it is read. */
export async function* document(taking: Taking, packs: AsyncIterable<Pack>): AsyncGenerator<string> {
	yield `${JSON.stringify(head(taking)).slice(0, -1)},"sheets":[`;
	let between = '\n';
	for await (const pack of packs) {
		yield between + JSON.stringify(sheet(pack));
		between = ',\n';
	}
	yield '\n]}\n';
}
