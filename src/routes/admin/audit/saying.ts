// A line of the trail in words: what was done, to what, and how. Server side only: words are looked up by the names of
// acts and fields, which would drag every word there is into the browser.
import * as messages from '$words';
import { isDay } from '$lib/shared/day';
import type { Hours } from '$lib/shared/hours';
import { isLanguage, LANGUAGE_NAMES, say, type Language, type Words } from '$lib/shared/language';
import { isRole } from '$lib/shared/role';
import type { AuditLine } from '$lib/server/audit/trail';
import { inWords } from '$lib/ui/hours';
import { date, moment } from '$lib/ui/when';

/** What things are called today, by noun and id. */
export type Called = (noun: string, id: string) => string | undefined;
export type Detail = { label: string; value: string };

type Say = (inputs: Record<string, unknown>, options: { locale: Language }) => string;

/** `org.addBranch` → "Thêm đơn vị". An act that has no words yet is shown by its own name. */
export function act(name: string, language: Language): string {
	return word(`setup_audit_act_${snake(name.replace('.', '_'))}`, language) ?? name;
}

/** `branch:3` → "đơn vị Hải quan A". */
export function subject(
	name: string,
	called: Called,
	language: Language,
	details: Record<string, unknown> = {}
): string {
	const [noun = '', id = ''] = name.split(':');
	return `${kind(noun, language)} ${known(noun, id, called, details, language) || id}`;
}

/** `branch:3` → "Hải quan A", beside an act that says its noun already; without a name "đơn vị 3". */
export function short(
	name: string,
	called: Called,
	language: Language,
	details: Record<string, unknown> = {}
): string {
	const [noun = '', id = ''] = name.split(':');
	return known(noun, id, called, details, language) || `${kind(noun, language)} ${id}`;
}

/** What has no name of its own is told by the line's details: a duty by officer and counter, a code by its tablet, a closed day by its date. */
function known(
	noun: string,
	id: string,
	called: Called,
	details: Record<string, unknown>,
	language: Language
): string {
	const { officerId, counterId, deviceName, day } = details;
	if (noun === 'invitation') return typeof deviceName === 'string' ? deviceName : '';
	if (noun === 'closedDay') return isDay(day) ? date(day, language) : '';
	if (noun !== 'duty') return called(noun, id) ?? '';
	return [called('officer', String(officerId)), called('counter', String(counterId))]
		.filter(Boolean)
		.join(', ');
}

function kind(noun: string, language: Language): string {
	return word(`setup_audit_noun_${snake(noun)}`, language) ?? noun;
}

/** Everything a line holds besides, each with its label. */
export function details(line: Pick<AuditLine, 'details'>, called: Called, language: Language): Detail[] {
	return Object.entries(line.details).map(([field, value]) => ({
		label: word(`setup_audit_key_${snake(field)}`, language) ?? field,
		value: valueOf(field, value, called, language)
	}));
}

function valueOf(field: string, value: unknown, called: Called, language: Language): string {
	if (value === null || value === '' || (Array.isArray(value) && value.length === 0))
		return messages.setup_audit_nothing({}, { locale: language });
	if (field === 'hours') return inWords(value as Hours, language).join('; ');
	if (Array.isArray(value)) return value.map((one) => valueOf(field, one, called, language)).join(', ');
	if (typeof value === 'boolean')
		return value
			? messages.setup_audit_yes({}, { locale: language })
			: messages.setup_audit_no({}, { locale: language });
	if (typeof value === 'number' && field.endsWith('At')) return moment(value, language);
	if (/Ids?$/.test(field)) return called(nounOf(field), String(value)) ?? String(value);
	if (isDay(value)) return date(value, language);
	if (typeof value === 'object')
		return isWords(value) ? say(value, language) : listed(value as Record<string, unknown>, called, language);
	return named(field, String(value), language);
}

/** Several values under one name, each with its label; as they are where one of them has none. */
function listed(values: Record<string, unknown>, called: Called, language: Language): string {
	const parts = Object.entries(values).map(([field, value]) => {
		const label = word(`setup_audit_key_${snake(field)}`, language);
		return label && `${label}: ${valueOf(field, value, called, language)}`;
	});
	return parts.every(Boolean) && parts.length > 0 ? parts.join('; ') : JSON.stringify(values);
}

function named(field: string, value: string, language: Language): string {
	if (/anguages?$/.test(field) && isLanguage(value)) return LANGUAGE_NAMES[value];
	if (field === 'role' && isRole(value)) return word(`common_role_${value}`, language) ?? value;
	if (field === 'rule') return word(`desk_review_rule_${value}`, language) ?? value;
	if (field === 'officerMode') return word(`setup_audit_mode_${value}`, language) ?? value;
	return value;
}

/** `branchIds`, `parentId` and `successorId` are branches. */
function nounOf(field: string): string {
	const noun = field.replace(/Ids?$/, '');
	return noun === 'parent' || noun === 'successor' ? 'branch' : noun;
}

function isWords(value: object): value is Words {
	return 'vi' in value && typeof value.vi === 'string';
}

function snake(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function word(key: string, language: Language): string | undefined {
	return (messages as unknown as Record<string, Say | undefined>)[key]?.({}, { locale: language });
}
