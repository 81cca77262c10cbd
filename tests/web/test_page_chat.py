"""One chat on the page in a real browser: buttons, what fails, commands, files, safe text, days."""

import pytest
from playwright.async_api import Browser, expect

from tests.web.browser import Window
from tests.web.conftest import Site
from tests.web.stage import Stage, confirm

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_pressed_button_shows_until_the_card_changes(window: Window, stage: Stage) -> None:
    await stage.tell("DU01", "Mời dự sinh hoạt", confirm())
    await window.tile("Hoàng Văn Nam").click()
    nam = window.chat("Hoàng Văn Nam")
    stage.is_failing = True
    await nam.get_by_role("button", name="Xác nhận").click()
    await expect(nam.get_by_role("alert")).to_have_text("Tin chưa được ghi nhận. Đề nghị gửi lại.")
    await expect(nam.locator("[aria-pressed]")).to_have_count(0)
    stage.is_failing = False
    await nam.get_by_role("button", name="Xác nhận").click()
    await expect(nam.get_by_text("Đã chọn 7.1.yes")).to_be_visible()
    await expect(nam.get_by_role("alert")).to_be_hidden()
    assert len(stage.handled) == 1
    window.wrongs = [wrong for wrong in window.wrongs if "503" not in wrong]


async def test_what_could_not_be_sent_stays_in_the_line(window: Window, stage: Stage) -> None:
    await window.tile("Nguyễn Thị Lan").click()
    lan = window.chat("Nguyễn Thị Lan")
    stage.is_failing = True
    await window.says("Nguyễn Thị Lan", "đã dự")
    await expect(lan.get_by_role("alert")).to_be_visible()
    await expect(lan.get_by_role("textbox")).to_have_value("đã dự")
    await expect(lan.locator(".entry")).to_have_count(0)
    await expect(window.tile("Nguyễn Thị Lan")).not_to_contain_text("đã dự")
    stage.is_failing = False
    await window.page.keyboard.press("Enter")
    await expect(lan.locator(".entry")).to_have_count(2)
    window.wrongs = [wrong for wrong in window.wrongs if "503" not in wrong]


async def test_the_command_menu_is_one_key_away(window: Window, stage: Stage) -> None:
    await stage.messenger.offer_commands(
        "BT01", [("lich", "Đăng ký lịch sinh hoạt"), ("huy", "Bỏ việc đang dở")]
    )
    await window.tile("Nguyễn Thị Lan").click()
    lan = window.chat("Nguyễn Thị Lan")
    await lan.get_by_role("button", name="Lệnh").press("Enter")
    await expect(lan.get_by_role("button", name="/lich Đăng ký lịch sinh hoạt")).to_be_focused()
    await window.page.keyboard.press("Escape")
    await expect(lan.get_by_role("button", name="Lệnh")).to_be_focused()
    await window.page.keyboard.press("Enter")
    await window.page.keyboard.press("Enter")
    await expect(lan.get_by_role("button", name="Như tháng trước")).to_be_visible()
    await expect(window.chat("Phạm Quốc Bình").get_by_role("button", name="Lệnh")).to_have_count(0)


async def test_a_file_is_sent(window: Window) -> None:
    await window.tile("Phạm Quốc Bình").click()
    binh = window.chat("Phạm Quốc Bình")
    workbook = {"name": "khối <1>.xlsx", "mimeType": "application/octet-stream", "buffer": b"x" * 2048}
    await binh.locator("input[type=file]").set_input_files(workbook)  # type: ignore[arg-type]
    await expect(binh.get_by_text("Tệp: khối <1>.xlsx (2 KB)")).to_be_visible()
    await expect(binh.get_by_text("Hệ thống đã nhận tệp khối <1>.xlsx, 2048 byte.")).to_be_visible()
    large = workbook | {"buffer": b"x" * (5 * 1024 * 1024 + 1)}
    await binh.locator("input[type=file]").set_input_files(large)  # type: ignore[arg-type]
    await expect(binh.get_by_role("alert")).to_have_text("Tệp lớn hơn 5 MB nên không gửi được.")


async def test_text_never_becomes_markup(window: Window, stage: Stage) -> None:
    nasty = "<img src=x onerror=alert(1)><b>đậm</b>"
    await window.tile("Nguyễn Thị Lan").click()
    lan = window.chat("Nguyễn Thị Lan")
    await window.says("Nguyễn Thị Lan", nasty)
    await expect(lan.locator(".person .text")).to_have_text(nasty)
    await stage.tell("BT01", '<b>Kính</b> <a href="javascript:alert(1)">gửi</a><img src=x>')
    await expect(lan.locator(".entry").last.locator(".text")).to_have_text("Kính gửi")
    assert await lan.locator(".log").locator("img, a, script, b").count() == 0
    blocked = await window.page.evaluate(
        "(() => { try { document.body.innerHTML = ''; } catch { return true; } })()"
    )
    assert blocked is True
    window.wrongs = [wrong for wrong in window.wrongs if "TrustedHTML" not in wrong]


async def test_an_old_chat_is_shown_with_its_days(window: Window, stage: Stage) -> None:
    await window.tile("Nguyễn Thị Lan").click()
    await window.says("Nguyễn Thị Lan", "hôm nay")
    await window.page.get_by_role("button", name="+1 ngày").click()
    await expect(window.page.locator("#now")).to_contain_text("19/11/2026")
    await window.says("Nguyễn Thị Lan", "hôm sau")
    days = window.chat("Nguyễn Thị Lan").locator(".day")
    await expect(days).to_have_text(["Thứ Tư, 18/11/2026", "Thứ Năm, 19/11/2026"])
    await window.page.reload()
    await expect(days).to_have_text(["Thứ Tư, 18/11/2026", "Thứ Năm, 19/11/2026"])


async def test_a_start_link_puts_the_code_into_the_line(served: Site, browser: Browser, stage: Stage) -> None:
    page = await browser.new_page()
    await page.goto(served.gate.start_page + "&start=ABCD2345")
    window = Window(page)
    await window.tile("Nguyễn Thị Lan").click()
    await expect(window.chat("Nguyễn Thị Lan").get_by_role("textbox")).to_have_value("/start ABCD2345")
