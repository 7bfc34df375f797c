// What the demo world asks at its counters: five faces, two questions, and reasons for every cause, good and bad.
import type { Words } from '../../../shared/language';
import type { Questionnaire, Reason } from '../../../shared/questionnaire';
import type { Cause } from '../../../shared/rating';

export const QUESTIONNAIRE_NAME = 'Phiếu hài lòng tại quầy';

function reason(cause: Cause, fits: 'bad' | 'good', code: string, words: Words): Reason {
	return { code, cause, fits, words };
}

export const QUESTIONNAIRE: Questionnaire = {
	scale: 5,
	askService: {
		vi: 'Dịch vụ hôm nay thế nào?',
		en: 'How was the service today?',
		ja: '本日のサービスはいかがでしたか？',
		zh: '您对今天的服务满意吗？',
		ko: '오늘 서비스는 어떠셨습니까?'
	},
	askOfficer: {
		vi: 'Cán bộ phục vụ thế nào?',
		en: 'How was the officer who served you?',
		ja: '担当職員の対応はいかがでしたか？',
		zh: '您对工作人员满意吗？',
		ko: '담당 직원은 어떠셨습니까?'
	},
	reasons: [
		reason('waiting', 'bad', 'long-wait', {
			vi: 'Chờ lâu',
			en: 'Long wait',
			ja: '待ち時間が長い',
			zh: '等候时间长',
			ko: '대기 시간이 길다'
		}),
		reason('waiting', 'bad', 'late-result', {
			vi: 'Trễ hẹn trả kết quả',
			en: 'Result later than promised',
			ja: '結果が約束より遅い',
			zh: '未按时出结果',
			ko: '약속보다 늦은 처리'
		}),
		reason('officer', 'bad', 'not-courteous', {
			vi: 'Thái độ chưa đúng mực',
			en: 'Not courteous',
			ja: '応対が丁寧でない',
			zh: '态度不好',
			ko: '불친절함'
		}),
		reason('officer', 'bad', 'unclear-guidance', {
			vi: 'Hướng dẫn chưa rõ',
			en: 'Guidance not clear',
			ja: '説明が分かりにくい',
			zh: '解释不清楚',
			ko: '안내가 불분명함'
		}),
		reason('procedure', 'bad', 'too-many-papers', {
			vi: 'Nhiều giấy tờ',
			en: 'Too many papers',
			ja: '書類が多い',
			zh: '材料太多',
			ko: '서류가 많음'
		}),
		reason('procedure', 'bad', 'came-back', {
			vi: 'Phải bổ sung nhiều lần',
			en: 'Had to come back to complete',
			ja: '何度も追加提出',
			zh: '多次补充材料',
			ko: '여러 번 보완 요구'
		}),
		reason('system', 'bad', 'system-failure', {
			vi: 'Hệ thống lỗi, chậm',
			en: 'System failed or slow',
			ja: 'システムの不具合・遅延',
			zh: '系统故障或缓慢',
			ko: '시스템 오류·지연'
		}),
		reason('premises', 'bad', 'poor-premises', {
			vi: 'Chỗ chờ, bãi kiểm hóa bất tiện',
			en: 'Waiting area or yard inconvenient',
			ja: '待合室・検査場が不便',
			zh: '等候区或查验场不便',
			ko: '대기실·검사장 불편'
		}),
		reason('rules', 'bad', 'unclear-rules', {
			vi: 'Quy định khó hiểu, chưa thống nhất',
			en: 'Rules unclear or applied unevenly',
			ja: '規定が分かりにくい・不統一',
			zh: '规定不清楚或不统一',
			ko: '규정이 어렵거나 일관되지 않음'
		}),
		reason('officer', 'good', 'courteous', {
			vi: 'Lịch sự, tận tình',
			en: 'Courteous and helpful',
			ja: '丁寧で親切',
			zh: '礼貌热情',
			ko: '친절하고 정중함'
		}),
		reason('officer', 'good', 'knows-the-work', {
			vi: 'Thạo nghiệp vụ',
			en: 'Knows the work',
			ja: '業務に詳しい',
			zh: '业务熟练',
			ko: '업무에 능숙함'
		}),
		reason('waiting', 'good', 'quick', {
			vi: 'Nhanh chóng',
			en: 'Quick',
			ja: '迅速',
			zh: '办理快捷',
			ko: '신속함'
		}),
		reason('procedure', 'good', 'clear-procedure', {
			vi: 'Thủ tục rõ ràng',
			en: 'Clear procedure',
			ja: '手続きが分かりやすい',
			zh: '手续清楚',
			ko: '절차가 명확함'
		}),
		reason('system', 'good', 'system-works', {
			vi: 'Hệ thống ổn định',
			en: 'System works well',
			ja: 'システムが安定',
			zh: '系统稳定',
			ko: '시스템이 안정적'
		}),
		reason('premises', 'good', 'good-premises', {
			vi: 'Nơi chờ sạch, tiện nghi',
			en: 'Clean, comfortable waiting area',
			ja: '清潔で快適な待合室',
			zh: '环境整洁舒适',
			ko: '깨끗하고 편안한 대기실'
		}),
		reason('rules', 'good', 'rules-explained', {
			vi: 'Giải thích rõ quy định',
			en: 'Rules well explained',
			ja: '規定の説明が明快',
			zh: '规定解释清楚',
			ko: '규정을 잘 설명함'
		})
	],
	askComment: true
};
