// Ready: not closing down, and the database answers.
import { text } from '@sveltejs/kit';

export async function GET({ locals }) {
	const headers = { 'cache-control': 'no-store' };
	const { house } = locals;
	if (!house.ready) return text('closing\n', { status: 503, headers });
	try {
		await house.db.guard.execute('SELECT position FROM rollup_progress');
		return text('ready\n', { headers });
	} catch (error) {
		house.log.error({ err: error }, 'not ready');
		return text('database does not answer\n', { status: 503, headers });
	}
}
