// One questionnaire: its draft being written, its versions, publishing.
import type { RequestEvent } from '@sveltejs/kit';
import * as v from 'valibot';
import { Problem } from '$lib/shared/problem';
import { QuestionnaireShape } from '$lib/shared/questionnaire';
import { may } from '$lib/shared/role';
import * as questionnaires from '$lib/server/org/questionnaires';
import { form, page } from '../../../doors';
import { NameShape } from '../shape';
import { arrange, fresh, read } from './draft';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) =>
	page({ locals }, async () => {
		const db = locals.house.db.read;
		const one = (await questionnaires.list(db)).find((row) => String(row.id) === params.id);
		if (!one) throw new Problem('not_found', { questionnaire: params.id });
		const versions = await questionnaires.versions(db, one.id);
		const asked = url.searchParams.get('version');
		const shown = versions.find(
			(version) => version.publishedAt !== null && String(version.version) === asked
		);
		if (asked !== null && !shown) throw new Problem('not_found', { version: asked });
		return {
			mayChange: locals.person !== null && may(locals.person.role, 'setup.change'),
			questionnaire: { id: one.id, name: one.name },
			published: one.published && { version: one.published.version },
			draft: one.draft && { version: one.draft.version },
			/** What the editor begins with. */
			content: (one.draft ?? one.published)!.content,
			nextVersion: one.draft?.version ?? (one.published?.version ?? 0) + 1,
			shown: shown ?? null,
			versions: versions.map(({ version, publishedAt, content }) => ({
				...{ version, publishedAt, scale: content.scale }
			}))
		};
	});

export const actions: Actions = {
	/** Without JavaScript, adding and moving reasons goes through here; nothing is kept. */
	arrange: async ({ request }) => {
		const data = await request.formData();
		const draft = read(data);
		return { draft: { ...draft, reasons: arrange(draft.reasons, String(data.get('do')), fresh) } };
	},
	save: (event) =>
		act(event, async (id, data) => {
			const { house, person, at } = event.locals;
			const content = v.parse(QuestionnaireShape, read(data));
			await house.db.write((tx) => questionnaires.saveDraft(tx, person!, id, content, at));
			return { done: 'saved' as const };
		}),
	publish: (event) =>
		act(event, async (id, data) => {
			const { house, person, at } = event.locals;
			const content = v.parse(QuestionnaireShape, read(data));
			await house.db.write(async (tx) => {
				await questionnaires.saveDraft(tx, person!, id, content, at);
				await questionnaires.publish(tx, person!, id, at);
			});
			return { done: 'published' as const };
		}),
	drop: (event) =>
		act(event, async (id) => {
			const { house, person, at } = event.locals;
			await house.db.write((tx) => questionnaires.dropDraft(tx, person!, id, at));
			return { done: 'dropped' as const };
		}),
	rename: (event) =>
		act(event, async (id, data) => {
			const { house, person, at } = event.locals;
			const { name } = v.parse(v.object({ name: NameShape }), Object.fromEntries(data));
			await house.db.write((tx) => questionnaires.rename(tx, person!, id, name, at));
			return { done: 'renamed' as const };
		})
};

async function act<T>(event: RequestEvent, work: (id: number, data: FormData) => Promise<T>) {
	const data = await event.request.formData();
	return form(event, data, () => {
		const id = Number(event.params.id);
		if (!Number.isSafeInteger(id)) throw new Problem('not_found');
		return work(id, data);
	});
}
