// What a counter lacks, in words.
import type { Lack } from '$lib/server/devices/setup';
import * as m from '$words';

const LACKS: Record<Lack, () => string> = {
	counter: m.setup_device_lack_counter,
	services: m.setup_device_lack_services,
	questionnaire: m.setup_device_lack_questionnaire
};

export function lacks(missing: readonly Lack[]): string {
	return missing.map((lack) => LACKS[lack]()).join(', ');
}
