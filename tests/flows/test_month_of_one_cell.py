"""One cell's month, from the first question to the digest."""

from tests.chat import Chat


async def test_one_month(chat: Chat) -> None:
    lan, binh, thang = await chat.join("Lan"), await chat.join("Bình"), await chat.join("Thắng")
    await chat.move_to("18/11/2026", "08:00")
    lan.sees("Chi bộ Kế toán", "tháng 12/2026")

    await lan.says("3/12 14h")
    lan.sees("địa điểm")
    await lan.says("Phòng họp tầng 2")
    await lan.taps("Thường kỳ")
    lan.sees("14 giờ 00, thứ Năm, ngày 03/12/2026", "Phòng họp tầng 2", "90 phút")
    await lan.taps("Xác nhận")
    lan.sees("Đã đăng ký", "2 đồng chí")

    binh.sees("Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "xác nhận")
    await binh.taps("Sẽ dự")
    binh.sees("Đã ghi nhận: đồng chí sẽ dự")
    await chat.move_to("02/12/2026", "08:00")
    binh.sees("Nhắc lịch dự", "đã xác nhận sẽ dự")

    await chat.move_to("03/12/2026", "16:00")
    binh.sees("Chi bộ Kế toán", "đã dự buổi sinh hoạt này hay không")
    await binh.taps("Đã dự")
    await binh.says("18 1 1 0 95 12")
    binh.sees("Còn 24 tiêu chí", "16/17 = 94,1 % -> 4 điểm")
    await binh.says("max 5.1=0 7=24")
    binh.sees("Tổng điểm: 92/100")
    await binh.taps("Xác nhận và gửi")
    await binh.says("Kết luận kỳ trước hoàn thành 7 trên 10 nhiệm vụ")
    binh.sees("92/100", "Tốt")
    told = len(binh.messages)

    await chat.move_to("04/01/2027", "08:00")
    assert len(binh.messages) == told, "nobody is reminded after doing"
    thang.sees("Tổng hợp tháng 12/2026", "Nhiệm vụ dự: 4 = đã dự 1", "Tốt 1", "Điểm trung bình: 92")
