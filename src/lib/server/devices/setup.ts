// What a tablet is told about its counter (shared/setup.ts), as of an instant; and what a counter still lacks
// before a tablet can stand there.
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { addDays, dayOf, instantOf, type Day } from '../../shared/day';
import { Problem } from '../../shared/problem';
import type { Setup, SetupDuty, SetupOfficer } from '../../shared/setup';
import * as trail from '../audit/trail';
import type { Reads } from '../db/open';
import * as hours from '../org/hours';
import {
	branches,
	branchVersions,
	counters,
	counterServices,
	counterVersions,
	duties,
	officers,
	officerVersions,
	photos,
	questionnaireVersions,
	services,
	serviceVersions
} from '../org/table';
import { devices } from './table';

/** What a counter can lack: being there itself on that day, an open service, something published to ask. */
export type Lack = 'counter' | 'services' | 'questionnaire';

/** Officers on duty are told from yesterday to this many days ahead, for a tablet without a network. */
const AHEAD_DAYS = 14;

/**
 * The set-up of a device's counter at an instant (milliseconds). Refuses not_found, and counter_not_ready with
 * `missing` (Lack[]) when a customer could not rate there.
 */
export async function setup(db: Reads, deviceId: number, at: number): Promise<Setup> {
	// Before anything else: what changes while this is read makes the tablet ask again, never miss it.
	const line = await trail.last(db);
	const [device] = await db.select().from(devices).where(eq(devices.id, deviceId));
	if (!device) throw new Problem('not_found', { device: deviceId });
	const { place, offered, questionnaire, missing } = await look(db, device.counterId, at);
	if (!place || !questionnaire || missing.length > 0)
		throw new Problem('counter_not_ready', { counter: device.counterId, missing });
	const sitting = await dutiesAround(db, device.counterId, place);
	const there = await officersOf(db, sitting, place.day);
	const present = new Set(there.map((officer) => officer.id));
	const openSpans = await hours.openSpans(
		db,
		place.branch.id,
		addDays(place.day, -1),
		addDays(place.day, AHEAD_DAYS)
	);
	return {
		tag: `${line}.${place.day}`,
		device: { id: device.id, name: device.name },
		branch: place.branch,
		counter: place.counter,
		services: offered,
		officers: there,
		duties: sitting.filter((duty) => present.has(duty.officerId)),
		questionnaire,
		languages: device.languages,
		defaultLanguage: device.defaultLanguage,
		idleSeconds: device.idleSeconds,
		countdownSeconds: device.countdownSeconds,
		open: openSpans,
		brightness: device.brightness,
		pin: device.pin
	};
}

/**
 * What a tablet's set-up depends on, in few characters: the audit trail's newest line, and the business day at its
 * counter, because versions begin and end with days. Equal to its `tag` means: nothing to tell. With the zone of the
 * counter's branch, null where the counter is no more.
 */
export async function edition(
	db: Reads,
	counterId: number,
	at: number
): Promise<{ tag: string; zone: string | null }> {
	const line = await trail.last(db);
	const place = await placeOf(db, counterId, at);
	return { tag: `${line}.${place?.day ?? 'closed'}`, zone: place?.branch.zone ?? null };
}

async function look(db: Reads, counterId: number, at: number) {
	const place = await placeOf(db, counterId, at);
	const offered = place ? await servicesAt(db, counterId, place.day) : [];
	const questionnaire = place ? await newest(db, place.questionnaireId) : null;
	const missing: Lack[] = [];
	if (!place) missing.push('counter');
	else {
		if (offered.length === 0) missing.push('services');
		if (!questionnaire) missing.push('questionnaire');
	}
	return { place, offered, questionnaire, missing };
}

type Place = Pick<Setup, 'branch' | 'counter'> & { day: Day; questionnaireId: number };

