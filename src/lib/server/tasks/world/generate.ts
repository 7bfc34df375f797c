// A year of plausible ratings, day by day, from a plan and a seed. Pure: no clock, no database; the same plan, seed
// and number give the same ratings.
import { instantOf, monthOf, weekdayOf, type Day } from '../../../shared/day';
import type { Language } from '../../../shared/language';
import { ZONE } from './branches';
import { dayWeight, RUSH_HOURS, slots, type Slot } from './calendar';
import * as chances from './chance';
import { type Chance, draw, totals } from './chance';
import type { Plan } from './plan';
import { ALL } from './services';
import { saying } from './saying';
import * as staged from './staged';
import * as truth from './truth';

/** A rating by positions in the plan; instants in milliseconds. */
export type Given = {
	id: string;
	counter: number;
	service: number;
	officer: number | null;
	serviceGrade: number;
	officerGrade: number | null;
	reasons: string[];
	comment: string | null;
	language: Language;
	/** The true instant; the tablet's clock shows `skewMs` less. */
	at: number;
	skewMs: number;
	receivedAt: number;
	tookMs: number;
	/** The tablet's own running number. */
	seq: number;
};

export type GivenDay = { day: Day; ratings: Given[] };

/** `count` ratings spread over the plan's year; one batch for each day that has any, in the order of arrival. */
export function* generate(plan: Plan, { seed, count }: { seed: number; count: number }): Generator<GivenDay> {
	const chance = chances.make(seed);
	const world = prepare(plan, chance);
	const sequence = new Uint32Array(plan.counters.length);
	const stagings = count >= truth.STAGED_FROM ? staged.stagings(plan) : [];
	// What is staged is among the wished number, not beside it.
	const honest = count - stagings.reduce((sum, staging) => sum + staging.count, 0);
	let run = 0;
	let given = 0;
	for (const [index, day] of plan.days.entries()) {
		const ratings: Given[] = [];
		const midnight = instantOf(day, ZONE);
		for (let counter = 0; counter < plan.counters.length; counter++) {
			run += world.weights[index * plan.counters.length + counter]!;
			// Rounding the running total, not each part, makes the parts add up to `count`.
			const upTo = Math.round((run / world.weightSum) * honest);
			const staging = stagings.find((one) => one.day === day && one.counter === counter);
			if (upTo > given || staging)
				dayAtCounter(world, chance, {
					...{ day, midnight, counter, count: upTo - given, staging },
					...{ sequence, ratings }
				});
			given = upTo;
		}
		ratings.sort((a, b) => a.receivedAt - b.receivedAt || a.counter - b.counter || a.seq - b.seq);
		if (ratings.length > 0) yield { day, ratings };
	}
}

type World = ReturnType<typeof prepare>;

function prepare(plan: Plan, chance: Chance) {
	const weights = new Float64Array(plan.days.length * plan.counters.length);
	let weightSum = 0;
	plan.days.forEach((day, index) => {
		const dayNoise = Math.exp(chance.normal() * 0.06);
		plan.counters.forEach((counter, position) => {
			const open = dayWeight(day, plan.branches[counter.branch]!.opensSaturday);
			const noise = Math.exp(chance.normal() * 0.14);
			// Seats beside each other serve more people.
			weightSum += weights[index * plan.counters.length + position] =
				open * counter.weight * counter.seats * dayNoise * noise;
		});
	});
	const duties: Plan['duties'][] = plan.counters.map(() => []);
	for (const duty of plan.duties) duties[duty.counter]!.push(duty);
	return {
		plan,
		weights,
		weightSum,
		duties,
		slots: [weekdaySlots(1), weekdaySlots(6)] as const,
		languages: plan.branches.map(({ languages }) => ({
			names: Object.keys(languages) as Language[],
			running: totals(Object.values(languages))
		})),
		services: plan.counters.map(({ services }) => totals(services.map((service) => ALL[service]!.weight))),
		slowBranch: plan.branches.findIndex((branch) => branch.code === truth.SLOW.branch),
		hardService: ALL.findIndex((service) => service.code === truth.HARD_DESK.service),
		clockOff: plan.counters.map(() => Math.round(chance.normal() * 1500)),
		grades: new Map<string, number[]>()
	};
}

function weekdaySlots(weekday: number): { slots: Slot[]; running: number[] } {
	const open = slots(weekday);
	return { slots: open, running: totals(open.map((slot) => slot.weight)) };
}

type Sitting = {
	day: Day;
	midnight: number;
	counter: number;
	count: number;
	staging: staged.Staging | undefined;
	sequence: Uint32Array;
	ratings: Given[];
};

