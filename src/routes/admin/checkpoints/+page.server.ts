// Checkpoints: those there are, and one more on demand.
import { can } from '$lib/shared/can';
import * as checkpoints from '$lib/server/ratings/checkpoint';
import { form, page } from '../../doors';
import type { Actions, PageServerLoad } from './$types';

/** The rest is in the file. */
const SHOWN = 60;

export const load: PageServerLoad = ({ locals }) =>
	page({ locals }, async () => {
		const { house, person } = locals;
		const all = await checkpoints.list(house.db.read);
		return {
			mayMake: person !== null && can(person, 'checkpoints.make'),
			count: all.length,
			key: checkpoints.nameOf(house.checkpointKey.publicKey),
			checkpoints: all
				.slice(-SHOWN)
				.reverse()
				.map(({ number, at, statement, hash, publicKey }) => ({
					...{ number, at, hash, key: checkpoints.nameOf(publicKey) },
					ratings: (JSON.parse(statement) as checkpoints.Statement).ratings.count
				}))
		};
	});

export const actions: Actions = {
	make: async (event) => {
		const { house, person, at } = event.locals;
		return form(event, new FormData(), async () => {
			// The gate has asked: without a person nobody comes here.
			const made = await house.db.write((tx) =>
				checkpoints.make(tx, house.checkpointKey, person as NonNullable<typeof person>, at)
			);
			return { made: made.number };
		});
	}
};
