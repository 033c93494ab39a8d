"""A customer writes in the window on a phone; two colleagues answer, close, and are rated."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from shouwen.chat.models import ChatDoor, Conversation, Message
from shouwen.journal.models import FactRow
from shouwen.regulations import actions as regulations
from tests.cast import Cast
from tests.chat.conftest import TEXT
from tests.enforcement.conftest import at
from tests.journeys.conftest import Clock, Open
from tests.journeys.looking import barriers, foreign_words, overflow
from tests.portal.conftest import open_portal

pytestmark = [pytest.mark.browser, pytest.mark.once]
ALSO = frozenset({"陈先生", "小王", "李班长", "简体中文", "客户服务部"})


@pytest.fixture(autouse=True)
def _open_chat(cast: Cast, clock: Clock) -> None:
    adopted = at("2024-01-02 09:00")
    version = regulations.adopt(text=TEXT, file_name="c.md", by=cast.he, at=adopted)
    assert not isinstance(version, tuple), [str(fault) for fault in version]
    open_portal(cast, adopted)
    ChatDoor.objects.create(pk=1, is_on=True, welcome="您好，请问有什么可以帮您？")


def sound(page: Page, language: str = "zh-hans") -> None:
    """Expect of a page that everybody can use it, whole, in one language."""
    found = [*barriers(page), *overflow(page), *foreign_words(page, language, ALSO)]
    assert found == [], page.url


def begin(page: Page, text: str) -> None:
    """Begin a conversation in the window."""
    page.locator("#id_name").fill("陈先生")
    page.locator("#id_text").fill(text)
    page.locator("[name=agreed]").check()
    page.locator("[data-form-begin] button").click()
    expect(page.locator(".said-mine .said-text")).to_have_text(text)


def say(page: Page, text: str) -> None:
    """Write a message and wait until the house has it."""
    page.locator("#say").fill(text)
    page.locator("#say").press("Enter")
    expect(page.locator(".said-mine:not(.said-kept)", has_text=text)).to_be_visible()


def _forgets(route: Route) -> None:
    """Let the house take a message, and tell its sender to try again."""
    route.fetch()
    route.fulfill(status=429, body="{}")


def test_a_chat_is_answered_handed_over_closed_and_rated(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    wang, li = sit_down(cast.wang, "/chat/desk/"), sit_down(cast.li, "/chat/desk/")
    sound(wang)
    wang.get_by_role("button", name="就绪").click()
    expect(wang.get_by_role("button", name="小休")).to_be_visible()

    customer = sit_down(None, "/chat/", width=375)
    sound(customer)
    begin(customer, "厨房水管漏了")
    expect(customer.locator(".said-house")).to_contain_text("小王")
    sound(customer)

    wang.goto(wang.url)
    wang.locator("#chat-lists a", has_text="陈先生").first.click()
    expect(wang.locator(".said-customer")).to_contain_text("厨房水管漏了")
    expect(wang.locator("[data-clocks] .clause")).to_be_visible()
    sound(wang)

    # Enter while a word is being composed takes the word and sends nothing.
    composing = "e => e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"  # noqa: E501
    wang.locator("#say").fill("nin hao")
    wang.locator("#say").evaluate(composing)
    expect(wang.locator("#say")).to_have_value("nin hao")
    say(wang, "您好，请问是哪一间？")
    expect(customer.locator(".said-operator")).to_contain_text("请问是哪一间")
    say(customer, "三楼301")
    expect(wang.locator(".said-customer").last).to_contain_text("三楼301")

    wang.locator("[name=to]").select_option("li")
    wang.locator("form[action$='/hand-over/'] button").click()
    expect(wang).to_have_url(re.compile("/chat/desk/$"))
    expect(customer.locator(".said-house").last).to_contain_text("李班长")

    li.goto(li.url)
    li.locator("#chat-lists a", has_text="陈先生").first.click()
    say(li, "师傅十分钟后到。")
    expect(customer.locator(".said-operator").last).to_contain_text("师傅十分钟后到")
    li.locator("form[action$='/close/'] button").click()
    expect(customer.locator("[data-form-rate]")).to_be_visible()
    sound(customer)
    customer.locator(".chat-stars label").nth(4).click()
    customer.locator("[data-form-rate] button").click()
    expect(customer.locator("[data-thanks]")).to_be_visible()

    one = Conversation.objects.get()
    assert (one.state, one.stars, one.handler, one.first_owner) == ("closed", 5, cast.li, cast.wang)
    told = list(FactRow.objects.filter(about=one.about).values_list("kind", flat=True))
    assert [kind for kind in told if kind in ("chat_handed_over", "chat_rated")] == [
        "chat_handed_over", "chat_rated",
    ]  # fmt: skip


def test_what_is_written_without_network_comes_once_and_in_order(
    cast: Cast, clock: Clock, sit_down: Open
) -> None:
    customer = sit_down(None, "/chat/?lang=en", width=375)
    sound(customer, "en")
    begin(customer, "hello")

    # The answer to the first try never arrives, though the house has the message.
    lost = iter([True])
    customer.route(
        re.compile("/chat/say/"),
        lambda route: route.continue_() if not next(lost, False) else _forgets(route),
    )
    for text in ("one", "two", "three"):
        customer.locator("#say").fill(text)
        customer.locator("#say").press("Enter")
    expect(customer.locator(".said-kept")).to_have_count(0)

    said = Message.objects.filter(side="customer").order_by("number")
    assert list(said.values_list("text", flat=True)) == ["hello", "one", "two", "three"]
