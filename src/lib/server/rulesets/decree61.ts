// Decree 61/2018/NĐ-CP on one-stop handling: the sheet of a unit with its nine indices, and the officer's, of five of
// them. The indices and the unit's bands are as running systems have them; the officer's bands are the agency's.
import type { Band, Criterion, RuleSet } from '../../shared/ruleset';
import type { Words } from '../../shared/language';

/** 0 to 2 in steps of 0.1; scored by oneself first, then appraised. */
function index(number: number, words: Words, explains: Words): Criterion {
	return { code: `cs${number}`, words, explains, most: 200, from: { kind: 'given', step: 10, self: true } };
}

const INDICES: Criterion[] = [
	index(
		1,
		{
			vi: 'Thời gian giải quyết so với quy định',
			en: 'Total time against the legal time',
			ja: '法定期間に対する総処理時間',
			zh: '总办理时间与法定时限之比',
			ko: '법정 기한 대비 총 처리 시간'
		},
		{
			vi: 'Ngắn hơn: 2; bằng: 1; dài hơn quy định: 0.',
			en: 'Shorter: 2; equal: 1; longer than the law allows: 0.',
			ja: '短い：2、同じ：1、法定より長い：0。',
			zh: '短于：2；等于：1；长于规定：0。',
			ko: '짧음: 2, 같음: 1, 규정보다 김: 0.'
		}
	),
	index(
		2,
		{
			vi: 'Thời gian thực hiện của từng đơn vị tham gia',
			en: 'Time taken by each unit involved',
			ja: '関与する各部署の処理時間',
			zh: '各参与单位的办理时间',
			ko: '참여 부서별 처리 시간'
		},
		{
			vi: 'Ngắn hơn: 2; bằng: 1; dài hơn quy định: 0.',
			en: 'Shorter: 2; equal: 1; longer than the law allows: 0.',
			ja: '短い：2、同じ：1、法定より長い：0。',
			zh: '短于：2；等于：1；长于规定：0。',
			ko: '짧음: 2, 같음: 1, 규정보다 김: 0.'
		}
	),
	index(
		3,
		{
			vi: 'Số lần phải liên hệ lại để hoàn thiện hồ sơ',
			en: 'Times the applicant had to come back to complete the file',
			ja: '書類を整えるための再来庁の回数',
			zh: '为补齐材料再次联系的次数',
			ko: '서류 보완을 위한 재방문 횟수'
		},
		{
			vi: 'Không lần nào: 2; một lần: 1; nhiều hơn: 0.',
			en: 'None: 2; once: 1; more: 0.',
			ja: 'なし：2、1回：1、それ以上：0。',
			zh: '无：2；一次：1；多于一次：0。',
			ko: '없음: 2, 1회: 1, 그 이상: 0.'
		}
	),
	index(
		4,
		{
			vi: 'Số cơ quan, đơn vị phải liên hệ',
			en: 'Bodies the applicant had to contact',
			ja: '連絡が必要だった機関・部署の数',
			zh: '须联系的机关、单位数量',
			ko: '연락해야 했던 기관·부서 수'
		},
		{
			vi: 'Không phải liên hệ: 2; một: 1; nhiều hơn: 0.',
			en: 'None: 2; one: 1; more: 0.',
			ja: 'なし：2、1か所：1、それ以上：0。',
			zh: '无：2；一个：1；多于一个：0。',
			ko: '없음: 2, 1곳: 1, 그 이상: 0.'
		}
	),
	index(
		5,
		{
			vi: 'Tổ chức tiếp nhận và trả kết quả tại Bộ phận Một cửa',
			en: 'How the one-stop desk is organised',
			ja: 'ワンストップ窓口の受付・交付体制',
			zh: '“一站式”窗口的受理与出件组织',
			ko: '원스톱 창구의 접수·교부 운영'
		},
		{
			vi: 'Chấm theo mức độ bố trí của Bộ phận Một cửa.',
			en: 'By how well the one-stop desk is set up.',
			ja: 'ワンストップ窓口の整備状況により採点。',
			zh: '按“一站式”窗口的设置情况评分。',
			ko: '원스톱 창구의 운영 수준에 따라 채점.'
		}
	),
	index(
		6,
		{
			vi: 'Công khai thủ tục hành chính',
			en: 'Publication of procedures',
			ja: '行政手続の公開',
			zh: '行政手续公开',
			ko: '행정 절차 공개'
		},
		{
			vi: 'Niêm yết và điện tử: 2; một hình thức: 1; không: 0.',
			en: 'Posted and electronic: 2; one of them: 1; none: 0.',
			ja: '掲示と電子：2、いずれか：1、なし：0。',
			zh: '张贴并电子公开：2；其一：1；无：0。',
			ko: '게시와 전자 공개: 2, 하나만: 1, 없음: 0.'
		}
	),
	index(
		7,
		{
			vi: 'Thái độ phục vụ',
			en: 'Attitude',
			ja: '応対態度',
			zh: '服务态度',
			ko: '응대 태도'
		},
		{
			vi: 'Trước hạn, không bị phản ánh: 2; đúng hạn, không bị phản ánh: 1; bị phản ánh: 0. Phản ánh sai sự thật hoặc vu khống thì không tính.',
			en: 'Early and no complaint: 2; on time and no complaint: 1; a complaint: 0. A complaint found untrue or slanderous is not counted.',
			ja: '期限前で苦情なし：2、期限内で苦情なし：1、苦情あり：0。事実でない、または中傷と認められた苦情は数えない。',
			zh: '提前且无投诉：2；按期且无投诉：1；有投诉：0。经认定不实或诬告的投诉不计。',
			ko: '기한 전·민원 없음: 2, 기한 내·민원 없음: 1, 민원 있음: 0. 사실이 아니거나 비방으로 확인된 민원은 세지 않음.'
		}
	),
	index(
		8,
		{
			vi: 'Tiếp thu, giải trình phản ánh, kiến nghị',
			en: 'Feedback answered in time',
			ja: '意見・要望への期限内の回答',
			zh: '按时答复意见建议',
			ko: '의견·건의 기한 내 답변'
		},
		{
			vi: 'Trả lời đúng hạn 100 %: 2; từ 90 %: 1; dưới 90 %: 0.',
			en: '100 % in time: 2; 90 % or more: 1; less: 0.',
			ja: '期限内100%：2、90%以上：1、それ未満：0。',
			zh: '按时 100%：2；90% 及以上：1；不足 90%：0。',
			ko: '기한 내 100%: 2, 90% 이상: 1, 그 미만: 0.'
		}
	),
	index(
		9,
		{
			vi: 'Cung cấp dịch vụ công trực tuyến',
			en: 'Online service',
			ja: 'オンライン行政サービスの提供',
			zh: '在线政务服务',
			ko: '온라인 공공 서비스 제공'
		},
		{
			vi: 'Chấm theo mức độ cung cấp dịch vụ trực tuyến.',
			en: 'By how far the service is offered online.',
			ja: 'オンライン提供の程度により採点。',
			zh: '按在线提供程度评分。',
			ko: '온라인 제공 수준에 따라 채점.'
		}
	)
];

