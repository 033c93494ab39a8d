"""Every page of the registers, for every reader: both languages, both widths, light and dark."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shouwen.approvals.models import Request
from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.sent import Sent
from shouwen.registers import actions, pages
from shouwen.registers.actions import Hand
from tests.cast import Cast
from tests.enforcement import test_stocks as stocks
from tests.enforcement.conftest import at, fact
from tests.journeys.conftest import Clock, Open
from tests.journeys.test_every_page import READERS, faults_of, names_in_the_house
from tests.registers.conftest import adopted

pytestmark = pytest.mark.browser
DRAWN = "[[20,20,200,120,380,20]]"
# What was filled in is data, not words.
DATA = frozenset({"酒精", "盐酸", "乙醇", "库房", "数量写错", "赵先生", "SHA-256", "P-7"})


@pytest.fixture
def busy(cast: Cast, clock: Clock) -> int:
    """Return the number of an entry that is signed; others wait, were taken back, moved stock."""
    adopted(cast)
    stocks.adopt(cast)
    said = fact(
        "goods_drawn", "2024-03-04 09:00", "slip:1", goods="盐酸", drawn="5", used="3",
        returned="2", price="12.50", dangerous=False, keeper_signed=True,
    )  # fmt: skip
    row = record_fact(said, actor=cast.he, recorded_at=timezone.now()).row
    found = pages.register_then(row, "store", "drawing")
    assert found is not None
    for slot, name in (("by", ""), ("signed-keeper_signed", "赵先生")):
        actions.sign(
            register=found, row=row, slot=slot, hand=Hand(strokes=DRAWN, name=name),
            sent=Sent.at_once(cast.he, timezone.now()),
        )  # fmt: skip
    back = fact("goods_drawn", "2024-03-04 09:10", "slip:2", goods="盐酸", drawn="1", used="1",
                returned="0", keeper_signed=True)  # fmt: skip
    other = record_fact(back, actor=cast.he, recorded_at=timezone.now()).row
    actions.sign(
        register=found, row=other, slot="by", hand=Hand(),
        sent=Sent.at_once(cast.he, timezone.now()),
    )  # fmt: skip
    actions.strike_out(
        register=found, number=other.number, reason="数量写错", actor=cast.he, at=timezone.now()
    )
    moment = at("2024-03-04 09:30")
    for kind, quantity in (("goods_bought", 9), ("goods_taken", 4)):
        moved = fact(kind, "2024-03-04 09:20", "stores:x", goods="酒精", quantity=quantity,
                     place="库房")  # fmt: skip
        record_fact(moved, actor=cast.he, recorded_at=moment)
    key = fact("key_lent", "2024-03-04 09:25", "key:1", room="P-7", purpose="visit")
    record_fact(key, actor=cast.li, recorded_at=moment)
    return row.number


@pytest.mark.once
@READERS
def test_the_registers_are_open_to_everybody(
    cast: Cast,
    busy: int,
    sit_down: Open,
    language: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    home = "/registers/store/drawing/"
    page = sit_down(cast.he, "/registers/", language=language, width=width, dark=dark)
    names = names_in_the_house() | DATA
    found: list[str] = []
    held = Request.objects.get().pk
    addresses = [
        "/registers/", home, f"{home}about/", f"{home}new/", f"{home}{busy}/",
        f"{home}{busy}/why/", f"{home}{busy}/print/", f"{home}?person=he&since=2024-03-01",
        "/registers/store/keys/", f"/registers/store/keys/held/{held}/",
        "/registers/stores/taken/stock/", "/registers/stores/taken/new/",
        "/registers/stores/back/stock/",
    ]  # fmt: skip
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        found += [f"{address}: {fault}" for fault in faults_of(page, language, names)]
    page.goto("/registers/stores/taken/stock/")
    page.locator("[data-row-open]").first.click()
    found += [f"item: {fault}" for fault in faults_of(page, language, names)]

    assert not found, "\n".join(found)
