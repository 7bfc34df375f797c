// Founds the town that tests share, by the real verbs: small enough to hold in one's head. Tests ask for it through
// `town(db)` in town.ts, which copies what was founded once for the whole run.
//
//   root ─┬─ A: counters A1 (officers Anh on duty), A2 (Bình on duty); officers Anh, Bình, Châu, Dũng
//         └─ B: counter B1 (the customer picks; Giang and Hà on duty); officers Giang, Hà
//
// Five services: A1 offers all five, A2 the first two, B1 only the first.
import * as people from '../src/lib/server/auth/people';
import { person } from '../src/lib/server/auth/person';
import type { Db } from '../src/lib/server/db/open';
import * as devices from '../src/lib/server/devices/devices';
import * as branches from '../src/lib/server/org/branches';
import * as counters from '../src/lib/server/org/counters';
import * as duty from '../src/lib/server/org/duty';
import * as officers from '../src/lib/server/org/officers';
import * as questionnaires from '../src/lib/server/org/questionnaires';
import * as services from '../src/lib/server/org/services';
import { SYSTEM, type Person } from '../src/lib/shared/actor';
import { instantOf } from '../src/lib/shared/day';
import { LANGUAGES, type Words } from '../src/lib/shared/language';
import type { Questionnaire } from '../src/lib/shared/questionnaire';
import type { Role } from '../src/lib/shared/role';
import { newKey, type TabletKey } from './tablet';

export const ZONE = 'Asia/Ho_Chi_Minh';
/** The day everything in the town begins. */
export const FIRST_DAY = '2026-01-01';
/** A Monday morning at nine in the town: "now" for tests that need one. */
export const NOW = instantOf('2026-03-02', ZONE, 9);
/** Everybody's. */
export const PASSWORD = 'town-password-2026';

export type Town = {
	branches: { root: number; a: number; b: number };
	services: { declare: number; inspect: number; refund: number; origin: number; amend: number };
	officers: { anh: number; binh: number; chau: number; dung: number; giang: number; ha: number };
	counters: { a1: number; a2: number; b1: number };
	questionnaire: { id: number; versionId: number; content: Questionnaire };
	/** Their user names are the keys here in lower case: administrator, hr, auditor, leadera, leaderb, officer,
	 * reviewer. */
	people: {
		administrator: Person;
		hr: Person;
		auditor: Person;
		leaderA: Person;
		leaderB: Person;
		/** Is the officer Anh. */
		officer: Person;
		/** Decides appeals. */
		reviewer: Person;
	};
	devices: Record<'a1' | 'a2' | 'b1', { id: number; key: TabletKey }>;
};

const words = (vi: string, en: string): Words => ({
	vi,
	en,
	ja: `${en}（日本語）`,
	zh: `${en}（中文）`,
	ko: `${en} (한국어)`
});

export const QUESTIONNAIRE: Questionnaire = {
	scale: 5,
	askService: words('Dịch vụ hôm nay thế nào?', 'How was the service today?'),
	askOfficer: words('Cán bộ phục vụ thế nào?', 'How was the officer?'),
	reasons: [
		{ code: 'rude', cause: 'officer', fits: 'bad', words: words('Thái độ chưa tốt', 'Not courteous') },
		{ code: 'long-wait', cause: 'waiting', fits: 'bad', words: words('Chờ lâu', 'Long wait') },
		{
			code: 'unclear',
			cause: 'procedure',
			fits: 'bad',
			words: words('Hướng dẫn chưa rõ', 'Unclear guidance')
		},
		{ code: 'system-down', cause: 'system', fits: 'bad', words: words('Hệ thống lỗi', 'System failure') },
		{ code: 'courteous', cause: 'officer', fits: 'good', words: words('Lịch sự', 'Courteous') },
		{ code: 'quick', cause: 'waiting', fits: 'good', words: words('Nhanh', 'Quick') }
	],
	askComment: true
};

