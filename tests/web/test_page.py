"""The page in a real browser: sizes, keyboard, list and chats, news, the clock, the way in and back."""

import re

import pytest
from playwright.async_api import Browser, expect

from bot.domain.chat import Button
from tests.web.browser import MIDDLE, PHONE, WIDE, Window
from tests.web.conftest import TOKEN, Site, serving
from tests.web.stage import START, Stage, confirm

pytestmark = pytest.mark.asyncio(loop_scope="module")
at_size = pytest.mark.parametrize(
    "window", [WIDE, MIDDLE, PHONE], indirect=True, ids=["wide", "middle", "phone"]
)
on_a_phone = pytest.mark.parametrize("window", [PHONE], indirect=True, ids=["phone"])


@at_size
async def test_it_says_what_it_is_and_what_time_it_is(window: Window) -> None:
    await expect(window.page.get_by_text("Buổi diễn tập: người và số liệu đều là hư cấu")).to_be_visible()
    await expect(window.page.locator("#now")).to_have_text("Thứ Tư, 18/11/2026 07:55")
    await expect(window.page.locator("#due")).to_have_text("Việc kế tiếp: Thứ Tư, 18/11/2026 08:00")
    headings = await window.page.get_by_role("navigation").get_by_role("heading").all_inner_texts()
    assert headings == [
        "Thường trực, lãnh đạo",
        "Văn phòng, ban tham mưu",
        "Cán bộ dự sinh hoạt",
        "Bí thư, phó bí thư chi bộ",
    ]


async def test_the_token_leaves_the_address_bar(window: Window, served: Site) -> None:
    assert TOKEN not in window.page.url
    await window.page.reload()
    await expect(window.tile("Nguyễn Thị Lan")).to_be_visible()