const BANDS: Band[] = [
	{
		code: 'excellent',
		words: { vi: 'Xuất sắc', en: 'Excellent', ja: '優秀', zh: '优秀', ko: '우수' },
		atLeast: 1500
	},
	{ code: 'good', words: { vi: 'Tốt', en: 'Good', ja: '良好', zh: '良好', ko: '양호' }, atLeast: 1200 },
	{
		code: 'fair',
		words: { vi: 'Khá', en: 'Fair', ja: 'やや良', zh: '较好', ko: '비교적 양호' },
		atLeast: 900
	},
	{
		code: 'average',
		words: { vi: 'Trung bình', en: 'Average', ja: '普通', zh: '一般', ko: '보통' },
		atLeast: 600
	},
	{ code: 'weak', words: { vi: 'Yếu', en: 'Weak', ja: '不十分', zh: '较差', ko: '미흡' }, atLeast: 0 }
];

export const UNIT: RuleSet = {
	name: {
		vi: 'Phiếu đơn vị theo Nghị định 61/2018/NĐ-CP',
		en: 'Unit sheet, Decree 61/2018/NĐ-CP',
		ja: '部署評価票（政令61/2018/NĐ-CP）',
		zh: '单位评分表（第 61/2018/NĐ-CP 号议定）',
		ko: '부서 평가표(시행령 61/2018/NĐ-CP)'
	},
	source: {
		vi: 'Nghị định 61/2018/NĐ-CP: chín chỉ số, tổng 18 điểm, xếp loại đơn vị ở 15, 12, 9 và 6 điểm. Hỏi bộ phận pháp chế xem quy định hiện hành có sửa đổi không.',
		en: 'Decree 61/2018/NĐ-CP: nine indices, 18 points in all, bands of a unit at 15, 12, 9 and 6. Check with your legal department whether it has been amended.',
		ja: '政令61/2018/NĐ-CP：9指標、合計18点、部署の区分は15・12・9・6点。改正の有無を法務担当に確認してください。',
		zh: '第 61/2018/NĐ-CP 号议定：九项指标，共 18 分，单位等次以 15、12、9、6 分为界。是否已有修订，请向法务部门核实。',
		ko: '시행령 61/2018/NĐ-CP: 9개 지표, 총 18점, 부서 등급은 15·12·9·6점. 개정 여부는 법무 담당에 확인하십시오.'
	},
	sureness: 'legal_check',
	subject: 'unit',
	criteria: INDICES,
	sumOf: INDICES.map(({ code }) => code),
	bands: BANDS,
	minRatings: 30,
	countMarked: true,
	cap: null
};

const OFFICERS = ['cs1', 'cs2', 'cs3', 'cs4', 'cs7'];

export const OFFICER: RuleSet = {
	name: {
		vi: 'Phiếu công chức theo Nghị định 61/2018/NĐ-CP',
		en: 'Officer sheet, Decree 61/2018/NĐ-CP',
		ja: '職員評価票（政令61/2018/NĐ-CP）',
		zh: '公务员评分表（第 61/2018/NĐ-CP 号议定）',
		ko: '공무원 평가표(시행령 61/2018/NĐ-CP)'
	},
	source: {
		vi: 'Chỉ số 1, 2, 3, 4 và 7, tối đa 10 điểm. Mức xếp loại do cơ quan quy định: đặt các mức rồi mới công bố. Hỏi bộ phận pháp chế trước.',
		en: 'Indices 1, 2, 3, 4 and 7, at most 10 points. The agency sets the bands: put them in before publishing. Check with your legal department first.',
		ja: '指標1・2・3・4・7、最高10点。区分は各機関が定めます。区分を設定してから公開してください。事前に法務担当に確認してください。',
		zh: '第 1、2、3、4、7 项指标，最高 10 分。等次由机关自定：先设等次再发布，并请先向法务部门核实。',
		ko: '지표 1·2·3·4·7, 최고 10점. 등급은 기관이 정하므로 등급을 넣은 뒤 공포하십시오. 먼저 법무 담당에 확인하십시오.'
	},
	sureness: 'legal_check',
	subject: 'officer',
	criteria: INDICES.filter(({ code }) => OFFICERS.includes(code)),
	sumOf: OFFICERS,
	bands: [],
	minRatings: 30,
	countMarked: true,
	cap: null
};
