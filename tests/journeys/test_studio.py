"""From a Word file to a working desk in one sitting: read, confirmed with keys, adopted."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from shouwen.documents import process
from shouwen.documents.reading import scans
from shouwen.documents.reading.any_format import read_any
from shouwen.enforcement.actions import record_fact
from shouwen.obligations.queries import open_about
from shouwen.studio.drafting import file_of
from shouwen.studio.models import FoundText
from tests.cast import Cast
from tests.documents import word
from tests.documents.test_reading_pdf import scan
from tests.enforcement.conftest import fact
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, overflow
from tests.journeys.test_regulation import adopt

pytestmark = [pytest.mark.browser, pytest.mark.once]

ANY_FILE = "application/octet-stream"
LINES = (
    "前台来电处理办法",
    "第一条 为了让来电有人接、有人管，制定本办法。",
    "第二条 坐席接到投诉后，应当在2小时内答复客户。",
    "第三条 私自挂断客户电话的，罚款100元。",
    "第四条 客服是公司的门面，大家都要记在心里。",
)

NOISY = """首页 | 关于我们 | 联系我们
当前位置：首页 > 管理制度 > 正文
前台来电处理办法
第一条 为了让来电有人接、有人管，制定本办法。
第二条 坐席接到投诉后，应当在２小时内答复客户。
第三条 私自挂断客户电话的，罚款100元。
上一篇：考勤办法
下一篇：食堂办法
版权所有 2010 某某公司
"""


@pytest.fixture
def at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def read_here(data: bytes, file_name: str, **_progress: Any) -> Any:
    """Read a document in this process."""
    return read_any(data, file_name)


def bring_in(page: Page) -> None:
    """Upload a Word file that numbers its clauses by itself, and wait for its text."""
    title, *clauses = LINES
    document = word.document()
    document.add_paragraph(title)
    numbers = word.numbered(document, {"fmt": "chineseCounting", "text": "第%1条 "})
    for clause in clauses:
        word.item(document, clause.split(" ", maxsplit=1)[1], numbers)
    data = word.saved(document)
    sent = FilePayload(name="来电办法.docx", mimeType=ANY_FILE, buffer=data)
    page.locator("main [name=file]").set_input_files(sent)
    page.locator("main form[enctype] button.btn-primary").click()
    expect(page.locator("section.studio")).to_be_visible()
    expect(page.locator("section.studio")).to_contain_text("第三条")
    # A page can be seen a moment before its scripts hear keys.
    page.wait_for_load_state()


def decide_all(page: Page) -> None:
    """Confirm every open card with keys, as fast as they can be pressed: none may be lost."""
    page.keyboard.press("n")
    expect(page.locator('[data-card][data-verdict="open"]:focus')).to_have_count(1)
    for _ in range(page.locator('[data-verdict="open"]').count()):
        page.keyboard.press("a")
    expect(page.locator('[data-verdict="open"]')).to_have_count(0)


@pytest.mark.usefixtures("at_once")
def test_a_word_file_becomes_what_the_desk_works_by(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    page = sit_down(cast.he, "/studio/")
    bring_in(page)
    expect(page.locator("mark.is-open").first).to_be_visible()
    decide_all(page)
    expect(page.locator("#coverage .bi-check-circle, #coverage svg").first).to_be_visible()
    expect(page.locator("mark.is-open, mark.uncov")).to_have_count(0)

    day = clock.now.date().isoformat()
    page.locator("main form [name=in_force]").fill(day)
    page.locator('form[action$="/draft/"] button.btn-primary').click()
    expect(page.locator("[data-editor]")).to_be_visible()
    expect(page.locator(".fault-error")).to_have_count(0)
    adopt(page, day)
    expect(page.locator("h1")).to_contain_text("前台来电处理办法")

    complaint = {"case_type": "complaint", "severity": "minor", "handler": "wang"}
    opened = fact("case_opened", "2024-03-04 10:00", "case:T-1", **complaint)
    record_fact(opened, actor=cast.li, recorded_at=clock.now)
    due = [row.due_at for row in open_about("case:T-1") if row.due_at is not None]
    assert due == [clock.now + timedelta(hours=2)]


@pytest.mark.usefixtures("at_once")
def test_a_noisy_page_is_pasted_cleaned_and_its_file_changed_by_hand(
    cast: Cast, sit_down: Open
) -> None:
    page = sit_down(cast.he, "/studio/", width=375)
    page.locator("main [name=text]").fill(NOISY)
    page.locator("main form[enctype] button.btn-primary").click()
    expect(page.locator("section.studio")).to_be_visible()
    page.wait_for_load_state()
    expect(page.locator(".done-to")).to_contain_text("首页")
    expect(page.locator("section.studio")).not_to_contain_text("版权所有")
    decide_all(page)

    page.locator('[data-pane="file"]').click()
    editor = page.locator("#file-pane [data-editor] textarea")
    expect(editor).to_have_value(re.compile("within: 2 hours"))
    file = editor.input_value()
    editor.fill(file.replace("kind: deadline", "kind: dedline"))
    expect(page.locator("#file-pane .fault-error [data-line]").first).to_be_visible()
    assert list(overflow(page)) == []
    assert list(barriers(page)) == []
    editor.fill(file.replace("within: 2 hours", "within: 3 hours"))
    expect(page.locator("#file-pane .fault-error")).to_have_count(0)
    page.locator("#file-form button.btn-primary").click()
    # What was saved in the file stands beside the text without the page being loaded anew.
    expect(page.locator("section.studio")).to_contain_text("3 小时")
    page.locator('[data-pane="text"]').click()
    expect(page.locator("section.studio")).to_be_visible()


@pytest.mark.usefixtures("at_once")
def test_the_file_stands_beside_the_rules_and_loses_no_letter(cast: Cast, sit_down: Open) -> None:
    page = sit_down(cast.he, "/studio/", width=1440)
    bring_in(page)
    editor = page.locator("#file-pane [data-editor] textarea")
    expect(editor).to_have_value(re.compile("来电"))
    page.keyboard.press("f")
    expect(editor).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("附注：由人补充。")
    page.keyboard.press("Escape")
    expect(page.locator("[data-card]:focus")).to_have_count(1)

    # A decision comes into the file beside what is being typed there.
    page.keyboard.press("a")
    expect(editor).to_have_value(re.compile(r"kind: note[\s\S]*附注：由人补充。"))
    page.locator("#file-form button.btn-primary").click()
    expect(page.locator("#file-pane [data-kept]")).to_contain_text("已保存")
    assert "附注：由人补充。" in file_of(FoundText.objects.get()).text
    page.locator('.page-actions [data-pane=""]').click()
    expect(page.locator("#file-pane")).to_be_hidden()
    expect(page.locator("section.studio")).to_be_visible()


@pytest.mark.usefixtures("at_once")
def test_a_scanned_pdf_is_refused_kindly(
    cast: Cast, sit_down: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scans, "can_recognise", lambda: False)
    # Read here, not in a process of its own, which would not know of that.
    monkeypatch.setattr(process, "read_document", read_here)
    page = sit_down(cast.he, "/studio/")
    pdf = FilePayload(name="扫描件.pdf", mimeType="application/pdf", buffer=scan())
    page.locator("main [name=file]").set_input_files(pdf)
    page.locator("main form[enctype] button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("扫描件")
    expect(page.locator("main")).to_contain_text("请先做文字识别")
    expect(page.locator('main a[href="/studio/"]').first).to_be_visible()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize(
    ("language", "width", "dark"), [("zh-hans", 375, False), ("en", 1440, True)]
)
def test_the_studio_can_be_read_by_everybody(
    cast: Cast, sit_down: Open, language: str, width: int, *, dark: bool
) -> None:
    page = sit_down(cast.he, "/studio/", language=language, width=width, dark=dark)
    bring_in(page)
    text = FoundText.objects.get()
    rule = text.suggestions.all()[0]
    for address in (f"/studio/texts/{text.pk}/", "/studio/", f"/studio/rules/{rule.pk}/change/"):
        page.goto(address)
        assert list(overflow(page)) == [], address
        assert list(barriers(page)) == [], address
