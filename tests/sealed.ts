// A sealed sheet as tests need one: of nobody's, put together by hand, with something in every part of it.
import type { SheetContent, Sealed } from '../src/lib/shared/appraisal';
import { canonical } from '../src/lib/shared/canonical';
import type { Share } from '../src/lib/shared/figures';
import type { Words } from '../src/lib/shared/language';
import type { Pack } from '../src/lib/shared/pack';
import type { RuleSet } from '../src/lib/shared/ruleset';
import { hash } from '../src/lib/server/db/chain';

export const SEALED_AT = Date.parse('2026-10-12T03:00:00Z');
const HOUR_MS = 3_600_000;

const words = (vi: string, en = '', ja = '', zh = '', ko = ''): Words => ({ vi, en, ja, zh, ko });
const share = (n: number, count: number, half = 0.06): Share => ({
	n,
	count,
	share: n === 0 ? null : count / n,
	low: n === 0 ? null : Math.max(0, count / n - half),
	high: n === 0 ? null : Math.min(1, count / n + half)
});

const RULES: RuleSet = {
	name: words(
		'Phiếu cán bộ theo Nghị định 61/2018',
		'Decree 61/2018, officer sheet',
		'政令61/2018 職員票',
		'第61/2018号法令 工作人员表',
		'시행령 61/2018 공무원표'
	),
	source: null,
	sureness: 'legal_check',
	subject: 'officer',
	criteria: [
		{
			code: 'time',
			words: words(
				'Tổng thời gian giải quyết so với quy định',
				'Total time against the legal time',
				'法定期間に対する総処理時間',
				'总办理时间与法定时间之比',
				'법정 기간 대비 총 처리 시간'
			),
			explains: null,
			most: 200,
			from: { kind: 'given', step: 10, self: true }
		},
		{
			code: 'attitude',
			words: words('Thái độ phục vụ', 'Attitude', '応対の態度', '服务态度', '응대 태도'),
			explains: null,
			most: 200,
			from: { kind: 'formula', text: 'satisfied * 2' }
		}
	],
	sumOf: ['time', 'attitude'],
	bands: [
		{ code: 'excellent', words: words('Xuất sắc', 'Excellent', '優秀', '优秀', '우수'), atLeast: 360 },
		{ code: 'good', words: words('Tốt', 'Good', '良好', '良好', '양호'), atLeast: 300 },
		{ code: 'weak', words: words('Yếu', 'Weak', '不十分', '较差', '미흡'), atLeast: 0 }
	],
	minRatings: 30,
	countMarked: true,
	cap: null
};

export const CONTENT: SheetContent = {
	form: 1,
	period: { id: 1, kind: 'quarter', from: '2026-07-01', to: '2026-09-30', mode: 'appraisal' },
	subject: {
		kind: 'officer',
		officerId: 7,
		code: 'BTD1002',
		name: 'Nguyễn Thị Thuở Ngữ',
		post: words('Kiểm tra viên', 'Inspector', '検査官', '检查员', '검사관'),
		branchId: 3,
		branch: words(
			'Hải quan cửa khẩu Mộc Bài',
			'Mộc Bài Border Gate Customs',
			'モクバイ国境税関',
			'木牌口岸海关',
			'목바이 국경세관'
		)
	},
	ruleSet: { id: 2, code: 'decree61-officer', version: 3, content: RULES },
	moment: { position: 15_230, entryId: 41, markId: 388 },
	privacy: { minCell: 5, minSample: 30 },
	grades: [
		{
			scale: 5,
			n: 148,
			counts: [3, 6, 12, 51, 76],
			satisfied: share(148, 127),
			dissatisfied: share(148, 9, 0.04),
			mean: { n: 148, mean: 4.29, low: 4.14, high: 4.44 },
			unmarked: share(139, 120)
		}
	],
	shrunken: { share: 0.866, low: 0.81, high: 0.909 },
	adjusted: { share: 0.871, low: 0.812, high: 0.917, ratio: 1.01 },
	peers: {
		group: 'Làm thủ tục tại quầy',
		members: 24,
		scale: 5,
		n: 3_482,
		satisfied: share(3_482, 3_020, 0.012),
		prior: { mean: 0.867, alpha: 52, beta: 8 },
		standard: null
	},
	verdict: 'same',
	causes: {
		bad: 9,
		officer: 2,
		elsewhere: 6,
		unnamed: 1,
		by: { officer: 2, waiting: 5, procedure: 2, system: 1, premises: 0, rules: 1 }
	},
	standing: { marked: 9, struck: 1, settled: 2, late: 4 },
	coverage: { served: 512, rated: 148, share: 148 / 512 },
	services: [
		{
			serviceId: 1,
			name: words('Tờ khai nhập khẩu', 'Import declaration', '輸入申告', '进口申报', '수입 신고'),
			n: 90,
			satisfied: share(90, 76)
		},
		{
			serviceId: 2,
			name: words('Tờ khai xuất khẩu', 'Export declaration', '輸出申告', '出口申报', '수출 신고'),
			n: 58,
			satisfied: share(58, 51)
		}
	],
	earlier: [
		{ from: '2026-04-01', to: '2026-06-30', n: 131, satisfied: share(131, 110) },
		{
			from: '2026-01-01',
			to: '2026-03-31',
			n: 12,
			satisfied: { n: 12, count: 10, share: null, low: null, high: null }
		}
	],
	replies: 3,
	appeals: { open: 0, upheld: 1, rejected: 1, withdrawn: 0 }
};

