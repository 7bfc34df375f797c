// The department, its five branches and their fifteen counters. Places and units are invented; no customs unit of
// these names exists.
import type { Language, Words } from '../../../shared/language';

export const ZONE = 'Asia/Ho_Chi_Minh';

export type CounterSeed = {
	code: string;
	name: Words;
	/** Codes of the services it offers. */
	services: readonly string[];
	officerMode: 'duty' | 'pick';
	/** How many officers sit there at a time; more than one only where the customer picks. */
	seats: number;
	/** How many come, against other counters. */
	weight: number;
};

export type BranchSeed = {
	code: string;
	name: Words;
	opensSaturday: boolean;
	/** How many officers it has when the year begins. */
	officers: number;
	counters: readonly CounterSeed[];
	/** Which languages its customers choose, in percent. */
	languages: Record<Language, number>;
};

export const DEPARTMENT: { code: string; name: Words } = {
	code: 'BTD',
	name: {
		vi: 'Chi cục Hải quan khu vực Bến Thành Đông',
		en: 'Ben Thanh Dong Regional Customs',
		ja: 'ベンタインドン地域税関',
		zh: '滨城东区域海关分局',
		ko: '벤타인동 지역세관'
	}
};

/** "Quầy 1 – Tờ khai": a counter's number and, in five languages, what it is for. */
function counter(
	code: string,
	what: Words,
	services: readonly string[],
	{ mode = 'duty', seats = 1, weight = 1 }: { mode?: 'duty' | 'pick'; seats?: number; weight?: number } = {}
): CounterSeed {
	const number = code.slice(code.lastIndexOf('Q') + 1);
	return {
		code,
		name: {
			vi: `Quầy ${number} – ${what.vi}`,
			en: `Counter ${number} – ${what.en}`,
			ja: `${number}番窓口 – ${what.ja}`,
			zh: `${number}号窗口 – ${what.zh}`,
			ko: `${number}번 창구 – ${what.ko}`
		},
		services,
		officerMode: mode,
		seats,
		weight
	};
}

const DECLARATION = { vi: 'Tờ khai', en: 'Declarations', ja: '申告', zh: '报关', ko: '신고' };
const INSPECTION = { vi: 'Kiểm hóa', en: 'Inspection', ja: '検査', zh: '查验', ko: '검사' };
const SETTLEMENT = {
	vi: 'Gia công, sản xuất xuất khẩu',
	en: 'Processing and export production',
	ja: '加工・輸出生産',
	zh: '加工贸易',
	ko: '임가공·수출생산'
};
const ORIGIN = { vi: 'Xuất xứ', en: 'Origin', ja: '原産地', zh: '原产地', ko: '원산지' };
const DUTY = { vi: 'Thuế', en: 'Duties', ja: '関税', zh: '税款', ko: '관세' };
const TRANSIT = { vi: 'Quá cảnh', en: 'Transit', ja: '通過貨物', zh: '过境', ko: '통과 화물' };
const VALUE = { vi: 'Trị giá', en: 'Customs value', ja: '評価', zh: '估价', ko: '관세평가' };
const REFUND = { vi: 'Hoàn thuế', en: 'Refunds', ja: '還付', zh: '退税', ko: '환급' };

