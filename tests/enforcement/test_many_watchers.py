"""However many watchers run, each due time is acted on once."""

from __future__ import annotations

from collections import Counter

import pytest

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.rebuild import check
from shouwen.enforcement.watch import watch_once
from shouwen.journal.queries import facts_of_kind, verify
from shouwen.ledger.queries import balance
from shouwen.obligations.queries import history
from tests.cast import Cast
from tests.enforcement.conftest import at, fact
from tests.floors import Race, race

__all__ = ["race"]

MAJOR = {"case_type": "complaint", "severity": "major", "handler": "wang"}
CASES = [f"case:T-{number}" for number in range(1, 21)]
OVERDUE = at("2024-03-05 18:01")


@pytest.mark.usefixtures("rules")
def test_four_watchers_lapse_twenty_obligations_once_each(race: Race, cast: Cast) -> None:
    for about in CASES:
        said = fact("case_opened", "2024-03-04 10:00", about, **MAJOR)
        record_fact(said, actor=cast.li, recorded_at=said.happened_at)

    done = race([lambda: watch_once(now=OVERDUE)] * 4)

    assert sum(done) == len(CASES)
    assert Counter(row.about for row in facts_of_kind("obligation_lapsed")) == Counter(CASES)
    assert Counter(row.about for row in facts_of_kind("obligation_escalated")) == Counter(CASES)
    assert {history(about)[0].state for about in CASES} == {"lapsed"}
    assert str(balance("member", "wang", "yuan")) == "-1000.00 yuan"
    assert verify() == []
    assert [str(difference) for difference in check()] == []
