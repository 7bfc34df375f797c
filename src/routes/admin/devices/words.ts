// What a counter lacks, how a tablet is doing and what is the matter with it, in words.
import type { Language } from '$lib/shared/language';
import type { Lack } from '$lib/server/devices/setup';
import type { State, Trouble } from '$lib/server/devices/state';
import { lasting } from '$lib/ui/when';
import * as m from '$words';

const LACKS: Record<Lack, () => string> = {
	counter: m.setup_device_lack_counter,
	services: m.setup_device_lack_services,
	questionnaire: m.setup_device_lack_questionnaire
};

export function lacks(missing: readonly Lack[]): string {
	return missing.map((lack) => LACKS[lack]()).join(', ');
}

export const STATE_WORDS: Record<State, () => string> = {
	dark: m.setup_device_state_dark,
	backlog: m.setup_device_state_backlog,
	quiet: m.setup_device_state_quiet,
	fine: m.setup_device_state_fine,
	retired: m.setup_device_state_retired
};

export const STATE_MEANINGS: Record<State, () => string> = {
	dark: m.setup_device_state_dark_what,
	backlog: m.setup_device_state_backlog_what,
	quiet: m.setup_device_state_quiet_what,
	fine: m.setup_device_state_fine_what,
	retired: m.setup_device_retire_why
};

export function trouble(one: Trouble, language: Language): string {
	switch (one.what) {
		case 'clock_off':
			return m.setup_device_trouble_clock_off({ time: clockWords(one.skewMs, language) });
		case 'storage_full':
			return m.setup_device_trouble_storage_full({ percent: one.percent });
		case 'battery':
			return m.setup_device_trouble_battery({ percent: one.percent });
		case 'clock_jumps':
			return m.setup_device_trouble_clock_jumps({ count: one.count });
		case 'aside':
			return m.setup_device_trouble_aside({ count: one.count });
		case 'refused':
			return m.setup_device_trouble_refused({ count: one.count });
		case 'old_version':
			return m.setup_device_trouble_old_version({ version: one.version });
		default:
			return PLAIN[one.what]();
	}
}

const PLAIN = {
	forked: m.setup_device_trouble_forked,
	storage_failing: m.setup_device_trouble_storage_failing,
	https: m.setup_device_trouble_https,
	worker: m.setup_device_trouble_worker,
	wakelock: m.setup_device_trouble_wakelock,
	persist: m.setup_device_trouble_persist,
	locked: m.setup_device_trouble_locked
};

const UNSEEN_MS = 2_000;

/** How a tablet's clock stands against the server's. */
export function clockWords(skewMs: number, language: Language): string {
	if (Math.abs(skewMs) < UNSEEN_MS) return m.setup_device_clock_right();
	const time = lasting(Math.abs(skewMs), language);
	return skewMs > 0 ? m.setup_device_clock_behind({ time }) : m.setup_device_clock_ahead({ time });
}
