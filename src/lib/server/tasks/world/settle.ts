// Puts a plan into a database by the real verbs, as an administrator would have done it over the year.
import { randomInt } from 'node:crypto';
import { SYSTEM, type Person } from '../../../shared/actor';
import { addDays, instantOf, type Day } from '../../../shared/day';
import { LANGUAGES } from '../../../shared/language';
import * as people from '../../auth/people';
import { person } from '../../auth/person';
import type { Db, Writes } from '../../db/open';
import * as code from '../../devices/code';
import * as devices from '../../devices/devices';
import * as branches from '../../org/branches';
import * as closed from '../../org/closed';
import * as counters from '../../org/counters';
import * as duty from '../../org/duty';
import * as officers from '../../org/officers';
import * as questionnaires from '../../org/questionnaires';
import * as services from '../../org/services';
import { DEPARTMENT, ZONE } from './branches';
import { holidays, week } from './calendar';
import type { Plan } from './plan';
import { QUESTIONNAIRE, QUESTIONNAIRE_NAME } from './questionnaire';
import { ALL } from './services';
import { SIGN_INS } from './signins';
import * as tablets from './tablets';
import type { Tablet } from './tablets';

/** The ids of what stands at each position of the plan. */
export type Settled = {
	department: number;
	branches: number[];
	services: number[];
	officers: number[];
	counters: number[];
	devices: number[];
	/** What those devices seal with. */
	tablets: Tablet[];
	/** The published version of the questionnaire. */
	questionnaireId: number;
};

/** How many verbs share a transaction. */
const TOGETHER = 100;

/** How many acts `settle` will do for a plan. */
export function actsOf(plan: Plan): number {
	const { branches, officers, counters, duties } = plan;
	return (
		branches.length +
		plan.services +
		officers.length +
		counters.length * 2 +
		duties.length +
		holidays(plan.days).length +
		SIGN_INS.length
	);
}

/** Settles a plan in an empty, migrated database. `progress` hears how many acts are done. */
export async function settle(db: Db, plan: Plan, progress: (done: number) => void): Promise<Settled> {
	const firstDay = plan.days[0]!;
	const at = morning(firstDay);
	let done = 0;
	const admin = await administrator(db, at);
	const each = async <T, R>(
		things: readonly T[],
		act: (tx: Writes, thing: T, index: number) => Promise<R>
	) => {
		const results: R[] = [];
		for (let from = 0; from < things.length; from += TOGETHER) {
			const group = things.slice(from, from + TOGETHER);
			const part = await db.write(async (tx) => {
				const part: R[] = [];
				for (const [index, thing] of group.entries()) part.push(await act(tx, thing, from + index));
				return part;
			});
			results.push(...part);
			progress((done += group.length));
			await new Promise((turn) => setImmediate(turn));
		}
		return results;
	};

	const top = { ...DEPARTMENT, parentId: null, zone: ZONE, fromDay: firstDay };
	const department = await db.write((tx) => branches.add(tx, admin, top, at));
	const branchIds = await each(plan.branches, (tx, { code, name, opensSaturday }) => {
		const hours = week(opensSaturday);
		return branches.add(
			tx,
			admin,
			{ code, name, parentId: department, zone: ZONE, hours, fromDay: firstDay },
			at
		);
	});
	await each(holidays(plan.days), (tx, { day, name }) =>
		closed.add(tx, admin, { branchId: null, day, name }, at)
	);
	const serviceIds = await each(ALL.slice(0, plan.services), (tx, { code, name }) =>
		services.add(tx, admin, { code, name, fromDay: firstDay }, at)
	);
	const officerIds = await each(plan.officers, (tx, { code, fullName, post, branch }) =>
		officers.add(
			tx,
			admin,
			{ code, fullName, post, branchId: branchIds[branch]!, photoId: null, fromDay: firstDay },
			at
		)
	);
	const asked = await publish(db, admin, at);
	const counterIds = await each(
		plan.counters,
		(tx, { code, name, branch, officerMode, services: offered }) => {
			const place = { branchId: branchIds[branch]!, officerMode, questionnaireId: asked.questionnaireId };
			const offers = offered.map((service) => serviceIds[service]!);
			return counters.add(tx, admin, { code, name, ...place, serviceIds: offers, fromDay: firstDay }, at);
		}
	);
	const paired = plan.counters.map(() => tablets.make());
	const deviceIds = await each(plan.counters, (tx, counter, index) =>
		pair(
			tx,
			admin,
			{ name: `Máy ${counter.code}`, counterId: counterIds[index]!, publicKey: paired[index]!.publicKey },
			at
		)
	);

	await changes(db, admin, plan, { department, branchIds, officerIds });
	await each(plan.duties, (tx, { officer, counter, fromDay, untilDay }) => {
		const span = {
			fromAt: instantOf(fromDay, ZONE),
			untilAt: untilDay === null ? null : instantOf(untilDay, ZONE)
		};
		// Written down the evening before it begins, or when all began.
		const writtenAt = Math.max(at, span.fromAt - 7 * 3_600_000);
		return duty.assign(
			tx,
			admin,
			{ officerId: officerIds[officer]!, counterId: counterIds[counter]!, ...span },
			writtenAt
		);
	});
	await signIns(db, admin, plan, { department, branchIds, officerIds }, at);
	progress(actsOf(plan));
	return {
		department,
		branches: branchIds,
		services: serviceIds,
		officers: officerIds,
		counters: counterIds,
		devices: deviceIds,
		tablets: paired,
		questionnaireId: asked.versionId
	};
}

