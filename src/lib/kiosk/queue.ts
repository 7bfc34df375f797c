// The file that staff take off a tablet whose ratings cannot travel any more: signed run by run, so that what an
// administrator imports is what the tablet sealed.
import { QUEUE_FORM, QUEUE_PURPOSE, type Queue } from '../shared/queue';
import { sign, type Keyring, type Sealed } from './seal';

/** `chain`: what is at hand of it, in order; a hole in it ends one run and begins the next. */
export async function queueOf(keyring: Keyring, chain: Sealed[], now: () => number): Promise<Queue> {
	const runs: Queue['runs'] = [];
	for (const run of runsOf(chain)) {
		const sentAt = now();
		const statement = { purpose: 'ratings', key: keyring.name, ticket: '', sentAt } as const;
		const head = run.at(-1)?.hash ?? '';
		const signature = await sign(keyring, { ...statement, head, count: run.length });
		runs.push({ sentAt, ratings: run.map(({ rating }) => rating), signature });
	}
	return {
		form: QUEUE_FORM,
		purpose: QUEUE_PURPOSE,
		key: keyring.name,
		publicKey: keyring.publicKey,
		exportedAt: now(),
		runs
	};
}

function runsOf(chain: Sealed[]): Sealed[][] {
	const runs: Sealed[][] = [];
	for (const sealed of chain) {
		const run = runs.at(-1);
		if (run && run.at(-1)?.seq === sealed.seq - 1) run.push(sealed);
		else runs.push([sealed]);
	}
	return runs;
}