/** The counter and its branch as they are on the day that it is there now; null where either is no more. */
async function placeOf(db: Reads, counterId: number, at: number): Promise<Place | null> {
	const versions = await db
		.select({
			counter: counterVersions,
			branch: branchVersions,
			gone: counters.closedDay,
			left: branches.closedDay
		})
		.from(counterVersions)
		.innerJoin(counters, eq(counters.id, counterVersions.counterId))
		.innerJoin(branchVersions, eq(branchVersions.branchId, counterVersions.branchId))
		.innerJoin(branches, eq(branches.id, counterVersions.branchId))
		.where(eq(counterVersions.counterId, counterId));
	for (const { counter, branch, gone, left } of versions) {
		const day = dayOf(at, branch.zone);
		if (!holds(counter, day) || !holds(branch, day) || over(gone, day) || over(left, day)) continue;
		return {
			day,
			questionnaireId: counter.questionnaireId,
			branch: { id: branch.branchId, name: branch.name, zone: branch.zone },
			counter: { id: counterId, name: counter.name, officerMode: counter.officerMode }
		};
	}
	return null;
}

async function servicesAt(db: Reads, counterId: number, day: Day): Promise<Setup['services']> {
	const rows = await db
		.select({ version: serviceVersions, gone: services.closedDay })
		.from(counterServices)
		.innerJoin(services, eq(services.id, counterServices.serviceId))
		.innerJoin(serviceVersions, eq(serviceVersions.serviceId, counterServices.serviceId))
		.where(eq(counterServices.counterId, counterId))
		.orderBy(asc(serviceVersions.code), asc(serviceVersions.serviceId));
	return rows
		.filter(({ version, gone }) => holds(version, day) && !over(gone, day))
		.map(({ version }) => ({ id: version.serviceId, name: version.name }));
}

async function newest(db: Reads, questionnaireId: number): Promise<Setup['questionnaire'] | null> {
	const [version] = await db
		.select()
		.from(questionnaireVersions)
		.where(
			and(
				eq(questionnaireVersions.questionnaireId, questionnaireId),
				isNotNull(questionnaireVersions.publishedAt)
			)
		)
		.orderBy(desc(questionnaireVersions.version))
		.limit(1);
	return version ? { ...version.content, id: version.id } : null;
}

async function dutiesAround(db: Reads, counterId: number, { day, branch }: Place): Promise<SetupDuty[]> {
	const from = instantOf(addDays(day, -1), branch.zone);
	const until = instantOf(addDays(day, AHEAD_DAYS + 1), branch.zone);
	return db
		.select({ officerId: duties.officerId, from: duties.fromAt, until: duties.untilAt })
		.from(duties)
		.where(
			and(
				eq(duties.counterId, counterId),
				lt(duties.fromAt, until),
				or(isNull(duties.untilAt), gt(duties.untilAt, from))
			)
		)
		.orderBy(asc(duties.fromAt), asc(duties.id));
}

/** The officers of these duties by name, as they are on the day; one who starts later as they will be then. */
async function officersOf(db: Reads, sitting: SetupDuty[], day: Day): Promise<SetupOfficer[]> {
	const ids = [...new Set(sitting.map((duty) => duty.officerId))];
	if (ids.length === 0) return [];
	const rows = await db
		.select({ version: officerVersions, gone: officers.closedDay, photo: photos.dataUrl })
		.from(officerVersions)
		.innerJoin(officers, eq(officers.id, officerVersions.officerId))
		.leftJoin(photos, eq(photos.id, officerVersions.photoId))
		.where(inArray(officerVersions.officerId, ids))
		.orderBy(asc(officerVersions.officerId), asc(officerVersions.fromDay));
	const found = new Map<number, SetupOfficer>();
	for (const { version, gone, photo } of rows)
		if (!over(gone, day) && !over(version.untilDay, day) && !found.has(version.officerId))
			found.set(version.officerId, {
				id: version.officerId,
				name: version.fullName,
				post: version.post,
				photo
			});
	return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi') || a.id - b.id);
}

function holds(version: { fromDay: Day; untilDay: Day | null }, day: Day): boolean {
	return version.fromDay <= day && !over(version.untilDay, day);
}

function over(untilDay: Day | null, day: Day): boolean {
	return untilDay !== null && untilDay <= day;
}
