import type { Sayings } from './comments';

export const vi: Sayings = {
	officer: {
		bad: [
			'Cán bộ trả lời hơi ngắn, tôi phải hỏi lại mấy lần mới hiểu cần bổ sung giấy tờ gì.',
			'Mong cán bộ giải thích nhẹ nhàng hơn khi doanh nghiệp nộp hồ sơ còn thiếu.',
			'Hỏi cùng một nội dung nhưng hai lần được hướng dẫn khác nhau.',
			'Cán bộ nghe điện thoại khá lâu trong lúc đang tiếp nhận hồ sơ của tôi.',
			'Thái độ chưa được thân thiện, doanh nghiệp mới làm lần đầu nên còn bỡ ngỡ.',
			'Chưa thấy cán bộ chào hỏi hay cho biết còn phải đợi bao lâu.'
		],
		good: [
			['TK-XNK SD-HTK', 'Cán bộ hướng dẫn tận tình, chỉ rõ từng chỗ cần sửa trên tờ khai.'],
			'Thái độ lịch sự, giải thích dễ hiểu. Xin cảm ơn.',
			'Cán bộ chủ động gọi khi hồ sơ xong, rất chuyên nghiệp.',
			'Lần đầu làm thủ tục nhưng được hướng dẫn kỹ nên không phải đi lại lần hai.',
			'Cán bộ nắm vững nghiệp vụ, trả lời đúng trọng tâm.',
			'Rất hài lòng với cách làm việc nhã nhặn tại quầy.'
		]
	},
	waiting: {
		bad: [
			'Chờ gần hai tiếng mới đến lượt vì chỉ có một quầy làm việc.',
			'Lấy số rồi đợi hơn một giờ rưỡi mới được gọi.',
			'Giờ cao điểm quá đông, đề nghị mở thêm quầy từ 9 đến 10 giờ.',
			'Hẹn trả kết quả hôm trước nhưng hôm nay mới xong.',
			['KT-TTHH', 'Thời gian chờ phân luồng và kiểm tra lâu, tài xế phải nằm bãi qua đêm.'],
			'Bảng gọi số không chạy, không biết còn bao nhiêu lượt nữa.',
			'Đợi lâu mà không có thông báo lý do.'
		],
		good: [
			'Làm nhanh hơn giờ hẹn, chưa tới mười phút là xong.',
			'Lấy số là được gọi ngay, không phải chờ.',
			['TK-XNK', 'Hồ sơ luồng xanh xử lý rất nhanh.'],
			'Hôm nay vắng, làm thủ tục nhanh gọn.',
			['KT-TTHH QC TK-XNK TN-TX', 'Kết quả trả đúng hẹn, tiện cho doanh nghiệp sắp xếp xe.']
		]
	},
	procedure: {
		bad: [
			'Yêu cầu nộp bản giấy trong khi đã gửi bản điện tử.',
			['HT', 'Bộ hồ sơ hoàn thuế phải photo quá nhiều, đề nghị giảm bớt.'],
			'Phải bổ sung hồ sơ ba lần, mỗi lần thêm một giấy tờ.',
			['GC-SXXK', 'Mẫu báo cáo quyết toán khó điền, nên có mẫu ví dụ tại quầy.'],
			'Hướng dẫn dán ở bảng đã cũ, không khớp với yêu cầu hiện tại.',
			'Quy trình giữa các bộ phận chưa thống nhất, phải đi lại nhiều phòng.'
		],
		good: [
			'Quy trình rõ ràng, danh mục hồ sơ niêm yết đầy đủ.',
			'Chỉ cần nộp một lần là đủ, không phải bổ sung.',
			'Có tờ hướng dẫn từng bước nên dễ làm theo.',
			'Thủ tục gọn hơn năm trước nhiều.'
		]
	},
	system: {
		bad: [
			['TK-XNK SD-HTK TK-VNACCS TN-TX QC', 'Hệ thống VNACCS chập chờn, khai lại ba lần mới được.'],
			['NT-AD', 'Nộp thuế rồi nhưng hệ thống chưa cập nhật, phải chờ đối chiếu.'],
			'Mạng tại quầy chậm, mỗi thao tác phải chờ khá lâu.',
			['TK-VNACCS', 'Tài khoản bị khóa, cấp lại mất cả buổi.'],
			'Phần mềm báo lỗi nhưng không ghi rõ lỗi gì.'
		],
		good: [
			['TK-XNK SD-HTK', 'Hệ thống chạy ổn định, tờ khai được phản hồi ngay.'],
			'Tra cứu trạng thái hồ sơ trên mạng rất tiện.',
			'Hệ thống chạy ổn định, không bị gián đoạn.',
			['NT-AD', 'Nộp thuế điện tử được ghi nhận ngay, không phải mang giấy nộp tiền.']
		]
	},
	premises: {
		bad: [
			'Khu chờ thiếu ghế, nhiều người phải đứng.',
			['KT-TTHH', 'Bãi kiểm hóa không có mái che, trời mưa hàng bị ướt.'],
			'Phòng chờ nóng, quạt hỏng chưa sửa.',
			'Biển chỉ dẫn tới quầy khó thấy, lần đầu đến bị lạc.',
			['KT-TTHH QC', 'Chỗ để xe tải chật, phải đỗ ngoài đường.']
		],
		good: [
			'Phòng chờ sạch sẽ, có nước uống.',
			'Biển chỉ dẫn rõ ràng, dễ tìm quầy.',
			'Khu vực làm thủ tục mát mẻ, gọn gàng.'
		]
	},
	rules: {
		bad: [
			['TV-TG', 'Quy định về xác định trị giá còn chung chung, doanh nghiệp khó chuẩn bị chứng từ.'],
			['XDT-MS TK-XNK', 'Cùng một mặt hàng nhưng mỗi nơi áp mã số khác nhau.'],
			['XX-CO', 'Thời hạn bổ sung hồ sơ quá ngắn so với quy định ở nước xuất khẩu.'],
			'Văn bản mới có hiệu lực ngay mà chưa có hướng dẫn, chúng tôi bị động.',
			'Quy định dẫn chiếu nhiều văn bản, doanh nghiệp nhỏ khó theo dõi.',
			['HT', 'Điều kiện hoàn thuế thay đổi nhiều, mong có buổi phổ biến cho doanh nghiệp.']
		],
		good: [
			'Quy định mới được giải thích kỹ trước khi áp dụng.',
			['XDT-MS', 'Kết quả xác định trước mã số giúp công ty yên tâm ký hợp đồng.'],
			'Được trả lời có dẫn văn bản cụ thể, rất rõ.'
		]
	}
};