async def test_without_the_token_the_page_asks_for_it(served: Site, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(served.gate.page)
    await page.get_by_role("textbox", name="Mã khởi động").fill(TOKEN)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation").get_by_role("button", name="Nguyễn Thị Lan")).to_be_visible()


async def test_everything_works_by_keyboard_alone(window: Window) -> None:
    page = window.page
    await window.tab_to("Đến việc kế tiếp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#now")).to_have_text("Thứ Tư, 18/11/2026 08:00")
    await window.tab_to("Nguyễn Thị Lan")
    await page.keyboard.press("ArrowUp")
    assert "Đỗ Thị Hương" in await window.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    lan = window.chat("Nguyễn Thị Lan")
    await expect(lan.get_by_role("textbox")).to_be_focused()
    await page.keyboard.type("/lich")
    await page.keyboard.press("Enter")
    await expect(lan.get_by_role("button", name="Như tháng trước")).to_be_visible()
    await expect(lan.get_by_role("textbox")).to_have_value("")
    for _ in range(8):
        await page.keyboard.press("Shift+Tab")
        if "Như tháng trước" in await window.focus():
            break
    await page.keyboard.press("Enter")
    await expect(lan.get_by_text("Đã chọn 7.0.same")).to_be_visible()
    await expect(lan.get_by_role("button", name="Xác nhận")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(window.tile("Nguyễn Thị Lan")).to_be_focused()


async def test_the_focus_is_always_seen(window: Window) -> None:
    await window.tile("Nguyễn Thị Lan").click()
    for _ in range(25):
        await window.page.keyboard.press("Tab")
        outline = await window.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or await window.page.evaluate("document.activeElement === document.body")


@on_a_phone
async def test_a_phone_shows_the_list_then_the_chat_then_the_list(window: Window) -> None:
    page, lan = window.page, window.chat("Nguyễn Thị Lan")
    await window.tile("Nguyễn Thị Lan").click()
    await expect(lan).to_be_visible()
    await expect(window.tile("Nguyễn Thị Lan")).to_be_hidden()
    await lan.get_by_role("button", name="Danh sách").click()
    await expect(window.tile("Nguyễn Thị Lan")).to_be_focused()
    await expect(lan).to_be_hidden()
    await window.tile("Lê Minh Tuấn").click()
    await expect(window.chat("Lê Minh Tuấn")).to_be_visible()
    await page.go_back()
    await expect(window.tile("Lê Minh Tuấn")).to_be_visible()
    await page.go_forward()
    await expect(window.chat("Lê Minh Tuấn")).to_be_visible()


@at_size
async def test_the_line_to_type_in_stands_at_the_foot(window: Window) -> None:
    await window.tile("Nguyễn Thị Lan").click()
    line = window.chat("Nguyễn Thị Lan").get_by_role("textbox")
    await expect(line).to_be_visible()
    below = "line => innerHeight - line.getBoundingClientRect().bottom"
    assert 0 <= await line.evaluate(below) < 40


@at_size
async def test_nothing_scrolls_sideways(window: Window, stage: Stage) -> None:
    long = Button(
        "Chi bộ Phòng Kế hoạch và Đầu tư, 14 giờ 00, thứ Năm, ngày 03/12/2026, tại phòng họp tầng 2", "9.0.1"
    )
    await stage.tell("BT01", "http://" + "dài" * 200, ((long, Button("Quay lại", "9.0.2")),))
    measure = "[document.documentElement.scrollWidth - innerWidth, document.body.scrollHeight - innerHeight]"
    assert await window.page.evaluate(measure) == [0, 0]
    await window.tile("Nguyễn Thị Lan").click()
    await window.says("Nguyễn Thị Lan", "/lich")
    lan = window.chat("Nguyễn Thị Lan")
    await expect(lan.get_by_role("button", name="Như tháng trước")).to_be_visible()
    assert await window.page.evaluate(measure) == [0, 0]
    assert await lan.get_by_role("log").evaluate("log => log.scrollWidth - log.clientWidth") == 0
    heights = await lan.locator(".row button").evaluate_all("all => all.map(one => one.clientHeight)")
    assert min(heights) >= 40


async def test_two_chats_stand_side_by_side(window: Window) -> None:
    lan, nam, binh = (window.chat(name) for name in ("Nguyễn Thị Lan", "Hoàng Văn Nam", "Phạm Quốc Bình"))
    await window.tile("Nguyễn Thị Lan").click()
    await window.tile("Hoàng Văn Nam").click()
    await expect(lan).to_be_visible()
    await expect(nam).to_be_visible()
    await window.says("Nguyễn Thị Lan", "tôi đang dùng ô này")
    await window.tile("Phạm Quốc Bình").click()
    await expect(binh).to_be_visible()
    await expect(lan).to_be_visible()
    await expect(nam).to_have_count(0)
    await window.page.set_viewport_size({"width": 1024, "height": 768})
    await expect(binh).to_be_visible()
    await expect(lan).to_be_hidden()
    await binh.get_by_role("button", name="Đóng").click()
    await expect(lan).to_be_visible()


async def test_news_comes_by_itself_and_is_counted_until_read(window: Window, stage: Stage) -> None:
    await stage.tell("DU01", "Mời dự sinh hoạt", confirm())
    await stage.tell("DU01", "Nhắc lịch")
    await expect(window.tile("Hoàng Văn Nam")).to_contain_text("2 tin chưa đọc")
    await expect(window.page.locator("#total")).to_contain_text("2")
    await window.tile("Hoàng Văn Nam").click()
    await expect(window.tile("Hoàng Văn Nam")).not_to_contain_text("tin chưa đọc")
    await stage.tell("DU01", "Đã đến giờ")
    await expect(window.chat("Hoàng Văn Nam").get_by_text("Đã đến giờ")).to_be_visible()
    await expect(window.tile("Hoàng Văn Nam")).not_to_contain_text("tin chưa đọc")
    await expect(window.page.locator("#total")).to_be_hidden()


async def test_the_clock_moves_by_its_buttons(window: Window, stage: Stage) -> None:
    clock, status = window.page.locator("#now"), window.page.get_by_role("status")
    for name, time in (
        ("Đến việc kế tiếp", "Thứ Tư, 18/11/2026 08:00"),
        ("+1 giờ", "Thứ Tư, 18/11/2026 09:00"),
        ("+1 ngày", "Thứ Năm, 19/11/2026 09:00"),
        ("Đến hết tháng", "Thứ Ba, 01/12/2026 00:00"),
    ):
        await window.page.get_by_role("button", name=name).click()
        await expect(clock).to_have_text(time)
        await expect(status).to_have_text(f"Đồng hồ đã đến {time}.")
    await expect(window.tile("Nguyễn Thị Lan")).to_contain_text("1 tin chưa đọc")
    await window.page.get_by_role("button", name="Đến việc kế tiếp").click()
    await expect(status).to_have_text("Không còn việc nào chờ đến hạn.")


async def test_the_list_can_be_searched_without_marks(window: Window, stage: Stage) -> None:
    await window.page.get_by_role("searchbox").fill("do thi hu")
    await expect(window.page.locator(".tile:visible .name")).to_have_text(["Đỗ Thị Hương"])
    await window.page.get_by_role("searchbox").fill("")
    await stage.tell("TT01", "Tổng hợp tháng")
    await window.page.get_by_label(re.compile("Chỉ người có tin chưa đọc")).check()
    await expect(window.page.locator(".tile:visible .name")).to_have_text(["Vũ Đức Thắng"])


async def test_the_page_finds_its_way_back_after_a_restart(browser: Browser) -> None:
    first = Stage()
    page = await browser.new_page()
    async with serving(first) as site:
        await page.goto(site.gate.start_page)
        window = Window(page)
        await window.tile("Nguyễn Thị Lan").click()
        await window.says("Nguyễn Thị Lan", "chào")
        await expect(window.chat("Nguyễn Thị Lan").locator(".entry")).to_have_count(2)
    await expect(page.get_by_role("status")).to_contain_text("Mất kết nối")
    second = Stage()
    second.clock.move_to(START.replace(hour=9))
    async with serving(second, port=site.gate.address.port):
        await expect(page.get_by_role("status")).to_have_text("Đã nối lại với chương trình.")
        await expect(page.locator("#now")).to_have_text("Thứ Tư, 18/11/2026 09:55")
        await window.says("Nguyễn Thị Lan", "chào lại")
        await expect(window.chat("Nguyễn Thị Lan").locator(".entry")).to_have_count(2)
