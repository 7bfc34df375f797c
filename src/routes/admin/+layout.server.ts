// What every admin page shows of the person who is signed in. The gate in hooks has asked already.
import { error } from '@sveltejs/kit';
import { may } from '$lib/shared/role';

export function load({ locals }) {
	const { person } = locals;
	if (!person) error(401);
	return {
		person: { name: person.name, role: person.role },
		language: locals.language,
		theme: locals.theme,
		sees: {
			figures: may(person.role, 'figures.see'),
			comments: may(person.role, 'comments.see'),
			board: may(person.role, 'figures.live'),
			alerts: may(person.role, 'alerts.see'),
			visits: may(person.role, 'visits.see'),
			privacy: may(person.role, 'privacy.see'),
			keys: may(person.role, 'keys.own') || may(person.role, 'keys.see'),
			webhooks: may(person.role, 'webhooks.see'),
			deliveries: may(person.role, 'deliveries.see'),
			review: may(person.role, 'review.see'),
			appraisals: may(person.role, 'appraisals.see'),
			appeals: may(person.role, 'appeals.see'),
			rulesets: may(person.role, 'rulesets.see'),
			fairness: may(person.role, 'fairness.see'),
			retention: may(person.role, 'retention.see'),
			own: may(person.role, 'own.see'),
			setup: may(person.role, 'setup.see'),
			devices: may(person.role, 'devices.see'),
			drawer: may(person.role, 'drawer.see'),
			people: may(person.role, 'people.see'),
			audit: may(person.role, 'audit.see'),
			checkpoints: may(person.role, 'checkpoints.see')
		},
		mayChange: may(person.role, 'setup.change')
	};
}
