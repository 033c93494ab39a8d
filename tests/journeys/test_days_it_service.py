"""A day in IT service, in English: a plan reviewed in tiers, changed, and reviewed again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shouwen.approvals.queries import proposed_by
from shouwen.people.models import Member
from tests.cast import Cast
from tests.journeys.conftest import Clock, Desks
from tests.journeys.days import Day, approve, begin, day_of, do, fill, prints, sees, send

pytestmark = pytest.mark.browser


@pytest.fixture
def day(cast: Cast, clock: Clock, desks: Desks) -> Day:
    found = day_of("it-service")
    begin(found, cast=cast, clock=clock, sit_down=desks.open, language="en")
    return found


def sign_in_turn(desks: Desks, *signers: Member) -> None:
    for signer in signers:
        approve(desks.open(signer, language="en"))


def test_a_plan_is_reviewed_in_tiers_and_again_by_one_more_once_it_is_larger(
    cast: Cast, day: Day, desks: Desks
) -> None:
    wang = desks.open(cast.wang, language="en")
    do(wang, day["asked"])
    sign_in_turn(desks, cast.li, cast.zhao, cast.zhang)
    (first,) = proposed_by(cast.wang)
    assert first.state == "granted"

    wang.goto(f"/signoff/{first.id}/")
    sees(wang, "Why it has to be signed", "李班长", "赵班长", "张工")
    wang.get_by_role("link", name="Ask again with changes").click()
    form = wang.locator("main form[data-offline]").first
    fill(form, day["changed"]["fields"])
    send(wang, form)
    sees(wang, *day["changed"]["sees"])
    sign_in_turn(desks, cast.li, cast.zhao, cast.zhang, cast.he)
    assert [row.state for row in proposed_by(cast.wang)] == ["granted", "granted"]


def test_a_plan_is_handed_in_whole_and_its_change_waits_for_the_committee(
    cast: Cast, day: Day, desks: Desks
) -> None:
    wang = desks.open(cast.wang, language="en")
    do(wang, day["incomplete"])
    expect(
        wang.locator("#entry-form .notice-late, #entry-form .field-refused").first
    ).to_be_visible()
    do(wang, day["complete"])
    prints(wang, "Date")
    do(wang, day["change_asked"])
    sign_in_turn(desks, cast.he)
    wang.reload()
    sees(wang, "何经理")
