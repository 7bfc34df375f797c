// A pack as programs read it. Field names and units are promised (docs/api.md): fields may be added, none is renamed or
// means something else. Points are points (14.5), shares lie between 0 and 1, instants are ISO 8601 in UTC. Pure, so
// that a browser can tell whether the readable part of a file says what its sealed part does.
import type { Sealed } from './appraisal';
import { canonical } from './canonical';
import type { Pack } from './pack';
import type { Points } from './ruleset';

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

export type SheetWire = ReturnType<typeof sheet>;

/** What a sealed text holds, beside what stands around it. */
export function unsealed(
	text: string,
	seal: { number: number; hash: string },
	around: Pick<Pack, 'rulesFrom' | 'branchCode' | 'above'>
): Pack {
	const { sheetId, content, contentHash, given, outcome, standing, appeals, checkpoint, sealedAt } =
		JSON.parse(text) as Sealed;
	return {
		...{ sheetId, content, contentHash, given, outcome, standing, appeals },
		...around,
		seal: { ...seal, at: sealedAt, checkpoint },
		text
	};
}

/**
 * Whether the readable part of a file says what its sealed text says; what is not under the seal (number, hash, the
 * branch's code, since when the rules hold) is taken as it stands there. Throws for what is no such file.
 */
export function agrees(file: SheetWire): boolean {
	const { seal, sealed, subject, ruleSet } = file;
	if (!seal || sealed === null) return false;
	const around = { rulesFrom: ruleSet.from, branchCode: subject.branchCode, above: null };
	return canonical(sheet(unsealed(sealed, seal, around))) === canonical(file);
}
