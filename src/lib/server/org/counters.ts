// Counters: places in a branch where officers serve, with what is offered and asked there.
import { eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../shared/actor';
import { demand } from '../../shared/can';
import type { Day } from '../../shared/day';
import type { Words } from '../../shared/language';
import { Problem } from '../../shared/problem';
import * as audit from '../audit/note';
import type { Reads, Writes } from '../db/open';
import * as duty from './duty';
import * as kinds from './kind';
import { BRANCH, COUNTER } from './kind';
import { counterServices, questionnaires, services } from './table';
import * as version from './version';

/** With the services it offers today: those are not kept by day, because a rating names its own. */
export type Counter = kinds.Counter & { serviceIds: number[] };
export type NewCounter = {
	code: string;
	name: Words;
	branchId: number;
	/** 'duty': the officer on duty is shown; 'pick': the customer picks one of those on duty. */
	officerMode: 'duty' | 'pick';
	questionnaireId: number;
	serviceIds: number[];
	/**
	 * Ratings on one tablet closer together than this, in seconds (0 to 600; 0: none is), are marked. Left out: as it
	 * was, at first 10.
	 */
	minSeconds?: number;
	fromDay: Day;
};

export const MOST_SECONDS = 600;
/** Quicker than this one customer cannot have left and another have come, been asked and tapped. */
const USUAL_SECONDS = 10;

/**
 * Adds a counter and answers its id. Refuses: not_allowed; already_exists (code); bad_shape for a branch or service
 * that is not there, for an unknown questionnaire, and for `minSeconds` that is no whole number from 0 to 600.
 */
export async function add(tx: Writes, actor: Actor, counter: NewCounter, at: number): Promise<number> {
	demand(actor, 'setup.change');
	const { fromDay, ...content } = await checked(tx, counter, USUAL_SECONDS);
	const id = await version.begin(tx, COUNTER, content, fromDay);
	await offer(tx, id, counter.serviceIds);
	await audit.note(tx, actor, at, 'org.addCounter', `counter:${id}`, {
		...content,
		serviceIds: counter.serviceIds,
		fromDay
	});
	return id;
}

/**
 * Says how a counter is from a day on; the services it offers change at once. Refuses like `add`, and:
 * day_before_start; closed_already.
 */
export async function change(
	tx: Writes,
	actor: Actor,
	counterId: number,
	to: NewCounter,
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	const was = await kinds.newest(tx, COUNTER, counterId);
	const { fromDay, ...content } = await checked(tx, to, was.minSeconds);
	await version.supersede(tx, COUNTER, counterId, content, fromDay);
	await offer(tx, counterId, to.serviceIds);
	await audit.note(tx, actor, at, 'org.changeCounter', `counter:${counterId}`, {
		...content,
		serviceIds: to.serviceIds,
		fromDay
	});
}

/**
 * Closes a counter: `day` is the first on which it is no more. Duties there end with that day's beginning, and those
 * that would begin later are taken away. Refuses day_before_start.
 */
export async function close(
	tx: Writes,
	actor: Actor,
	counterId: number,
	{ day }: { day: Day },
	at: number
): Promise<void> {
	demand(actor, 'setup.change');
	if (!(await version.end(tx, COUNTER, counterId, day))) return;
	const duties = await duty.endFrom(tx, { counterId }, day);
	await audit.note(tx, actor, at, 'org.closeCounter', `counter:${counterId}`, { day, duties });
}

/** Opens a closed counter again, without duties. Refuses already_exists; bad_shape where its branch is no more. */
export async function reopen(tx: Writes, actor: Actor, counterId: number, at: number): Promise<void> {
	demand(actor, 'setup.change');
	const was = await version.resume(tx, COUNTER, counterId);
	if (!was) return;
	await kinds.checkThere(tx, BRANCH, was.branchId, 'branchId', was.fromDay);
	await audit.note(tx, actor, at, 'org.reopenCounter', `counter:${counterId}`, { closedDay: was.closedDay });
}

/** The counters that are there on a day, as they are then, by code. */
export async function list(db: Reads, day: Day): Promise<Counter[]> {
	return withServices(db, await kinds.on(db, COUNTER, day));
}

/** Every counter, closed and planned ones too, with its state on the day. */
export async function all(db: Reads, day: Day): Promise<(Counter & { state: kinds.State })[]> {
	return withServices(db, await kinds.all(db, COUNTER, day));
}

/** What a counter was called and where it stood, oldest first. Empty for an unknown one. */
export async function history(db: Reads, counterId: number): Promise<Counter[]> {
	return withServices(db, await kinds.history(db, COUNTER, counterId));
}

async function withServices<R extends { id: number }>(
	db: Reads,
	rows: R[]
): Promise<(R & { serviceIds: number[] })[]> {
	const offered = new Map<number, number[]>(rows.map((row) => [row.id, []]));
	for (const row of await db.select().from(counterServices).orderBy(counterServices.serviceId))
		offered.get(row.counterId)?.push(row.serviceId);
	return rows.map((row) => ({ ...row, serviceIds: offered.get(row.id) ?? [] }));
}

async function checked(
	tx: Writes,
	counter: NewCounter,
	was: number
): Promise<Required<Omit<NewCounter, 'serviceIds'>>> {
	const {
		code,
		name,
		branchId,
		officerMode,
		questionnaireId,
		serviceIds,
		minSeconds = was,
		fromDay
	} = counter;
	if (!Number.isInteger(minSeconds) || minSeconds < 0 || minSeconds > MOST_SECONDS)
		throw new Problem('bad_shape', { field: 'minSeconds' });
	await kinds.checkThere(tx, BRANCH, branchId, 'branchId', fromDay);
	const [asked] = await tx
		.select({ id: questionnaires.id })
		.from(questionnaires)
		.where(eq(questionnaires.id, questionnaireId));
	if (!asked) throw new Problem('bad_shape', { field: 'questionnaireId' });
	const known = await tx.select({ id: services.id }).from(services).where(inArray(services.id, serviceIds));
	if (known.length !== new Set(serviceIds).size) throw new Problem('bad_shape', { field: 'serviceIds' });
	return { code, name, branchId, officerMode, questionnaireId, minSeconds, fromDay };
}

async function offer(tx: Writes, counterId: number, serviceIds: number[]): Promise<void> {
	await tx.delete(counterServices).where(eq(counterServices.counterId, counterId));
	const rows = [...new Set(serviceIds)].map((serviceId) => ({ counterId, serviceId }));
	if (rows.length > 0) await tx.insert(counterServices).values(rows);
}
