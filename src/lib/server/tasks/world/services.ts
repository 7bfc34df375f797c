// Twelve procedures that businesses come to a customs counter for, in five languages; how many come for each, how
// satisfied they are by construction, and what those who are not complain of.
import type { Words } from '../../../shared/language';
import type { Cause } from '../../../shared/rating';

export type ServiceSeed = {
	code: string;
	name: Words;
	/** How many come for it where it is offered, against the others. */
	weight: number;
	/** Added to the service's level (truth.ts): 0 is the middle, below it less satisfied. */
	effect: number;
	/** What complaints about it are of, against each other. What stands not here weighs 1. */
	causes: Partial<Record<Cause, number>>;
};

/** The demo world's own. */
export const SERVICES: readonly ServiceSeed[] = [
	{
		code: 'TK-XNK',
		name: {
			vi: 'Đăng ký tờ khai xuất khẩu, nhập khẩu',
			en: 'Import and export declaration',
			ja: '輸出入申告の登録',
			zh: '进出口报关单申报',
			ko: '수출입 신고 등록'
		},
		weight: 10,
		effect: 0.25,
		causes: { waiting: 3, system: 3 }
	},
	{
		code: 'KT-TTHH',
		name: {
			vi: 'Kiểm tra thực tế hàng hóa',
			en: 'Physical inspection of goods',
			ja: '貨物の現物検査',
			zh: '货物查验',
			ko: '물품 실물 검사'
		},
		weight: 6,
		effect: -0.35,
		causes: { waiting: 5, premises: 3 }
	},
	{
		code: 'HT',
		name: {
			vi: 'Hoàn thuế xuất khẩu, nhập khẩu',
			en: 'Refund of import and export duty',
			ja: '輸出入税の還付',
			zh: '进出口税退还',
			ko: '수출입 관세 환급'
		},
		weight: 4,
		effect: -0.7,
		causes: { procedure: 5, rules: 4, waiting: 2 }
	},
	{
		code: 'TV-TG',
		name: {
			vi: 'Tham vấn trị giá hải quan',
			en: 'Consultation on customs value',
			ja: '課税価格に関する協議',
			zh: '海关估价磋商',
			ko: '과세가격 협의'
		},
		weight: 3,
		effect: -1.1,
		causes: { rules: 5, procedure: 3, officer: 2 }
	},
	{
		code: 'XDT-MS',
		name: {
			vi: 'Xác định trước mã số hàng hóa',
			en: 'Advance ruling on tariff classification',
			ja: '関税分類の事前教示',
			zh: '商品归类预裁定',
			ko: '품목분류 사전심사'
		},
		weight: 2,
		effect: -0.15,
		causes: { rules: 3, procedure: 3, waiting: 2 }
	},
	{
		code: 'XX-CO',
		name: {
			vi: 'Kiểm tra, xác định xuất xứ hàng hóa (C/O)',
			en: 'Verification of origin (C/O)',
			ja: '原産地の確認（C/O）',
			zh: '原产地审核（C/O）',
			ko: '원산지 확인 (C/O)'
		},
		weight: 5,
		effect: 0.1,
		causes: { procedure: 3, rules: 2 }
	},
	{
		code: 'TN-TX',
		name: {
			vi: 'Tạm nhập – tái xuất',
			en: 'Temporary import for re-export',
			ja: '一時輸入・再輸出',
			zh: '暂时进口复出口',
			ko: '일시수입 후 재수출'
		},
		weight: 3,
		effect: 0,
		causes: { procedure: 3, waiting: 2 }
	},
	{
		code: 'QC',
		name: {
			vi: 'Hàng hóa quá cảnh',
			en: 'Goods in transit',
			ja: '通過貨物の手続',
			zh: '过境货物',
			ko: '통과 화물'
		},
		weight: 5,
		effect: 0.2,
		causes: { waiting: 3, premises: 2 }
	},
	{
		code: 'GC-SXXK',
		name: {
			vi: 'Báo cáo quyết toán gia công, sản xuất xuất khẩu',
			en: 'Settlement report for processing and export production',
			ja: '委託加工・輸出生産の精算報告',
			zh: '加工贸易及出口生产核销',
			ko: '임가공·수출생산 정산 보고'
		},
		weight: 4,
		effect: -0.5,
		causes: { procedure: 4, rules: 3, system: 2 }
	},
	{
		code: 'NT-AD',
		name: {
			vi: 'Nộp thuế, ấn định thuế',
			en: 'Payment and assessment of duty',
			ja: '関税の納付・税額の決定',
			zh: '缴纳与核定税款',
			ko: '관세 납부 및 부과'
		},
		weight: 5,
		effect: 0.05,
		causes: { system: 3, rules: 2 }
	},
	{
		code: 'TK-VNACCS',
		name: {
			vi: 'Đăng ký tài khoản VNACCS',
			en: 'VNACCS user registration',
			ja: 'VNACCS 利用者登録',
			zh: 'VNACCS 用户注册',
			ko: 'VNACCS 사용자 등록'
		},
		weight: 3,
		effect: 0.45,
		causes: { system: 6 }
	},
	{
		code: 'SD-HTK',
		name: {
			vi: 'Sửa đổi, bổ sung, hủy tờ khai',
			en: 'Amendment and cancellation of declarations',
			ja: '申告の訂正・取消',
			zh: '报关单修改与撤销',
			ko: '신고 정정·취하'
		},
		weight: 5,
		effect: 0.1,
		causes: { procedure: 3, system: 2 }
	}
];

/** Plain ones behind them, for a larger world: as many come for each, and none is harder than the middle. */
const FURTHER: readonly ServiceSeed[] = Array.from({ length: 28 }, (_, index) => {
	const number = SERVICES.length + index + 1;
	return {
		code: `TT-${number}`,
		name: {
			vi: `Thủ tục số ${number}`,
			en: `Procedure ${number}`,
			ja: `手続き第${number}号`,
			zh: `第${number}号手续`,
			ko: `제${number}호 절차`
		},
		weight: 4,
		effect: 0,
		causes: {}
	};
});

/** Every service there can be; a plan takes the first so many. */
export const ALL: readonly ServiceSeed[] = [...SERVICES, ...FURTHER];
