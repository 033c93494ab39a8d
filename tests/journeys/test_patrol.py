"""A patrol on a phone: ticked line by line, partly offline, a finding put right and re-checked."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.rounds.models import Finding
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks, Open
from tests.journeys.test_every_page import READERS, faults_of, names_in_the_house
from tests.rounds.conftest import ADOPTED, MORNING, TEXT, photo

pytestmark = pytest.mark.browser
PHONE = 375
SMALLEST_TARGET = 44


@pytest.fixture
def patrol(cast: Cast, clock: Clock) -> owed.ObligationRow:
    """Adopt the regulation and let the day begin."""
    version = regulations.adopt(text=TEXT, file_name="patrol.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version)
    clock.now = MORNING
    open_duties(now=MORNING, missed=timedelta(0))
    (found,) = owed.open_of_rule("patrol", "daily")
    return found


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "round.jpg"
    path.write_bytes(photo().read())
    return path


def tick(page: Page, anchor: str) -> None:
    page.locator(f"#{anchor} .round-buttons .round-ok").click()
    expect(page.locator(f"#{anchor}.is-ok")).to_be_visible()


def test_a_patrol_with_a_finding_that_is_put_right(
    cast: Cast, patrol: owed.ObligationRow, desks: Desks, clock: Clock, picture: Path
) -> None:
    page = desks.open(cast.wang, "/rounds/", width=PHONE)
    page.get_by_role("link", name="巡查大堂和停车场").first.click()
    tick(page, "place-lobby")

    page.locator("#place-car_park .round-bad").click()
    page.get_by_role("link", name="灯不亮").click()
    page.locator("[name=detail-text]").fill("三号灯不亮")
    page.locator("input[name=photo]").set_input_files(picture)
    page.get_by_role("button", name="登记问题").click()
    expect(page.get_by_text("修好灯").first).to_be_visible()
    finding = Finding.objects.get()

    page.goto(f"/rounds/{patrol.pk}/")
    expect(page.locator("#place-car_park.is-finding")).to_be_visible()
    tick(page, "item-areas-floor")
    page.locator("#finish [name=evidence]").fill("已巡查，一处灯不亮")
    page.locator("#finish button.btn-primary").click()
    expect(page.locator(".round-done")).to_be_visible()
    assert owed.find(patrol.pk).state == "met"

    clock.forward(hours=1)
    page = desks.open(cast.zhang, "/", width=PHONE)
    page.get_by_role("link", name="修好灯").first.click()
    page.locator("#owed").get_by_role("link", name="打开").click()
    page.get_by_role("link", name="灯已修好").click()
    page.locator("[name=detail-how]").fill("换了灯泡")
    page.locator("input[name=photo]").set_input_files(picture)
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#messages .notice-fine")).to_be_visible()

    page = desks.open(cast.li, f"/rounds/findings/{finding.pk}/", width=PHONE)
    page.locator("#owed").get_by_role("link", name="打开").click()
    page.get_by_role("link", name="复查灯具").click()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("#messages .notice-fine")).to_be_visible()
    page.goto(f"/rounds/findings/{finding.pk}/")
    expect(page.locator("#owed .line")).to_have_count(2)
    assert not owed.open_about(finding.about)

    review = next(o for o in owed.open_about(patrol.about) if o.rule_id == "daily.review")
    page.goto(f"/rounds/{review.pk}/")
    expect(page.get_by_text("已巡查，一处灯不亮")).to_be_visible()
    page.locator("#finish button.btn-primary").click()
    expect(page.locator("#finish")).to_have_count(0)
    assert owed.find(review.pk).state == "met"


def test_a_line_ticked_without_network_is_sent_once_it_is_back(
    cast: Cast, patrol: owed.ObligationRow, desks: Desks
) -> None:
    page = desks.open(cast.wang, f"/rounds/{patrol.pk}/", width=PHONE)
    page.context.set_offline(True)
    page.locator("#place-lobby .round-buttons .round-ok").click()
    expect(page.locator(".kept-note")).to_be_visible()
    expect(page.locator("[data-waiting-number]").first).to_have_text("1")
    desks.problems.clear()

    page.context.set_offline(False)
    expect(page.locator("#messages .notice-fine")).to_be_visible()
    expect(page.locator("[data-waiting]").first).to_be_hidden()

    (found,) = journal.facts_of_kind("round_checked", about=patrol.about)
    assert found.details["sent_later"] is True


def test_what_a_thumb_has_to_hit_is_large_enough(
    cast: Cast, patrol: owed.ObligationRow, sit_down: Open
) -> None:
    page = sit_down(cast.wang, f"/rounds/{patrol.pk}/", width=PHONE)

    for button in page.locator(".round-buttons .btn, .round-wide").all():
        box = button.bounding_box()
        assert box is None or box["height"] >= SMALLEST_TARGET


@pytest.mark.once
@READERS
def test_the_rounds_are_open_to_everybody(
    cast: Cast, patrol: owed.ObligationRow, clock: Clock, desks: Desks,
    language: str, width: int, dark: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    from tests.rounds.conftest import signed_in
    from tests.rounds.test_rounds import found as find
    from tests.rounds.test_rounds import look, send

    client = signed_in(cast.wang)
    find(client, patrol.pk, photo=photo())
    look(client, patrol.pk, "place:car_park", note="都好", photo=photo(30))
    finding = Finding.objects.get()
    (mend,) = owed.open_about(finding.about)
    names = names_in_the_house()
    page = desks.open(cast.wang, "/rounds/", language=language, width=width, dark=dark)
    seen: list[str] = []

    def visit(page: Page, *addresses: str) -> None:
        for number, address in enumerate(addresses):
            page.goto(address)
            if os.environ.get("SHOTS"):
                name = f"{language}-{width}-{len(seen)}{address.replace('/', '_')[:40]}{number}.png"
                page.screenshot(path=f"{os.environ['SHOTS']}/{name}", full_page=True)
            seen.extend(f"{address}: {fault}" for fault in faults_of(page, language, names))

    visit(page, f"/rounds/{patrol.pk}/", f"/rounds/{patrol.pk}/found/?line=place:lobby",
          f"/rounds/{patrol.pk}/found/?kind=light_out&line=place:lobby", "/rounds/findings/",
          f"/rounds/findings/{finding.pk}/", "/rounds/calendar/", "/rounds/calendar/?view=month",
          "/rounds/places/")  # fmt: skip
    send(client, f"/rounds/{patrol.pk}/rest/")
    send(client, f"/rounds/{patrol.pk}/finish/", evidence="都看过了")
    review = next(o for o in owed.open_about(patrol.about) if o.rule_id == "daily.review")
    clock.forward(days=1)
    watch_once(now=clock.now)
    leader = desks.open(cast.li, "/rounds/", language=language, width=width, dark=dark)
    visit(leader, "/rounds/", "/rounds/?team", f"/rounds/{review.pk}/", f"/rounds/{mend.pk}/")
    engineer = desks.open(cast.zhang, "/", language=language, width=width, dark=dark)
    visit(engineer, f"/rounds/{mend.pk}/", f"/rounds/{mend.pk}/do/light_mended/")

    assert not seen, "\n".join(seen)
