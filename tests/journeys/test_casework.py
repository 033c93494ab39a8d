"""A lead merges, takes it back and is warned of a duplicate; another works by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from shouwen.cases.actions import open_case, reply
from shouwen.cases.models import Case, Draft, Phrase, Relation
from shouwen.journal.queries import facts_of_kind
from tests.cast import Cast
from tests.journeys.acts import choose, form_of, send
from tests.journeys.conftest import Clock, Open

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.usefixtures("rules")]


@pytest.fixture
def cases(cast: Cast, clock: Clock) -> list[Case]:
    return [
        open_case(
            case_type="complaint", title=title, severity="general", channel="phone",
            at=clock.now, recorded_at=clock.now, actor=cast.wang,
        ).case
        for title in ("A座夜间施工噪音扰民", "夜里施工的噪音", "电梯困人")
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1440), ("en", 375)])
def test_a_lead_merges_takes_it_back_and_adds_to_what_is_there(
    cast: Cast, cases: list[Case], sit_down: Open, language: str, width: int
) -> None:
    first, double, _other = cases
    page = sit_down(cast.li, f"/cases/{double.number}/", language=language, width=width)
    expect(page.locator("#around .card")).to_be_visible()

    form = form_of(page, "merge")
    form.locator("[name=other]").fill("T00000000-0000")
    send(page, form, status=422)
    form = form_of(page, "merge")
    expect(form.locator("[name=other]")).to_have_value("T00000000-0000")
    form.locator("[name=other]").fill(first.number)
    send(page, form)
    expect(page.locator(f'a[href="/cases/{first.number}/"]').first).to_be_visible()
    tie = Relation.objects.get(sort="merged")
    assert Case.objects.get(pk=double.pk).state == "merged"

    page.locator(f'form[action$="/take-back/{tie.fact_id}/"] button').click()
    page.locator("#confirm-dialog [data-yes]").click()
    expect(page.locator("form.composer")).to_be_visible()
    assert Case.objects.get(pk=double.pk).state == "open"

    page.goto(page.url.split("/cases/")[0] + "/cases/new/")
    choose(page, "case_type", "complaint")
    page.locator("[name=title]").fill("A座夜间施工噪音")
    page.locator("[name=text]").fill("凌晨还在施工")
    add = page.locator(f'#likely button[formaction*="{first.number}"]')
    expect(add).to_be_visible()
    add.click()
    expect(page.locator("#history")).to_contain_text("凌晨还在施工")
    assert Case.objects.count() == len(cases)


def pinyin(page: Page, keys: CDPSession, *stages: str, then: str) -> None:
    """Write as a Chinese input method does: keys 229 while composing, then the characters."""
    for stage in stages:
        press = {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"}
        keys.send("Input.dispatchKeyEvent", press)
        start = {"selectionStart": len(stage), "selectionEnd": len(stage)}
        keys.send("Input.imeSetComposition", {"text": stage, **start})
    keys.send("Input.insertText", {"text": then})


def test_an_answer_is_written_by_keys_alone_with_an_input_method(
    cast: Cast, clock: Clock, cases: list[Case], sit_down: Open
) -> None:
    Phrase.objects.create(
        member=cast.wang, name="问候", text="{{number}}您好，", written_by=cast.wang
    )
    page = sit_down(cast.wang, f"/cases/{cases[0].number}/")
    keys = page.context.new_cdp_session(page)
    text = page.locator("form.composer textarea")
    expect(page.locator("#around .card")).to_be_visible()

    page.keyboard.press("r")
    expect(text).to_be_focused()
    page.keyboard.type("/")
    option = page.locator(".suggest [role=option]").first
    expect(option).to_have_attribute("aria-selected", "true")
    # Enter while the input method composes chooses nothing and sends nothing.
    trace = """field => {
        for (const [type, data] of [["start", ""], ["update", "wen"]])
            field.dispatchEvent(new CompositionEvent("composition" + type, {bubbles: true, data}));
        const enter = {key: "Enter", keyCode: 229, isComposing: true, bubbles: true,
                       cancelable: true};
        field.dispatchEvent(new KeyboardEvent("keydown", enter));
        field.dispatchEvent(new KeyboardEvent("keydown", {...enter, ctrlKey: true}));
        field.dispatchEvent(new CompositionEvent("compositionend", {bubbles: true, data: "问"}));
    }"""
    text.evaluate(trace)
    expect(text).to_have_value("/")
    expect(option).to_be_visible()
    page.keyboard.press("Enter")
    expect(text).to_have_value(f"{cases[0].number}您好，")

    pinyin(page, keys, "w", "wei'x", then="维修工已在路上")
    expect(text).to_have_value(f"{cases[0].number}您好，维修工已在路上")
    expect(page.locator(".draft-said")).not_to_be_empty()
    assert Draft.objects.get().text.endswith("已在路上")
    assert facts_of_kind("case_replied") == []

    page.reload()
    expect(text).to_have_value(f"{cases[0].number}您好，维修工已在路上")
    crossing = reply(case=cases[0], text="我已答复", actor=cast.li, at=clock.now)
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[role=alert]")).to_contain_text("李班长")
    expect(text).to_have_value(f"{cases[0].number}您好，维修工已在路上")
    text.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#history")).to_contain_text("维修工已在路上")
    first, _second = facts_of_kind("case_replied")
    assert first.number == crossing.outcome.row.number
    assert not Draft.objects.exists()
