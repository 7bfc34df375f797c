// What the examiners and the chains have found, said once each: a row that was altered breaks several things at a
// time, and the one that names the cause is told.
import { span, TOLD, type Finding } from './finding';
import type { Ground, Part } from './rows';
import type { Wrong } from './comments';
import { hasKey, type Device } from './tablets';

export function judge(
	parts: readonly Part[],
	chains: readonly Finding[],
	devices: readonly Device[],
	ground: Ground
): Finding[] {
	const names = new Map(devices.map((device) => [device.id, device.name]));
	const keyless = new Set(devices.filter((device) => !hasKey(device)).map(({ id }) => id));
	const places = new Map<number, { deviceId: number; seq: number }>();
	for (const { segments, unsigned } of parts) {
		for (const { firstPosition, deviceId, firstSeq, doubt } of segments)
			if (doubt) places.set(firstPosition, { deviceId, seq: firstSeq });
		for (const { position, deviceId, seq } of unsigned) places.set(position, { deviceId, seq });
	}
	const one = (kind: Finding['kind'], position: number, what: string): Finding => {
		const place = places.get(position);
		const whose = place
			? ` (${names.get(place.deviceId) ?? 'unknown'}, device ${place.deviceId}, number ${place.seq})`
			: '';
		return { kind, position, ...place, text: `position ${position}${whose} ${what}` };
	};

	const unsigned = new Set(
		parts.flatMap((part) =>
			part.unsigned.filter((row) => !keyless.has(row.deviceId)).map((row) => row.position)
		)
	);
	const contents = new Set(parts.flatMap((part) => part.contents));
	const put = putIn(parts, chains, contents);
	const told = new Map<number, Finding>();
	for (const position of contents)
		told.set(
			position,
			one('altered', position, 'is not what the tablet sealed: its content or its digest was altered')
		);
	for (const position of put.values())
		told.set(position, one('inserted', position, 'was put in: no tablet sealed it'));
	for (const part of parts)
		for (const position of part.strangers)
			told.set(position, one('inserted', position, 'was put in: it comes from no tablet'));
	for (const position of unsigned)
		if (!told.has(position))
			told.set(position, one('signature', position, 'has a signature that does not fit'));
	const moved: Finding[] = [];
	for (const { position, upTo, what } of joined(parts.flatMap((part) => part.broken))) {
		if (what === 'place')
			moved.push({
				...{ kind: 'out of chain', position, upTo },
				text: `positions ${span(position, upTo)} do not follow each other: rows were moved, put in or altered with their links`
			});
		else if (!told.has(position))
			told.set(position, one('altered', position, what === 'link' ? 'had its link altered' : SERVER));
	}
	return [
		...missing(parts, ground),
		...few([...told.values()].sort((a, b) => (a.position ?? 0) - (b.position ?? 0))),
		...few(moved),
		...chains.filter((finding) => !isTold(finding, told, put, keyless)),
		...few(parts.flatMap((part) => part.written.map((wrong) => commented(wrong))))
	];
}

const SERVER = 'was altered in what the server wrote: its place, day, officer, clock or seal';

/**
 * Rows in doubt that no later signature speaks for and that carry none: put in, and not altered. Device and number →
 * position.
 */
function putIn(
	parts: readonly Part[],
	chains: readonly Finding[],
	contents: ReadonlySet<number>
): Map<string, number> {
	const ends = new Set(
		parts.flatMap((part) => part.broken.filter(({ what }) => what === 'end').map(({ position }) => position))
	);
	const signed = new Set(parts.flatMap((part) => part.unsigned.map(({ position }) => position)));
	const uncovered = new Set(
		chains
			.filter(({ kind }) => kind === 'signature' || kind === 'out of chain' || kind === 'inserted')
			.map(({ deviceId, seq }) => `${deviceId} ${seq}`)
	);
	const put = new Map<string, number>();
	for (const { segments } of parts)
		for (const { deviceId, firstSeq, firstPosition, doubt } of segments) {
			const place = `${deviceId} ${firstSeq}`;
			if (!doubt || signed.has(firstPosition) || !uncovered.has(place)) continue;
			if (ends.has(firstPosition) || contents.has(firstPosition)) put.set(place, firstPosition);
		}
	return put;
}

/** Whether a row's own finding says what a chain's does, or the device's key leaves nothing to say. */
function isTold(
	{ kind, deviceId, seq, lastSeq, position, table }: Finding,
	told: ReadonlyMap<number, Finding>,
	put: ReadonlyMap<string, number>,
	keyless: ReadonlySet<number>
): boolean {
	if (kind === 'signature' && table !== 'devices' && keyless.has(deviceId ?? 0)) return true;
	if (lastSeq === undefined && put.has(`${deviceId} ${seq}`)) return true;
	return kind === 'out of chain' && position !== undefined && told.has(position);
}

function missing(parts: readonly Part[], { folded, upTo }: Ground): Finding[] {
	const gaps: { from: number; to: number }[] = [];
	for (const gap of parts.flatMap((part) => part.gaps)) {
		const last = gaps.at(-1);
		if (last && last.to + 1 === gap.from) last.to = gap.to;
		else gaps.push({ ...gap });
	}
	if (folded > upTo) gaps.push({ from: upTo + 1, to: folded });
	return few(
		gaps.map(({ from, to }): Finding => {
			const why = from > upTo ? ', which the rollups have counted,' : '';
			const text = `position ${span(from, to)}${why} is missing`;
			return { kind: 'missing', position: from, ...(to > from ? { upTo: to } : {}), text };
		})
	);
}

/** Runs of rows out of place that go on from one range to the next are one. */
function joined(broken: Part['broken']): Part['broken'] {
	const runs: Part['broken'] = [];
	for (const one of broken) {
		const last = runs.at(-1);
		if (last?.what === 'place' && one.what === 'place' && last.upTo + 1 >= one.position) last.upTo = one.upTo;
		else runs.push({ ...one });
	}
	return runs;
}

function commented({ position, what }: Wrong): Finding {
	const how = {
		missing: 'is missing',
		altered: 'is not what the customer wrote',
		emptied: 'was emptied, and no entry says that it was erased'
	};
	return { kind: 'comment', position, text: `the comment of position ${position} ${how[what]}` };
}

/** The first of many, and how many more there are. */
function few(findings: Finding[]): Finding[] {
	const [first, rest] = [findings.slice(0, TOLD), findings.slice(TOLD)];
	const next = rest[0];
	if (!next) return first;
	return [...first, { ...next, text: `${rest.length} more like these, the next: ${next.text}` }];
}