export const BRANCHES: readonly BranchSeed[] = [
	{
		code: 'BTD-01',
		name: {
			vi: 'Hải quan cảng Hòa Giang',
			en: 'Hoa Giang Port Customs',
			ja: 'ホアザン港税関',
			zh: '和江港海关',
			ko: '호아장항 세관'
		},
		opensSaturday: true,
		officers: 10,
		languages: { vi: 66, en: 6, ja: 8, zh: 10, ko: 10 },
		counters: [
			counter('HG-Q1', DECLARATION, ['TK-XNK', 'SD-HTK', 'TK-VNACCS'], { weight: 1.4 }),
			counter('HG-Q2', INSPECTION, ['KT-TTHH']),
			counter('HG-Q3', ORIGIN, ['XX-CO', 'TN-TX']),
			counter('HG-Q4', DUTY, ['NT-AD', 'GC-SXXK', 'SD-HTK'])
		]
	},
	{
		code: 'BTD-02',
		name: {
			vi: 'Hải quan Khu công nghiệp Phước Trung',
			en: 'Phuoc Trung Industrial Park Customs',
			ja: 'フックチュン工業団地税関',
			zh: '福中工业园区海关',
			ko: '프억쭝 산업단지 세관'
		},
		opensSaturday: false,
		officers: 8,
		languages: { vi: 56, en: 4, ja: 6, zh: 10, ko: 24 },
		counters: [
			counter('PT-Q1', DECLARATION, ['TK-XNK', 'SD-HTK'], { mode: 'pick', seats: 2, weight: 1.5 }),
			counter('PT-Q2', SETTLEMENT, ['GC-SXXK', 'KT-TTHH']),
			counter('PT-Q3', ORIGIN, ['XX-CO', 'TK-VNACCS', 'NT-AD'])
		]
	},
	{
		code: 'BTD-03',
		name: {
			vi: 'Hải quan Khu chế xuất Tân Lộc',
			en: 'Tan Loc Export Processing Zone Customs',
			ja: 'タンロック輸出加工区税関',
			zh: '新禄出口加工区海关',
			ko: '떤록 수출가공구 세관'
		},
		opensSaturday: false,
		officers: 8,
		languages: { vi: 57, en: 5, ja: 18, zh: 8, ko: 12 },
		counters: [
			counter('TL-Q1', DECLARATION, ['TK-XNK', 'SD-HTK', 'TK-VNACCS'], { weight: 1.3 }),
			counter('TL-Q2', SETTLEMENT, ['GC-SXXK', 'XDT-MS']),
			counter('TL-Q3', INSPECTION, ['KT-TTHH', 'NT-AD', 'HT'])
		]
	},
	{
		code: 'BTD-04',
		name: {
			vi: 'Hải quan cửa khẩu Đèo Vân',
			en: 'Deo Van Border Gate Customs',
			ja: 'デオヴァン国境税関',
			zh: '云岭口岸海关',
			ko: '데오반 국경 세관'
		},
		opensSaturday: true,
		officers: 8,
		languages: { vi: 68, en: 4, ja: 2, zh: 18, ko: 8 },
		counters: [
			counter('DV-Q1', TRANSIT, ['QC', 'TN-TX'], { mode: 'pick', seats: 2, weight: 1.2 }),
			counter('DV-Q2', DECLARATION, ['TK-XNK', 'KT-TTHH', 'TV-TG'], { weight: 1.2 }),
			counter('DV-Q3', ORIGIN, ['XX-CO', 'SD-HTK', 'NT-AD'])
		]
	},
	{
		code: 'BTD-05',
		name: {
			vi: 'Hải quan cảng cạn Bình Thới',
			en: 'Binh Thoi Inland Port Customs',
			ja: 'ビントイ内陸港税関',
			zh: '平泰内陆港海关',
			ko: '빈터이 내륙항 세관'
		},
		opensSaturday: false,
		officers: 6,
		languages: { vi: 66, en: 6, ja: 8, zh: 4, ko: 16 },
		counters: [
			counter('BT-Q1', REFUND, ['HT', 'XDT-MS', 'NT-AD'], { weight: 1.2 }),
			counter('BT-Q2', VALUE, ['TV-TG'], { weight: 0.6 })
		]
	}
];

/** Tân Lộc takes in the high-tech park next door and is called this from then on (planted: see truth.ts). */
export const RENAMED: { branch: string; name: Words } = {
	branch: 'BTD-03',
	name: {
		vi: 'Hải quan Khu chế xuất và Khu công nghệ cao Tân Lộc',
		en: 'Tan Loc Export Processing Zone and High-Tech Park Customs',
		ja: 'タンロック輸出加工区・ハイテクパーク税関',
		zh: '新禄出口加工区及高新技术园区海关',
		ko: '떤록 수출가공구·첨단기술단지 세관'
	}
};