/** One of the sheet with this number, with changes to its content. */
export function sealed(sheetId = 1, over: Partial<SheetContent> = {}): Sealed {
	const content = { ...CONTENT, ...over };
	const given = { self: { time: 190 }, appraised: { time: 180 } };
	return {
		form: 1,
		sheetId,
		content,
		contentHash: hash(canonical(content)),
		given,
		outcome: {
			criteria: [
				{ code: 'time', points: 180, low: 180, high: 180, self: 190, why: 'given' },
				{ code: 'attitude', points: 172, low: 160, high: 184, self: null, why: 'formula' }
			],
			...{ total: 352, low: 340, high: 364, of: 400, band: 'good', possible: ['excellent', 'good'] },
			edges: [{ band: 'excellent', atLeast: 360 }]
		},
		standing: {
			state: 'signed',
			given,
			decision: {
				...{ band: 'excellent', by: 'Trần Văn Khởi', at: SEALED_AT - 72 * HOUR_MS },
				reason: 'Hoàn thành xuất sắc đợt thông quan cao điểm tháng 9.'
			},
			contested: { reason: 'Có hai lượt đánh giá nhầm quầy.', at: SEALED_AT - 48 * HOUR_MS },
			answered: {
				reason: 'Một lượt đã được loại bỏ theo khiếu nại; lượt kia đúng quầy.',
				...{ by: 'Phạm Thị Nhân', at: SEALED_AT - 24 * HOUR_MS }
			},
			acknowledgedAt: null,
			signedLeader: { by: 'Trần Văn Khởi', at: SEALED_AT - HOUR_MS },
			signedHr: { by: 'Phạm Thị Nhân', at: SEALED_AT, sealId: 1 },
			excused: null
		},
		appeals: [
			{ id: 11, ground: 'wrong_counter', state: 'upheld' },
			{ id: 12, ground: 'about_rules', state: 'rejected' }
		],
		checkpoint: { number: 118, hash: hash('checkpoint'), at: SEALED_AT },
		sealedAt: SEALED_AT
	};
}

/** As a pack; `draft`: before it was sealed. */
export function pack(of: Sealed = sealed(), draft = false): Pack {
	const { sheetId, content, contentHash, given, outcome, standing, appeals, checkpoint, sealedAt } = of;
	const text = canonical(of);
	return {
		...{ sheetId, content, contentHash, given, outcome, standing, appeals },
		rulesFrom: '2026-01-01',
		branchCode: 'BTD-01',
		above: words(
			'Chi cục Hải quan khu vực XVII',
			'Regional Customs XVII',
			'第17地域税関',
			'第十七区海关',
			'제17지역 세관'
		),
		seal: draft ? null : { number: 1, hash: hash(text), at: sealedAt, checkpoint },
		text: draft ? null : text
	};
}
