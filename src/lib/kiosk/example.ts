// A set-up for the kiosk's own tests: one counter, three services, two officers, reasons of both kinds; and ratings
// given there.
import type { Setup } from '../shared/setup';
import type { Draft } from './draft';
import type { Memory } from './memory';
import { makeKeyring, seal, unsealed, type Keyring, type Sealed } from './seal';

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
		open: null,
		brightness: 100,
		pin: null,
		...changes
	};
}

export function draftOf(number: number, changes: Partial<Draft> = {}): Draft {
	return {
		form: 2,
		id: `0b8f7a52-8c1e-4a57-9a57-${number.toString(16).padStart(12, '0')}`,
		counterId: 3,
		serviceId: 11,
		officerId: 21,
		questionnaireId: 5,
		scale: 5,
		serviceGrade: 4,
		officerGrade: null,
		reasons: [],
		comment: null,
		language: 'vi',
		tappedAt: NOON,
		skewMs: 0,
		zone: 'Asia/Ho_Chi_Minh',
		tookMs: 3000,
		...changes
	};
}

/** Pairs a memory without a server, and answers the key. */
export async function pairUp(memory: Memory, epoch = 'first'): Promise<Keyring> {
	const keyring = await makeKeyring();
	const pairing = { key: keyring.name, setup: setupOf(), pairedAt: NOON, lock: null };
	await memory.adopt(keyring, pairing, { epoch, ticket: 'ticket' });
	return keyring;
}

/** Whether ratings are the whole chain of a key from its beginning: each in its place, each hash as it must be. */
export async function isChain(key: string, chain: Sealed[]): Promise<boolean> {
	const again = await seal(chain.map(unsealed), { key, seq: 0, hash: key, tappedAt: null });
	return JSON.stringify(again.map(parts)) === JSON.stringify(chain.map(parts));
}

const parts = ({ seq, key, hash, rating }: Sealed) => [seq, key, hash, rating.seq, rating.prev, rating.id];
