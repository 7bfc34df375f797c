// Every word a customer can meet on the tablet, so that its letters can be fetched while there is a network.
import * as m from '$words';
import { LANGUAGE_NAMES, LANGUAGES, say, type Language } from '../shared/language';
import type { Setup } from '../shared/setup';
import { prepare } from '../ui/fonts';

const SAID = [
	m.kiosk_title,
	m.kiosk_invite,
	m.kiosk_start,
	m.kiosk_promise,
	m.kiosk_not_ready,
	m.kiosk_which_service,
	m.kiosk_which_officer,
	m.kiosk_officer_unsure,
	m.kiosk_served_by,
	m.kiosk_face_1,
	m.kiosk_face_2,
	m.kiosk_face_3,
	m.kiosk_face_4,
	m.kiosk_face_5,
	m.kiosk_skip,
	m.kiosk_next,
	m.kiosk_back,
	m.kiosk_start_over,
	m.kiosk_why_good,
	m.kiosk_why_bad,
	m.kiosk_choose_many,
	m.kiosk_ask_comment,
	m.kiosk_comment_note,
	m.kiosk_comment_here,
	m.kiosk_send,
	m.kiosk_do_not_send,
	m.kiosk_thanks,
	m.kiosk_thanks_next,
	m.kiosk_done,
	m.kiosk_touch_to_stay,
	m.kiosk_seconds_left,
	m.kiosk_languages,
	m.kiosk_progress,
	m.kiosk_more_below,
	m.kiosk_pair_title,
	m.kiosk_pair_help,
	m.kiosk_pair_code,
	m.kiosk_pair_go,
	m.kiosk_pair_busy,
	m.kiosk_pair_short,
	m.kiosk_pair_no_answer,
	m.kiosk_pair_no_store,
	m.kiosk_lacks_title,
	m.kiosk_lacks_https,
	m.kiosk_lacks_worker,
	m.kiosk_lacks_wakelock,
	m.kiosk_lacks_persist,
	m.kiosk_lacks_works,
	m.kiosk_locked_title,
	m.kiosk_locked_again,
	m.kiosk_staff_mark,
	m.kiosk_staff_title,
	m.kiosk_staff_device,
	m.kiosk_staff_counter,
	m.kiosk_staff_network,
	m.kiosk_staff_reached,
	m.kiosk_staff_unreached,
	m.kiosk_staff_waiting,
	m.kiosk_staff_refused,
	m.kiosk_staff_sent,
	m.kiosk_staff_heard,
	m.kiosk_staff_never,
	m.kiosk_staff_store,
	m.kiosk_staff_store_fine,
	m.kiosk_staff_store_bad,
	m.kiosk_staff_send_now,
	m.kiosk_staff_full_screen,
	m.kiosk_sleep_closed,
	m.kiosk_sleep_today,
	m.kiosk_sleep_tomorrow,
	m.kiosk_sleep_on,
	m.kiosk_sleep_wake,
	m.kiosk_idle_sends,
	m.kiosk_pin_title,
	m.kiosk_pin_help,
	m.kiosk_pin_typed,
	m.kiosk_pin_delete,
	m.kiosk_pin_open,
	m.kiosk_pin_checking,
	m.kiosk_pin_wrong,
	m.kiosk_pin_wait,
	m.kiosk_pin_forgotten,
	m.kiosk_staff_aside,
	m.kiosk_staff_kept,
	m.kiosk_staff_persist,
	m.kiosk_staff_persist_yes,
	m.kiosk_staff_persist_no,
	m.kiosk_staff_persist_unsaid,
	m.kiosk_staff_used,
	m.kiosk_staff_used_of,
	m.kiosk_staff_nearly_full,
	m.kiosk_staff_clock,
	m.kiosk_staff_clock_behind,
	m.kiosk_staff_clock_ahead,
	m.kiosk_staff_version,
	m.kiosk_staff_leave,
	m.kiosk_staff_left,
	m.kiosk_staff_export,
	m.kiosk_staff_export_what,
	m.kiosk_staff_export_done,
	m.kiosk_staff_export_failed,
	m.kiosk_staff_no_pin,
	m.kiosk_again_title,
	m.kiosk_again_kept,
	m.kiosk_again_go,
	m.kiosk_pair_no_key,
	m.kiosk_pair_no_key_why,
	m.kiosk_pair_no_key_do
] as unknown as ((inputs: Record<string, string>, options: { locale: Language }) => string)[];

/** All that the tablet can say in a language, with the counter's own names once it has one, as one long text. */
export function everyWord(setup: Setup | null, language: Language): string {
	const words = LANGUAGE_NAMES[language] + SAID.map((say) => say({}, { locale: language })).join('');
	return setup ? words + namesOf(setup, language) : words;
}

function namesOf(setup: Setup, language: Language): string {
	const { branch, counter, services, officers, questionnaire } = setup;
	const own = [
		branch.name,
		counter.name,
		...services.map(({ name }) => name),
		...officers.map(({ post }) => post),
		questionnaire.askService,
		questionnaire.askOfficer,
		...questionnaire.reasons.map(({ words }) => words)
	];
	return [
		...own.map((words) => say(words, language)),
		...officers.map(({ name }) => name),
		setup.device.name
	].join('');
}

/**
 * The letters of every language, while there is nothing else to do: of the one on the screen first, then of the
 * languages' own names, then of all the rest.
 */
export async function fetchLetters(setup: Setup | null, shown: Language): Promise<void> {
	const languages = setup?.languages ?? LANGUAGES;
	await prepare(shown, everyWord(setup, shown));
	for (const language of languages) await prepare(language, LANGUAGE_NAMES[language]);
	for (const language of languages) {
		await leisure();
		await prepare(language, everyWord(setup, language));
	}
}

function leisure(): Promise<void> {
	return new Promise((done) =>
		'requestIdleCallback' in window ? requestIdleCallback(() => done()) : setTimeout(done, 200)
	);
}
