// What the demo world has of appraisals: the last whole quarter counts and is drafted, decided in part; the running one
// is for coaching and announced; two officers have replied and appealed. By the real verbs, as the people of the world.
import { and, eq, isNull } from 'drizzle-orm';
import type { Person } from '../../../shared/actor';
import type { Ground } from '../../../shared/appeal';
import { addDays, instantOf, type Day } from '../../../shared/day';
import * as appeals from '../../appeals/appeals';
import { answerable } from '../../appeals/answerable';
import * as replies from '../../appeals/replies';
import * as acts from '../../appraisals/acts';
import { outcomeOf } from '../../appraisals/content';
import { draftAll } from '../../appraisals/draft';
import * as members from '../../appraisals/members';
import * as periods from '../../appraisals/periods';
import { sheets } from '../../appraisals/table';
import { kept } from '../../analytics/shown';
import { person } from '../../auth/person';
import { people } from '../../auth/table';
import type { Db } from '../../db/open';
import { ship } from '../../rulesets/shipped';
import { inForce } from '../../rulesets/rulesets';
import { Problem } from '../../../shared/problem';
import { ZONE } from './branches';

/** The first day of the quarter in which a day lies. */
function quarterOf(day: Day): Day {
	const [year = 0, month = 0] = day.split('-').map(Number);
	return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
}

/** Stages the appraisals of a world whose ratings end on `until`. */
export async function stage(db: Db, until: Day): Promise<void> {
	const running = quarterOf(until);
	const last = quarterOf(addDays(running, -1));
	const evening = instantOf(until, ZONE, 18);
	await ship(db, instantOf(addDays(last, -30), ZONE, 8));
	const who = async (username: string) => {
		const [row] = await db.read.select({ id: people.id }).from(people).where(eq(people.username, username));
		const found = row && (await person(db.read, row.id));
		if (!found) throw new Error(`the demo world has nobody called ${username}`);
		return found;
	};
	const hr = await who('hr');
	const counting = await announce(db, hr, last, 'appraisal', instantOf(addDays(last, -7), ZONE, 9));
	await announce(db, hr, running, 'coaching', instantOf(addDays(running, -7), ZONE, 9));
	await answer(db, [await who('officer'), await who('officer4')], await who('reviewer'), until);
	// Drafted once the quarter is over and officers may see their figures of it; the leader has begun.
	await draftAll(db, hr, counting, evening);
	const { overAt } = await periods.one(db.read, hr, counting);
	if (evening >= overAt) await decide(db, counting, await who('leader1'), evening);
}

async function announce(
	db: Db,
	hr: Person,
	start: Day,
	mode: 'appraisal' | 'coaching',
	at: number
): Promise<number> {
	const set = (await inForce(db.read, start)).find(({ code }) => code === 'satisfaction');
	if (!set) throw new Error('the satisfaction sheet is not in force');
	const wanted = { kind: 'quarter', start, subject: 'officer', mode, ruleSetVersionId: set.id } as const;
	const id = await db.write((tx) => periods.create(tx, hr, { ...wanted, grouping: 'all', ackDays: 10 }, at));
	const proposed = await members.propose(db, await periods.row(db.read, id));
	await db.write((tx) => members.put(tx, hr, id, proposed, at));
	await db.write((tx) => periods.announce(tx, hr, id, at));
	return id;
}

const SAID: { ground: Ground; statement: string; decided: 'upheld' | 'rejected' | null; reason: string }[] = [
	{
		ground: 'about_rules',
		statement: 'Doanh nghiệp không đồng ý với quy định về hồ sơ; tôi đã giải thích và hướng dẫn đầy đủ.',
		decided: 'rejected',
		reason: 'Khách hàng chọn lý do về thái độ; quy định không phải là điều bị phàn nàn.'
	},
	{
		ground: 'not_served_by_me',
		statement: 'Giờ đó tôi đã bàn giao quầy cho đồng nghiệp, sổ giao ca có ghi.',
		decided: 'upheld',
		reason: 'Sổ giao ca xác nhận: người phục vụ là cán bộ khác.'
	},
	{
		ground: 'abusive',
		statement: 'Góp ý xúc phạm cá nhân, không nói về việc phục vụ.',
		decided: null,
		reason: ''
	}
];

/** Each officer replies to one bad rating that is still to be answered, and appeals others. */
async function answer(db: Db, officers: Person[], reviewer: Person, until: Day): Promise<void> {
	const at = instantOf(until, ZONE, 12);
	let next = 0;
	for (const officer of officers) {
		for (const { id } of await bad(db, officer, at)) {
			const said = SAID[next++];
			if (!said) return;
			if (next === 1) {
				const body = 'Tôi xin ghi nhận và sẽ giải thích rõ hơn ngay từ đầu.';
				await db.write((tx) => replies.reply(tx, officer, { ratingId: id, body }, at));
			}
			const { ground, statement, decided, reason } = said;
			const appeal = await db.write((tx) =>
				appeals.file(tx, officer, { ratingId: id, ground, statement }, at)
			);
			const later = at + 3_600_000;
			if (decided === 'upheld') await db.write((tx) => appeals.uphold(tx, reviewer, appeal, reason, later));
			if (decided === 'rejected') await db.write((tx) => appeals.reject(tx, reviewer, appeal, reason, later));
		}
	}
}

/** An officer's ratings that dissatisfied, still to be answered; at most two. */
async function bad(db: Db, officer: Person, at: number): Promise<{ id: string }[]> {
	const low = (await kept(db.read, officer.officerId ?? 0)).filter(
		({ grade, struck }) => grade <= 2 && !struck
	);
	const found: { id: string }[] = [];
	for (const { id } of low) {
		if (found.length === 2) break;
		try {
			found.push(await db.write((tx) => answerable(tx, officer, id, at)));
		} catch (problem) {
			if (!(problem instanceof Problem)) throw problem;
		}
	}
	return found;
}

/** The leader takes the proposal for some of their officers, where there is one; the rest waits for a person. */
async function decide(db: Db, periodId: number, leader: Person, at: number): Promise<void> {
	if (leader.scope === 'all') return;
	const own = await db.read
		.select({ id: sheets.id, content: sheets.content, contentHash: sheets.contentHash })
		.from(sheets)
		.where(
			and(eq(sheets.periodId, periodId), eq(sheets.branchId, leader.scope[0] ?? 0), isNull(sheets.unitId))
		)
		.orderBy(sheets.id)
		.limit(3);
	for (const { id, content, contentHash } of own) {
		if (!content) continue;
		const { band } = outcomeOf(content, { self: {}, appraised: {} });
		await db.write((tx) => acts.decide(tx, leader, id, { contentHash, band }, at));
	}
}