/** The ratings of one counter on one day. Now and then its tablet is without a network and brings them later. */
function dayAtCounter(
	world: World,
	chance: Chance,
	{ day, midnight, counter, count, staging, sequence, ratings }: Sitting
): void {
	const staff = world.duties[counter]!.filter(
		(duty) => duty.fromDay <= day && (duty.untilDay === null || day < duty.untilDay)
	).map((duty) => duty.officer);
	const slow =
		world.plan.counters[counter]!.branch === world.slowBranch &&
		monthOf(day) === world.plan.calendar.slowMonth;
	const outage = chance.next() < 0.03 ? outageFrom(midnight, chance) : null;
	let freeAt = 0;
	for (const { at, isStaged } of staged.among(taps(world, chance, day, midnight, count), midnight, staging)) {
		const hour = Math.floor((at - midnight) / 3_600_000);
		const honest = rate(world, chance, { counter, at, hour, staff, slow });
		const rating = isStaged ? staged.pressed(honest) : honest;
		// The tablet sends as soon as the customer has gone, or once the network is back; never out of order.
		const sent = at + rating.tookMs + 30 + chance.below(170);
		const later =
			outage && sent >= outage.from && sent < outage.until ? outage.until + chance.below(40) : sent;
		freeAt = Math.max(freeAt + 1, later);
		ratings.push({ ...rating, receivedAt: freeAt, seq: ++sequence[counter]! });
	}
}

function outageFrom(midnight: number, chance: Chance): { from: number; until: number } {
	const from = midnight + Math.round((8 + chance.next() * 7) * 3_600_000);
	return { from, until: from + Math.round((0.3 + chance.next() * 2.5) * 3_600_000) };
}

/** When customers touch the tablet, in order, never two at once. */
function taps(world: World, chance: Chance, day: Day, midnight: number, count: number): number[] {
	const { slots: open, running } = world.slots[weekdayOf(day) === 6 ? 1 : 0];
	const times: number[] = [];
	for (let index = 0; index < count; index++) {
		const slot = open[draw(running, chance.next())]!;
		times.push(midnight + (slot.hour * 60 + slot.minute) * 60_000 + chance.below(900_000));
	}
	times.sort((a, b) => a - b);
	const apartMs = Math.min(20_000, Math.floor((open.length * 900_000) / count / 4));
	for (let index = 1; index < times.length; index++)
		times[index] = Math.max(times[index]!, times[index - 1]! + apartMs);
	return times;
}

type Visit = { counter: number; at: number; hour: number; staff: number[]; slow: boolean };

function rate(world: World, chance: Chance, visit: Visit): Omit<Given, 'receivedAt' | 'seq'> {
	const counter = world.plan.counters[visit.counter]!;
	const service = counter.services[draw(world.services[visit.counter]!, chance.next())]!;
	const officer = visit.staff.length > 0 ? visit.staff[chance.below(visit.staff.length)]! : null;
	const { serviceGrade, officerGrade } = grade(world, chance, { ...visit, service, officer });
	const mix = world.languages[counter.branch]!;
	const language = mix.names[draw(mix.running, chance.next())]!;
	const said = saying(chance, { serviceGrade, officerGrade, service, slow: visit.slow, language });
	return {
		id: chances.uuid(chance),
		counter: visit.counter,
		service,
		officer,
		serviceGrade,
		officerGrade,
		...said,
		language,
		at: visit.at,
		skewMs: world.clockOff[visit.counter]! + 30 + chance.below(170)
	};
}

/** Two grades from the levels that truth.ts plants; from one mood or each by itself. */
function grade(
	world: World,
	chance: Chance,
	{ service, officer, hour, slow }: Visit & { service: number; officer: number | null }
): { serviceGrade: number; officerGrade: number | null } {
	const mood = chance.next();
	const rush = RUSH_HOURS.includes(hour) ? truth.RUSH_EFFECT : 0;
	const serviceLevel = ALL[service]!.effect + rush + (slow ? truth.SLOW.effect : 0);
	const serviceGrade = gradeAt(world, 's', truth.serviceGrades, serviceLevel, mood);
	const other = chance.next();
	const skipped = chance.next() < truth.OFFICER_SKIPPED;
	const oneMood = chance.next() < truth.ONE_MOOD;
	if (officer === null || skipped) return { serviceGrade, officerGrade: null };
	const hard = service === world.hardService ? truth.HARD_DESK.effect : 0;
	const officerLevel = world.plan.officers[officer]!.effect + hard;
	return {
		serviceGrade,
		officerGrade: gradeAt(world, 'o', truth.officerGrades, officerLevel, oneMood ? mood : other)
	};
}

function gradeAt(
	world: World,
	of: string,
	curve: (level: number) => number[],
	level: number,
	mood: number
): number {
	const key = `${of}${level}`;
	let running = world.grades.get(key);
	if (!running) world.grades.set(key, (running = curve(level)));
	return draw(running, mood) + 1;
}