function morning(day: Day): number {
	return instantOf(day, ZONE, 7);
}

/** Everything else is done in their name. */
async function administrator(db: Db, at: number): Promise<Person> {
	const first = SIGN_INS.find((signIn) => signIn.role === 'administrator')!;
	const given = { name: first.name, username: first.username, password: first.password, role: first.role };
	const id = await people.add(db, SYSTEM, { ...given, language: 'vi', officerId: null, branchIds: [] }, at);
	const admin = await person(db.read, id);
	if (!admin) throw new Error('the administrator is not there');
	return admin;
}

function publish(db: Db, admin: Person, at: number) {
	return db.write(async (tx) => {
		const draft = { name: QUESTIONNAIRE_NAME, content: QUESTIONNAIRE };
		const { questionnaireId } = await questionnaires.add(tx, admin, draft, at);
		return { questionnaireId, versionId: await questionnaires.publish(tx, admin, questionnaireId, at) };
	});
}

/** A tablet for a counter. */
async function pair(
	tx: Writes,
	admin: Person,
	{ name, counterId, publicKey }: { name: string; counterId: number; publicKey: string },
	at: number
) {
	const secret = code.makeCode((below) => randomInt(below));
	const languages = [...LANGUAGES];
	const settings = { deviceName: name, counterId, languages, idleSeconds: 30, countdownSeconds: 10 };
	await devices.invite(tx, admin, { ...settings, defaultLanguage: 'vi' }, secret, at);
	const newcomer = { publicKey, userAgent: 'Demo tablet' };
	const device = await devices.pair(tx, secret, newcomer, at + 60_000);
	return device.id;
}

type Places = { department: number; branchIds: number[]; officerIds: number[] };

/** What changes in the course of the year: a branch's name, and an officer's branch. */
async function changes(
	db: Db,
	admin: Person,
	plan: Plan,
	{ department, branchIds, officerIds }: Places
): Promise<void> {
	const { renamedDay, movedDay } = plan.calendar;
	const renamed = plan.branches[plan.rename.branch]!;
	const mover = plan.officers[plan.move.officer]!;
	await db.write(async (tx) => {
		await branches.change(
			tx,
			admin,
			branchIds[plan.rename.branch]!,
			{ code: renamed.code, name: plan.rename.name, parentId: department, zone: ZONE, fromDay: renamedDay },
			morning(addDays(renamedDay, -7))
		);
		const { code, fullName, post } = mover;
		const to = { code, fullName, post, branchId: branchIds[plan.move.to]!, photoId: null, fromDay: movedDay };
		await officers.change(tx, admin, officerIds[plan.move.officer]!, to, morning(addDays(movedDay, -7)));
	});
}

async function signIns(db: Db, admin: Person, plan: Plan, places: Places, at: number): Promise<void> {
	for (const { username, password, role, name, of } of SIGN_INS) {
		if (role === 'administrator') continue;
		const branch = plan.branches.findIndex((one) => one.code === of);
		const branchIds = branch >= 0 ? [places.branchIds[branch]!] : [places.department];
		const officer = plan.officers.findIndex((one) => one.code === of);
		const officerId = officer >= 0 ? places.officerIds[officer]! : null;
		const given = { name, username, password, role, language: 'vi' as const };
		await people.add(db, admin, { ...given, officerId, branchIds: role === 'leader' ? branchIds : [] }, at);
	}
}
