// Decree 335/2025/NĐ-CP, grading of civil servants from 2026: 30 points of general criteria, in which satisfaction is
// one part, and 70 of task results. The bands are of the whole 100, so the task points are part of this sheet: bands of
// a hundred cannot be laid on thirty.
import type { RuleSet } from '../../shared/ruleset';

export const GRADING: RuleSet = {
	name: {
		vi: 'Xếp loại công chức theo Nghị định 335/2025/NĐ-CP, có điểm hài lòng',
		en: 'Grading under Decree 335/2025/NĐ-CP, with satisfaction',
		ja: '職員の等級評価（政令335/2025/NĐ-CP、満足度を含む）',
		zh: '公务员等次评定（第 335/2025/NĐ-CP 号议定，含满意度）',
		ko: '공무원 등급 평정(시행령 335/2025/NĐ-CP, 만족도 포함)'
	},
	source: {
		vi: '30 điểm tiêu chí chung, 70 điểm kết quả nhiệm vụ; mức 90, 70, 50; xuất sắc không quá 20 % số tốt. Chia 10 + 20 điểm là gợi ý: hãy lập phiên bản riêng. Hỏi bộ phận pháp chế.',
		en: '30 points general criteria, 70 task results; bands 90, 70, 50; excellent at most 20 % of the good. The split 10 + 20 is a proposal: make your own version. Check with your legal department.',
		ja: '共通項目30点、業務成果70点。区分は90・70・50点、最上位は「良好」の20%以内。10点＋20点の配分は一案です。自機関の版を作り、法務担当に確認してください。',
		zh: '通用标准 30 分，任务结果 70 分；等次 90、70、50；优秀不超过良好的 20%。10＋20 的划分仅为建议，请另立版本，并向法务部门核实。',
		ko: '공통 기준 30점, 업무 결과 70점. 등급은 90·70·50, 최우수는 우수의 20% 이내. 10+20 배분은 제안이므로 자체 판을 만들고 법무 담당에 확인하십시오.'
	},
	sureness: 'legal_check',
	subject: 'officer',
	criteria: [
		{
			code: 'satisfaction',
			words: {
				vi: 'Thái độ phục vụ người dân, doanh nghiệp (tiêu chí chung)',
				en: 'Attitude to people and businesses (general criteria)',
				ja: '市民・企業への応対（共通項目）',
				zh: '对群众和企业的态度（通用标准）',
				ko: '국민·기업에 대한 태도(공통 기준)'
			},
			explains: {
				vi: 'Tính từ tỷ lệ hài lòng đã kéo về mức chung của nhóm ngang hàng, để ít lượt đánh giá không quyết định thay.',
				en: 'From the share satisfied, drawn to the peers, so that a few ratings do not decide.',
				ja: '少数の評価だけで決まらないよう、比較グループの水準に寄せた満足の割合から算出。',
				zh: '由向同类组靠拢后的满意率算出，避免少数评价决定结果。',
				ko: '소수의 평가가 결과를 좌우하지 않도록 비교 집단 수준에 맞춘 만족 비율로 계산.'
			},
			most: 1000,
			from: { kind: 'formula', text: 'shrunken * 10' }
		},
		{
			code: 'general',
			words: {
				vi: 'Các tiêu chí chung khác',
				en: 'Other general criteria',
				ja: 'その他の共通項目',
				zh: '其他通用标准',
				ko: '그 밖의 공통 기준'
			},
			explains: null,
			most: 2000,
			from: { kind: 'given', step: 50, self: true }
		},
		{
			code: 'tasks',
			words: {
				vi: 'Kết quả thực hiện nhiệm vụ',
				en: 'Task results',
				ja: '業務成果',
				zh: '任务完成结果',
				ko: '업무 수행 결과'
			},
			explains: {
				vi: 'Nhập từ hệ thống theo dõi nhiệm vụ của cơ quan.',
				en: 'Entered from the agency’s own records of tasks.',
				ja: '機関の業務管理記録から入力。',
				zh: '据机关的任务管理记录填入。',
				ko: '기관의 업무 기록에서 입력.'
			},
			most: 7000,
			from: { kind: 'given', step: 50, self: true }
		}
	],
	sumOf: ['satisfaction', 'general', 'tasks'],
	bands: [
		{
			code: 'excellent',
			words: {
				vi: 'Hoàn thành xuất sắc nhiệm vụ',
				en: 'Tasks completed excellently',
				ja: '任務を優秀に遂行',
				zh: '出色完成任务',
				ko: '업무 수행 최우수'
			},
			atLeast: 9000
		},
		{
			code: 'good',
			words: {
				vi: 'Hoàn thành tốt nhiệm vụ',
				en: 'Tasks completed well',
				ja: '任務を良好に遂行',
				zh: '良好完成任务',
				ko: '업무 수행 우수'
			},
			atLeast: 7000
		},
		{
			code: 'done',
			words: {
				vi: 'Hoàn thành nhiệm vụ',
				en: 'Tasks completed',
				ja: '任務を遂行',
				zh: '完成任务',
				ko: '업무 수행'
			},
			atLeast: 5000
		},
		{
			code: 'not_done',
			words: {
				vi: 'Không hoàn thành nhiệm vụ',
				en: 'Tasks not completed',
				ja: '任務を遂行せず',
				zh: '未完成任务',
				ko: '업무 미수행'
			},
			atLeast: 0
		}
	],
	minRatings: 30,
	countMarked: true,
	cap: { band: 'excellent', of: ['good'], share: 0.2 }
};
