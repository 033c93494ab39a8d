"""Scripts, checklists and checks, for every reader: both languages, both widths, light and dark."""

from __future__ import annotations

import pytest

from shouwen.cases.actions import open_case
from shouwen.enforcement.sent import Sent
from shouwen.knowledge import actions
from shouwen.knowledge.actions import Check, Heard, Verdict, Waited
from shouwen.knowledge.queries import conduct_on
from shouwen.regulations.queries import rulebook_on
from tests.cast import Cast
from tests.journeys.conftest import Clock, Open
from tests.journeys.test_every_page import READERS, faults_of, names_in_the_house
from tests.knowledge.conftest import WORDS, adopt

pytestmark = pytest.mark.browser
# What was said, and what the rules want to hear, is quoted.
DATA = frozenset({"没办法", "质检分", "没穿外套"})
RULES = "rule=counter-words/appearance&rule=counter-words/goodbye-words&rule=counter-words/silence"


@pytest.fixture
def checked(cast: Cast, clock: Clock) -> int:
    """Return the number of a check with something of every sort."""
    adopt(WORDS, cast.he)
    rules = {rule.id: rule for rule in conduct_on(rulebook_on(clock.now.date()), clock.now.date())}
    check = Check(
        person=cast.wang,
        happened_at=clock.now,
        verdicts=[
            Verdict(rule=rules["appearance"], item="uniform", passed=False, note="没穿外套"),
            Verdict(rule=rules["appearance"], item="badge", passed=True),
        ],
        heard=[Heard(rule=rules["goodbye-words"], text="没办法")],
        waited=[Waited(rule=rules["silence"], seconds=("5", "1"))],
    )
    return actions.record_check(check, sent=Sent.at_once(cast.he, clock.now))


@pytest.mark.once
@READERS
def test_scripts_and_checks_are_open_to_everybody(
    cast: Cast,
    checked: int,
    clock: Clock,
    sit_down: Open,
    language: str,
    width: int,
    dark: bool,  # noqa: FBT001
) -> None:
    case = open_case(
        case_type="complaint", title="A", at=clock.now, recorded_at=clock.now, actor=cast.he
    ).case
    page = sit_down(cast.he, "/knowledge/", language=language, width=width, dark=dark)
    names = names_in_the_house() | DATA
    found: list[str] = []
    addresses = [
        "/knowledge/", "/knowledge/?q=nothing", "/knowledge/checklists/",
        "/knowledge/checklists/?q=nothing", f"/knowledge/check/?{RULES}",
        f"/knowledge/checks/{checked}/", "/knowledge/rules/counter-words/banned-words/",
        "/knowledge/rules/counter-words/appearance/",
    ]  # fmt: skip
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        found += [f"{address}: {fault}" for fault in faults_of(page, language, names)]
    page.goto(f"/cases/{case.number}/")
    with page.expect_response("**/knowledge/hints/"):
        page.locator(".composer textarea").fill("没办法")
    page.locator(".hints mark").wait_for()
    found += [f"hints: {fault}" for fault in faults_of(page, language, names)]

    assert not found, "\n".join(found)
