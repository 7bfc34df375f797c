// Packs for programs. Field names and units are promised (docs/api.md): fields may be added, none is renamed or means
// something else. Points are points (14.5), shares lie between 0 and 1, instants are ISO 8601 in UTC.
import { PACK_FORM, type Pack } from '../../shared/pack';
import type { Points } from '../../shared/ruleset';
import type { Taking } from './period';

const instant = (at: number) => new Date(at).toISOString();
export const pointsOf = (points: Points | null): number | null => (points === null ? null : points / 100);

/** A signed sheet. `sealed` is the exact text whose SHA-256 (UTF-8, base64url) is `seal.hash`. */
export function sheet(pack: Pack) {
	const { content, outcome, standing, seal } = pack;
	const [first] = content.grades;
	const { decision, contested, answered, acknowledgedAt, signedLeader, signedHr } = standing;
	return {
		id: pack.sheetId,
		seal: seal && {
			...{ number: seal.number, hash: seal.hash, at: instant(seal.at) },
			checkpoint: { ...seal.checkpoint, at: instant(seal.checkpoint.at) }
		},
		subject: { ...content.subject, branchCode: pack.branchCode },
		period: content.period,
		ruleSet: {
			...{ code: content.ruleSet.code, version: content.ruleSet.version, from: pack.rulesFrom },
			...{ name: content.ruleSet.content.name, sureness: content.ruleSet.content.sureness }
		},
		ledger: content.moment,
		figures: {
			scale: first?.scale ?? null,
			ratings: first?.n ?? 0,
			counts: first?.counts ?? null,
			satisfied: first?.satisfied ?? null,
			unmarked: first?.unmarked ?? null,
			dissatisfied: first?.dissatisfied ?? null,
			mean: first?.mean ?? null,
			shrunken: content.shrunken,
			adjusted: content.adjusted,
			verdict: content.verdict,
			causes: content.causes,
			coverage: content.coverage,
			otherScales: content.grades.slice(1).map(({ scale, n, satisfied }) => ({ scale, n, satisfied }))
		},
		exclusions: content.standing,
		services: content.services,
		earlier: content.earlier,
		peers: {
			...{ group: content.peers.group, members: content.peers.members },
			...{ ratings: content.peers.n, satisfied: content.peers.satisfied }
		},
		replies: content.replies,
		appeals: { ...content.appeals, list: pack.appeals },
		points: {
			criteria: outcome.criteria.map(({ code, points, low, high, self, why }) => ({
				...{ code, points: pointsOf(points), low: pointsOf(low), high: pointsOf(high) },
				...{ self: pointsOf(self), why }
			})),
			...{ total: pointsOf(outcome.total), low: pointsOf(outcome.low), high: pointsOf(outcome.high) },
			of: pointsOf(outcome.of)
		},
		band: {
			proposed: outcome.band,
			decided: decision?.band ?? null,
			decidedBy: decision?.by ?? null,
			decidedAt: decision && instant(decision.at),
			reason: decision?.reason ?? null,
			possible: outcome.possible,
			edges: outcome.edges.map(({ band, atLeast }) => ({ band, atLeast: pointsOf(atLeast) }))
		},
		signed: {
			acknowledgedAt: acknowledgedAt === null ? null : instant(acknowledgedAt),
			contested: contested && { ...contested, at: instant(contested.at) },
			answered: answered && { ...answered, at: instant(answered.at) },
			leader: signedLeader && { by: signedLeader.by, at: instant(signedLeader.at) },
			hr: signedHr && { by: signedHr.by, at: instant(signedHr.at) }
		},
		sealed: pack.text
	};
}

/** What stands before the sheets of a period. */
export function head({ period, erased }: Pick<Taking, 'period' | 'erased'>) {
	return { form: PACK_FORM, period: periodOf(period), erased };
}

/** A closed period, as programs see it in the list and before its sheets. */
export function periodOf(period: Taking['period']) {
	return {
		...{ id: period.id, kind: period.kind, from: period.fromDay, to: period.toDay },
		...{ subject: period.subject, mode: period.mode, sheets: period.sheets },
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
