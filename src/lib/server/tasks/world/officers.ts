// About forty officers: invented names, staff numbers, posts; and how good each is by construction.
import type { Words } from '../../../shared/language';

export const POSTS = {
	inspector: {
		vi: 'Kiểm tra viên hải quan',
		en: 'Customs inspector',
		ja: '税関検査官',
		zh: '海关检查员',
		ko: '세관 검사관'
	},
	senior: {
		vi: 'Kiểm tra viên chính hải quan',
		en: 'Senior customs inspector',
		ja: '上席税関検査官',
		zh: '海关主任检查员',
		ko: '선임 세관 검사관'
	},
	junior: {
		vi: 'Kiểm tra viên trung cấp hải quan',
		en: 'Assistant customs inspector',
		ja: '税関検査官補',
		zh: '海关助理检查员',
		ko: '세관 검사관보'
	}
} satisfies Record<string, Words>;

export type OfficerSeed = {
	fullName: string;
	post: keyof typeof POSTS;
	branch: string;
	/** Added to the officer's level (truth.ts). 0: one of the twenty who are truly equal. */
	effect: number;
	/** Sits at this counter and no other. */
	desk?: string;
};

const of = (
	branch: string,
	fullName: string,
	post: keyof typeof POSTS,
	effect = 0,
	desk?: string
): OfficerSeed => ({ branch, fullName, post, effect, ...(desk ? { desk } : {}) });

/** Worse than the others by construction. */
export const WORSE = 'Nguyễn Quang Vỹ';
/** Moves from the port to Tân Lộc in the middle of the year. */
export const MOVER = { fullName: 'Đoàn Nhật Linh', to: 'BTD-03' };
/** One of the twenty: the officer behind the demo sign-in `officer`. */
export const SIGNED_IN = 'Trần Thị Mai Chi';

export const OFFICERS: readonly OfficerSeed[] = [
	of('BTD-01', SIGNED_IN, 'inspector'),
	of('BTD-01', 'Lê Hoàng Nam', 'senior'),
	of('BTD-01', 'Phạm Thu Trang', 'inspector'),
	of('BTD-01', WORSE, 'inspector', -1.1),
	of('BTD-01', 'Võ Minh Khôi', 'junior'),
	of('BTD-01', 'Huỳnh Ngọc Diệp', 'inspector'),
	of('BTD-01', MOVER.fullName, 'inspector', 0.3),
	of('BTD-01', 'Bùi Đức Thịnh', 'inspector'),
	of('BTD-01', 'Ngô Phương Thảo', 'junior', -0.2),
	of('BTD-01', 'Đặng Tuấn Kiệt', 'senior'),
	of('BTD-02', 'Nguyễn Hà My', 'inspector'),
	of('BTD-02', 'Trần Gia Bảo', 'inspector'),
	of('BTD-02', 'Hồ Thanh Tâm', 'senior'),
	of('BTD-02', 'Lý Khánh Vân', 'inspector', 0.15),
	of('BTD-02', 'Phan Anh Dũng', 'inspector'),
	of('BTD-02', 'Dương Bích Ngọc', 'junior'),
	of('BTD-02', 'Tạ Quốc Huy', 'inspector'),
	of('BTD-02', 'Mai Xuân Lộc', 'inspector'),
	of('BTD-03', 'Vũ Thùy Dương', 'senior'),
	of('BTD-03', 'Nguyễn Đình Phúc', 'inspector', -0.25),
	of('BTD-03', 'Cao Thị Hồng Nhung', 'inspector'),
	of('BTD-03', 'Trịnh Văn Sơn', 'inspector'),
	of('BTD-03', 'Lâm Yến Nhi', 'junior', 0.4),
	of('BTD-03', 'Đỗ Trọng Nghĩa', 'inspector'),
	of('BTD-03', 'Châu Mỹ Linh', 'inspector'),
	of('BTD-03', 'Hoàng Việt Cường', 'inspector'),
	of('BTD-04', 'Nông Văn Thành', 'senior', 0.2),
	of('BTD-04', 'Lương Thị Hạnh', 'inspector', -0.15),
	of('BTD-04', 'Nguyễn Bá Lâm', 'inspector', 0.35),
	of('BTD-04', 'Triệu Thu Hiền', 'inspector', -0.3),
	of('BTD-04', 'Vi Đức Anh', 'junior', 0.1),
	of('BTD-04', 'Phùng Minh Quân', 'inspector', -0.1),
	of('BTD-04', 'Đinh Thảo Vy', 'inspector', 0.25),
	of('BTD-04', 'Hà Quang Tiến', 'inspector', -0.2),
	of('BTD-05', 'Trương Ngọc Ánh', 'inspector', 0.12),
	of('BTD-05', 'Kiều Hữu Phước', 'inspector', -0.18),
	of('BTD-05', 'Lưu Diễm Quỳnh', 'junior', 0.28),
	of('BTD-05', 'Tống Minh Nhật', 'inspector', -0.12),
	of('BTD-05', 'Nguyễn Thị Lan Hương', 'senior', 0.2, 'BT-Q2'),
	of('BTD-05', 'Đào Công Thành', 'senior', 0.22, 'BT-Q2')
];

const FAMILY = [
	'Nguyễn',
	'Trần',
	'Lê',
	'Phạm',
	'Hoàng',
	'Huỳnh',
	'Phan',
	'Vũ',
	'Võ',
	'Đặng',
	'Bùi',
	'Đỗ',
	'Hồ',
	'Ngô'
];
const MIDDLE = ['Thị', 'Văn', 'Minh', 'Ngọc', 'Thanh', 'Quốc', 'Hoài', 'Đức', 'Kim', 'Hữu', 'Bảo'];
const GIVEN = [
	'An',
	'Bình',
	'Chi',
	'Duy',
	'Giang',
	'Hải',
	'Hiếu',
	'Khanh',
	'Lan',
	'Long',
	'My',
	'Nga',
	'Oanh'
];

/** A name for the n-th officer of a scaled world; the lists' lengths share no factor, so names seldom repeat. */
export function nameOf(n: number): string {
	const pick = (list: readonly string[]) => list[n % list.length]!;
	return `${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`;
}
