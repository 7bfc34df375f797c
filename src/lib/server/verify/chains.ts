// Puts each device's segments together, from the ledger and the drawer of refused ratings, by its own numbers: what
// is missing between them, what does not follow, what is there twice, and what no signature covers.
import { span, type Finding } from './finding';
import type { Segment, Tablet } from './seals';

export type Device = Tablet & { name: string };

/**
 * What is wrong with one device's chain. `signed` are further numbers of it whose signatures, in the drawer, are good.
 * Rows in doubt are reported elsewhere: here they join where they can and are passed over where they cannot.
 */
export function chain(device: Device, places: readonly Segment[], signed: readonly number[]): Finding[] {
	const findings: Finding[] = [];
	const say = (kind: Finding['kind'], firstSeq: number, lastSeq: number, what: string, position?: number) =>
		findings.push({
			kind,
			text: `${named(device)}: number ${span(firstSeq, lastSeq)} ${what}`,
			deviceId: device.id,
			seq: firstSeq,
			...(lastSeq === firstSeq ? {} : { lastSeq }),
			...(position ? { position } : {})
		});
	const inOrder = [...places].sort((a, b) => a.firstSeq - b.firstSeq || b.firstPosition - a.firstPosition);
	let run: Run | null = null;
	/** What the next one carries as `prev`; null where the one before is missing or in doubt. */
	let hash: string | null = device.keyId;
	let last = 0;

	function finish(): void {
		if (!run || run.form === 1) return;
		const covered = Math.max(
			run.signedSeq,
			...signed.filter((seq) => seq >= (run?.firstSeq ?? 0) && seq <= last)
		);
		const from = Math.max(run.firstSeq, covered + 1);
		if (from > last) return;
		if (run.isBroken && from === run.firstSeq)
			say(
				'inserted',
				from,
				last,
				'follows nothing that the tablet sealed, and no signature covers it',
				run.at
			);
		else say('signature', from, last, 'is covered by no signature');
	}

	for (const place of inOrder) {
		const { firstSeq, lastSeq, firstPosition } = place;
		if (firstSeq <= last) {
			say('doubled', firstSeq, Math.min(lastSeq, last), 'is there twice', firstPosition);
			if (lastSeq <= last) continue;
		} else if (firstSeq > last + 1) {
			// The number of a row in doubt may be what was altered: it says nothing of those before it.
			if (place.doubt) {
				say('out of chain', firstSeq, firstSeq, 'stands alone', firstPosition);
				continue;
			}
			finish();
			say('missing', last + 1, firstSeq - 1, 'is missing');
			run = null;
			hash = null;
		}
		const follows: boolean =
			place.form === 1 || hash === null || place.firstPrev === hash || place.doubt !== null;
		if (run && follows && run.form === place.form) run.signedSeq = Math.max(run.signedSeq, place.signedSeq);
		else {
			if (!follows) {
				finish();
				say('out of chain', firstSeq, firstSeq, `does not follow number ${firstSeq - 1}`, firstPosition);
			}
			run = { ...place, at: firstPosition, isBroken: !follows };
		}
		hash = place.doubt || place.form === 1 ? null : place.lastHash;
		last = Math.max(last, lastSeq);
	}
	finish();
	// One that was put in is said to be so, and not also to be out of chain.
	const put = new Set(findings.filter((one) => one.kind === 'inserted').map((one) => one.seq));
	return findings.filter((one) => !(one.kind === 'out of chain' && put.has(one.seq)));
}

type Run = Pick<Segment, 'form' | 'firstSeq' | 'signedSeq'> & { at: number; isBroken: boolean };

export function named({ id, name }: Pick<Device, 'id' | 'name'>): string {
	return `${name} (device ${id})`;
}