/** Founds the town in an empty, migrated database. */
export async function found(db: Db): Promise<Town> {
	const at = instantOf(FIRST_DAY, ZONE, 8);
	const administrator = await join('administrator', 'Quản Trị', 'administrator');
	const org = await db.write(async (tx) => {
		const branch = (code: string, vi: string, en: string, parentId: number | null) =>
			branches.add(
				tx,
				administrator,
				{ code, name: words(vi, en), parentId, zone: ZONE, fromDay: FIRST_DAY },
				at
			);
		const root = await branch('ROOT', 'Chi cục Hải quan Thị Trấn', 'Town Customs', null);
		const a = await branch('A', 'Hải quan A', 'Branch A', root);
		const b = await branch('B', 'Hải quan B', 'Branch B', root);

		const service = (code: string, vi: string, en: string) =>
			services.add(tx, administrator, { code, name: words(vi, en), fromDay: FIRST_DAY }, at);
		const declare = await service('S1', 'Đăng ký tờ khai', 'Declaration');
		const inspect = await service('S2', 'Kiểm tra thực tế hàng hóa', 'Physical inspection');
		const refund = await service('S3', 'Hoàn thuế', 'Duty refund');
		const origin = await service('S4', 'Xuất xứ hàng hóa', 'Origin of goods');
		const amend = await service('S5', 'Sửa đổi tờ khai', 'Amendment of a declaration');

		const officer = (code: string, fullName: string, branchId: number) =>
			officers.add(
				tx,
				administrator,
				{
					code,
					fullName,
					post: words('Công chức hải quan', 'Customs officer'),
					branchId,
					photoId: null,
					fromDay: FIRST_DAY
				},
				at
			);
		const anh = await officer('HQ-01', 'Nguyễn Thị Anh', a);
		const binh = await officer('HQ-02', 'Trần Văn Bình', a);
		const chau = await officer('HQ-03', 'Lê Minh Châu', a);
		const dung = await officer('HQ-04', 'Phạm Quốc Dũng', a);
		const giang = await officer('HQ-05', 'Võ Hương Giang', b);
		const ha = await officer('HQ-06', 'Đặng Thu Hà', b);

		const { questionnaireId } = await questionnaires.add(
			tx,
			administrator,
			{ name: 'Năm mức', content: QUESTIONNAIRE },
			at
		);
		const versionId = await questionnaires.publish(tx, administrator, questionnaireId, at);

		const counter = (code: string, branchId: number, officerMode: 'duty' | 'pick', serviceIds: number[]) =>
			counters.add(
				tx,
				administrator,
				{
					code,
					name: words(`Quầy ${code}`, `Counter ${code}`),
					branchId,
					officerMode,
					questionnaireId,
					serviceIds,
					fromDay: FIRST_DAY
				},
				at
			);
		const a1 = await counter('A1', a, 'duty', [declare, inspect, refund, origin, amend]);
		const a2 = await counter('A2', a, 'duty', [declare, inspect]);
		const b1 = await counter('B1', b, 'pick', [declare]);

		for (const [officerId, counterId] of [
			[anh, a1],
			[binh, a2],
			[giang, b1],
			[ha, b1]
		] as const)
			await duty.assign(tx, administrator, { officerId, counterId, fromAt: at, untilAt: null }, at);
		return {
			branches: { root, a, b },
			services: { declare, inspect, refund, origin, amend },
			officers: { anh, binh, chau, dung, giang, ha },
			counters: { a1, a2, b1 },
			questionnaire: { id: questionnaireId, versionId, content: QUESTIONNAIRE }
		};
	});

	const paired = {
		a1: await device('Máy A1', org.counters.a1, 'TWNA1A1A'),
		a2: await device('Máy A2', org.counters.a2, 'TWNA2A2A'),
		b1: await device('Máy B1', org.counters.b1, 'TWNB1B1B')
	};
	return {
		...org,
		people: {
			administrator,
			hr: await join('hr', 'Nhân Sự', 'hr'),
			auditor: await join('auditor', 'Kiểm Tra', 'auditor'),
			leaderA: await join('leadera', 'Trưởng A', 'leader', { branchIds: [org.branches.a] }),
			leaderB: await join('leaderb', 'Trưởng B', 'leader', { branchIds: [org.branches.b] }),
			officer: await join('officer', 'Nguyễn Thị Anh', 'officer', { officerId: org.officers.anh }),
			reviewer: await join('reviewer', 'Xét Khiếu Nại', 'reviewer')
		},
		devices: paired
	};

	async function join(
		username: string,
		name: string,
		role: Role,
		given: { branchIds?: number[]; officerId?: number } = {}
	): Promise<Person> {
		const id = await people.add(
			db,
			SYSTEM,
			{
				name,
				username,
				password: PASSWORD,
				role,
				language: 'vi',
				officerId: given.officerId ?? null,
				branchIds: given.branchIds ?? []
			},
			at
		);
		const joined = await person(db.read, id);
		if (!joined) throw new Error(`${username} is not there`);
		return joined;
	}

	/** Paired the day before "now", with a key that a test can sign with. */
	function device(deviceName: string, counterId: number, code: string) {
		const pairedAt = NOW - 86_400_000;
		const key = newKey();
		const settings = {
			deviceName,
			counterId,
			languages: [...LANGUAGES],
			defaultLanguage: 'vi' as const,
			idleSeconds: 30,
			countdownSeconds: 10
		};
		return db.write(async (tx) => {
			await devices.invite(tx, administrator, settings, code, pairedAt);
			const newcomer = { publicKey: key.publicKey, userAgent: 'Town tablet' };
			const { id } = await devices.pair(tx, code, newcomer, pairedAt);
			return { id, key };
		});
	}
}
