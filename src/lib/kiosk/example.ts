// A set-up for the kiosk's own tests: one counter, three services, two officers, reasons of both kinds.
import type { Setup } from '../shared/setup';

export const NOON = Date.parse('2026-03-09T05:00:00Z');

const words = (vi: string, en = '') => ({ vi, en, ja: '', zh: '', ko: '' });

export function setupOf(changes: Partial<Setup> = {}): Setup {
	return {
		tag: 'one',
		device: { id: 7, name: 'Quầy 3' },
		branch: { id: 1, name: words('Chi cục Thủ Dầu Một'), zone: 'Asia/Ho_Chi_Minh' },
		counter: { id: 3, name: words('Quầy 3', 'Counter 3'), officerMode: 'duty' },
		services: [
			{ id: 11, name: words('Nhập khẩu', 'Import') },
			{ id: 12, name: words('Xuất khẩu', 'Export') },
			{ id: 13, name: words('Hoàn thuế', 'Tax refund') }
		],
		officers: [
			{ id: 21, name: 'Nguyễn Thị Lan', post: words('Công chức hải quan'), photo: null },
			{ id: 22, name: 'Trần Văn Minh', post: words('Kiểm tra viên'), photo: null }
		],
		duties: [{ officerId: 21, from: NOON - 3_600_000, until: NOON + 3_600_000 }],
		questionnaire: {
			id: 5,
			scale: 5,
			askService: words('Dịch vụ hôm nay thế nào?'),
			askOfficer: words('Cán bộ phục vụ thế nào?'),
			reasons: [
				{ code: 'waiting', cause: 'waiting', fits: 'bad', words: words('Chờ lâu') },
				{ code: 'unclear', cause: 'procedure', fits: 'bad', words: words('Hướng dẫn chưa rõ') },
				{ code: 'friendly', cause: 'officer', fits: 'good', words: words('Niềm nở') }
			],
			askComment: true
		},
		languages: ['vi', 'en', 'ja', 'zh', 'ko'],
		defaultLanguage: 'vi',
		idleSeconds: 30,
		countdownSeconds: 15,
		...changes
	};
}
