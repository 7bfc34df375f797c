// The plain satisfaction sheet: how satisfied customers were, and nothing else. The house's own rules, no decree's.
import type { RuleSet } from '../../shared/ruleset';

export const SATISFACTION: RuleSet = {
	name: {
		vi: 'Phiếu hài lòng',
		en: 'Satisfaction sheet',
		ja: '満足度評価票',
		zh: '满意度评分表',
		ko: '만족도 평가표'
	},
	source: {
		vi: 'Quy tắc riêng của phần mềm, không theo văn bản nào: tỷ lệ hài lòng đã kéo về mức chung của nhóm ngang hàng, trên thang 100.',
		en: 'The program’s own rules, of no decree: the share satisfied, drawn to the peers, out of 100.',
		ja: '本システム独自の規則で、法令によるものではありません。比較グループの水準に寄せた満足の割合を100点満点で示します。',
		zh: '系统自定规则，不依据任何法规：向同类组靠拢后的满意率，百分制。',
		ko: '법령이 아닌 시스템 자체 규칙: 비교 집단 수준에 맞춘 만족 비율을 100점 만점으로 나타냄.'
	},
	sureness: 'own_rules',
	subject: 'officer',
	criteria: [
		{
			code: 'satisfaction',
			words: {
				vi: 'Tỷ lệ hài lòng',
				en: 'Share satisfied',
				ja: '満足の割合',
				zh: '满意率',
				ko: '만족 비율'
			},
			explains: null,
			most: 10_000,
			from: { kind: 'formula', text: 'shrunken * 100' }
		}
	],
	sumOf: ['satisfaction'],
	bands: [
		{
			code: 'very_good',
			words: { vi: 'Rất tốt', en: 'Very good', ja: '大変良い', zh: '很好', ko: '매우 좋음' },
			atLeast: 9500
		},
		{
			code: 'good',
			words: { vi: 'Tốt', en: 'Good', ja: '良い', zh: '好', ko: '좋음' },
			atLeast: 8500
		},
		{
			code: 'fair',
			words: { vi: 'Đạt', en: 'Satisfactory', ja: '可', zh: '合格', ko: '보통' },
			atLeast: 7000
		},
		{
			code: 'needs_support',
			words: {
				vi: 'Cần hỗ trợ',
				en: 'Needs support',
				ja: '支援が必要',
				zh: '需要支持',
				ko: '지원 필요'
			},
			atLeast: 0
		}
	],
	minRatings: 30,
	countMarked: true,
	cap: null
};
