"""A sample drawn, checked with keys, its points on the statement with their clause, won back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shouwen.people.models import Member
from shouwen.quality import drawing
from shouwen.quality.models import CardVersion, Item, Plan
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.journeys.conftest import Clock, Open
from tests.journeys.test_every_page import READERS, faults_of, names_in_the_house
from tests.knowledge.conftest import WORDS, adopt
from tests.quality.conftest import a_card, a_case, a_plan
from tests.quality.test_beside import a_call, a_chat

pytestmark = pytest.mark.browser
ASKED, TOLD = "水管又漏了，什么时候来？", "师傅十点到"
# What was said and how the house calls things is quoted.
DATA = frozenset({
    "楼道漏水", "楼道一直漏水", "您好，已处理，电话8888", "文字服务", "全部", "每周抽检",
    "内容", "红线", "着工装", "答到点子上", "辱骂客户", ASKED, TOLD,
})  # fmt: skip


@pytest.fixture
def plan(cast: Cast, clock: Clock) -> Plan:
    """Return a plan by a card in a house where 小王 settled a case on Monday."""
    adopt(WORDS, cast.he)
    a_case(cast.wang)
    clock.set("2024-03-06 09:00")
    return a_plan(a_card(cast.he), cast)


@pytest.mark.once
def test_a_sample_is_drawn_checked_with_keys_appealed_and_countered(
    cast: Cast, plan: Plan, clock: Clock, sit_down: Open
):
    manager = sit_down(cast.he, f"/quality/plans/{plan.pk}/")
    manager.locator("#id_since").fill("2024-03-01")
    manager.locator("#id_until").fill("2024-03-05")
    manager.get_by_role("button", name="抽取样本").click()
    expect(manager.get_by_text("样本已抽取")).to_be_visible()
    expect(manager.locator("code")).to_have_text(_seed())

    checker = sit_down(cast.zhao, "/quality/")
    checker.get_by_role("link", name="质检下一通").click()
    _select(checker, "您好")
    for key in ("5", "3", "2", "1"):
        checker.keyboard.press(key)
    expect(checker.get_by_text("草稿已保存")).to_be_visible()
    checker.keyboard.press("Control+Enter")
    expect(checker.get_by_text("得 30 分")).to_be_visible()
    expect(checker.locator("mark").first).to_have_text("您好")

    wang = sit_down(cast.wang, "/statement/?month=2024-03")
    expect(wang.get_by_text("2.3").first).to_be_visible()
    wang.goto(f"/quality/checks/{Item.objects.get().pk}/")
    wang.locator("#followed").get_by_role("link", name="提出申诉").click()
    wang.locator("textarea").first.fill("当天着工装，有照片")
    wang.locator("form button.btn-primary").first.click()

    _grant(sit_down, cast.li)

    wang.goto(f"/quality/checks/{Item.objects.get().pk}/")
    expect(wang.get_by_text("得 70 分")).to_be_visible()
    expect(wang.locator("#followed .is-taken-back").first).to_be_visible()


@pytest.mark.once
def test_a_second_of_a_call_is_marked_with_a_key_and_gone_back_to(
    cast: Cast, plan: Plan, sit_down: Open
):
    item = _drawn(plan, cast)
    a_call(item)
    checker = sit_down(cast.zhao, f"/quality/checks/{item.pk}/")
    checker.get_by_role("button", name="收听录音").click()
    expect(checker.get_by_text("本次收听已记录在案")).to_be_visible()
    checker.wait_for_load_state()
    checker.keyboard.press("0")
    expect(checker.locator("audio[data-second]")).to_have_count(1)
    for key in ("5", "1", "1", "1"):
        checker.keyboard.press(key)
    expect(checker.get_by_text("已标记位置 0:0")).to_be_visible()
    checker.keyboard.press("Control+Enter")
    expect(checker.get_by_text("得 100 分")).to_be_visible()

    checker.wait_for_load_state()
    spot = checker.locator(".spots button")
    expect(spot).to_contain_text("着工装")
    spot.click()
    expect(checker.locator("audio[data-second]")).to_have_count(1)


def _drawn(plan: Plan, cast: Cast) -> Item:
    sample = drawing.begin(
        plan=plan, since=at("2024-03-01 00:00").date(), until=at("2024-03-05 00:00").date(),
        by=cast.he, at=at("2024-03-06 09:00"),
    )  # fmt: skip
    return sample.items.select_related("case", "person").get()


def _seed() -> str:
    return Item.objects.select_related("sample").get().sample.seed


def _select(page: Page, words: str) -> None:
    # A click that follows a link does not wait for the page behind it.
    expect(page.locator(".turn-staff .turn-text").first).to_contain_text(words)
    page.wait_for_load_state()
    page.evaluate(
        """words => {
          const turns = [...document.querySelectorAll('.turn-staff .turn-text')];
          const node = turns[0].firstChild;
          const start = node.data.indexOf(words), range = document.createRange();
          range.setStart(node, start); range.setEnd(node, start + words.length);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        words,
    )


def _grant(sit_down: Open, judge: Member) -> None:
    page = sit_down(judge, "/signoff/")
    page.get_by_text("审批…").click()
    approve = page.get_by_role("button", name="同意", exact=True)
    expect(approve).to_be_visible()
    approve.click()
    expect(page.get_by_text("您的意见已记录")).to_be_visible()


@pytest.mark.once
@READERS
def test_every_page_is_open_to_everybody(
    cast: Cast,
    plan: Plan,
    sit_down: Open,
    language: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    item = _drawn(plan, cast)
    a_call(item)
    a_chat(item, ("customer", ASKED), ("operator", TOLD))
    sample = item.sample
    names = names_in_the_house() | DATA
    own = f"checks/{item.pk}/"
    key = CardVersion.objects.get().card.key
    pages = ("", own, "cards/", f"cards/{key}/", f"cards/{key}/write/", "samples/", "plans/new/",
             f"samples/{sample.pk}/", f"plans/{plan.pk}/", "calibrations/", "findings/",
             "people/", "people/wang/", "signals/")  # fmt: skip
    found: list[str] = []
    page = sit_down(cast.zhao, f"/quality/{own}", language=language, width=width, dark=dark)
    found += [f"checking: {one}" for one in faults_of(page, language, names)]
    page = sit_down(cast.he, "/quality/", language=language, width=width, dark=dark)
    for address in pages:
        answer = page.goto(f"/quality/{address}")
        assert answer is not None
        assert answer.ok, address
        found += [f"{address}: {one}" for one in faults_of(page, language, names)]

    assert not found, "\n".join(found)
