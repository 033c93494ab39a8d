"""What lists of trials and their differences, drafts and announcements ask of the database."""

from __future__ import annotations

from datetime import date

import pytest

from shouwen.adoption import actions as adoption
from shouwen.adoption.models import Draft
from shouwen.people.models import Member
from shouwen.regulations.models import Version
from shouwen.trial import actions, telling
from shouwen.trial.models import Difference, Reader, Trial
from tests.api.conftest import cost_of, program_of
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at

NOW = at("2024-03-20 10:00")


def drafted(cast: Cast) -> Draft:
    return adoption.start_draft(text=DESK, file_name="desk.md", by=cast.he, at=NOW)


def tried(cast: Cast) -> Trial:
    return actions.begin(
        draft=drafted(cast), since=date(2024, 3, 1), until=date(2024, 3, 9), by=cast.he, at=NOW
    )


def differ(trial: Trial, person: str) -> None:
    Difference.objects.create(
        trial=trial, sort="transfer", rule_id="rule-broken", clause="一", fact=0,
        about=f"member:{person}", party=f"member:{person}", at=NOW,
        before={"unit": "yuan", "parts": 1}, after={"unit": "yuan", "parts": 2},
    )  # fmt: skip


@pytest.mark.parametrize("address", ["/trials", "/regulations/drafts"])
def test_a_list_costs_the_same_however_long_it_is(cast: Cast, rules: Version, address: str) -> None:
    program = program_of(cast.he)
    tried(cast)
    one = cost_of(program, address)
    for _more in range(5):
        tried(cast)
    assert cost_of(program, address) == one


def test_differences_cost_the_same_whomever_they_concern(cast: Cast, rules: Version) -> None:
    program, trial = program_of(cast.he), tried(cast)
    address = f"/trials/{trial.pk}/differences"
    differ(trial, "wang")
    one = cost_of(program, address)
    for person in ("wang", "li", "he", "zhao", "wang"):
        differ(trial, person)
    assert cost_of(program, address) == one


def test_an_announcement_costs_the_same_however_many_read_it(cast: Cast, rules: Version) -> None:
    program = program_of(cast.he)
    found = telling.announce(version=rules, by=cast.he, at=NOW)
    found.readers.all().delete()
    members = (cast.wang, cast.li, cast.he, cast.zhao)

    def told(*people: Member) -> int:
        found.readers.all().delete()
        Reader.objects.bulk_create(
            Reader(announcement=found, member=one, told_at=NOW) for one in people
        )
        return cost_of(program, f"/announcements/{found.pk}")

    assert told(*members) == told(cast.wang)
