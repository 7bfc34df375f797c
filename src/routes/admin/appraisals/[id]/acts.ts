// What is done to a period and to many of its sheets at once, as its page's forms say it.
import { redirect, type RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import * as acts from '$lib/server/appraisals/acts';
import * as bulk from '$lib/server/appraisals/bulk';
import * as periods from '$lib/server/appraisals/periods';
import { tickedIn } from '../../appraisal/filter';
import { PeriodForm } from '../../appraisal/typed';

/** How many sheets it was done to, and how many were left; null: to the period itself. */
export type Did = { n: number; left: number } | null;
type Ask = { event: RequestEvent<{ id: string }>; id: number; data: FormData };

const reasonIn = (data: FormData) => String(data.get('reason') ?? '');

/** The ticked sheets with what was seen of each. Refuses bad_shape where none is ticked. */
function seenIn(data: FormData): { id: number; contentHash: string | null }[] {
	const ids = tickedIn(data, 'sheet');
	if (ids.length === 0) throw new Problem('bad_shape', { field: 'sheet' });
	return ids.map((id) => ({ id, contentHash: String(data.get(`hash.${id}`) ?? '') || null }));
}

export const WORK = {
	async change({ event: { locals }, id, data }) {
		const wanted = v.parse(PeriodForm, Object.fromEntries(data));
		await locals.house.db.write((tx) => periods.change(tx, locals.person!, id, wanted, locals.at));
		return null;
	},
	async announce({ event: { locals }, id }) {
		await locals.house.db.write((tx) => periods.announce(tx, locals.person!, id, locals.at));
		return null;
	},
	async remove({ event: { locals }, id }) {
		await locals.house.db.write((tx) => periods.remove(tx, locals.person!, id, locals.at));
		redirect(303, '/admin/appraisals');
	},
	async draft({ event: { locals }, id }) {
		await locals.house.drafting.start(locals.person!, id, locals.at);
		return null;
	},
	async close({ event: { locals }, id }) {
		await locals.house.db.write((tx) => periods.close(tx, locals.person!, id, locals.at));
		return null;
	},
	async reopen({ event: { locals }, id, data }) {
		const reason = reasonIn(data);
		await locals.house.db.write((tx) => periods.reopenPeriod(tx, locals.person!, id, { reason }, locals.at));
		return null;
	},
	async signAll({ event: { locals }, id, data }) {
		const seen = String(data.get('seen') ?? '');
		const { db, checkpointKey } = locals.house;
		const { done, left } = await bulk.signReady(db, locals.person!, id, seen, checkpointKey, locals.at);
		return { n: done, left };
	},
	async sign({ event: { locals }, data }) {
		const seen = seenIn(data);
		const contentHashes = Object.fromEntries(seen.map(({ id, contentHash }) => [id, contentHash]));
		const ids = seen.map(({ id }) => id);
		const { db, checkpointKey } = locals.house;
		await db.write((tx) => acts.signHr(tx, locals.person!, ids, { contentHashes }, checkpointKey, locals.at));
		return { n: ids.length, left: 0 };
	},
	async signLeader({ event: { locals }, data }) {
		const seen = seenIn(data);
		await locals.house.db.write(async (tx) => {
			for (const { id, contentHash } of seen)
				await acts.signLeader(tx, locals.person!, id, { contentHash }, locals.at);
		});
		return { n: seen.length, left: 0 };
	},
	async decide({ event: { locals }, data }) {
		const seen = seenIn(data);
		const { done, left } = await bulk.decideProposed(locals.house.db, locals.person!, seen, locals.at);
		return { n: done, left };
	},
	async excuse({ event: { locals }, data }) {
		const seen = seenIn(data);
		const reason = reasonIn(data);
		await locals.house.db.write(async (tx) => {
			for (const { id, contentHash } of seen)
				await acts.excuse(tx, locals.person!, id, { contentHash, reason }, locals.at);
		});
		return { n: seen.length, left: 0 };
	}
} satisfies Record<string, (ask: Ask) => Promise<Did>>;

export type Work = keyof typeof WORK;
