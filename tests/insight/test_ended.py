"""Each figure equals what somebody counts by hand; met or missed is a fact that pay can use."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core.cache import cache

from shouwen.enforcement import targets
from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.insight import ended
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.enforcement.conftest import at, fact
from tests.enforcement.test_targets import TEXT

PAID = """
## 5 未达成扣款

```rule
id: rings-short
kind: pay
title: 三声接听未达成
when: {fact: target_missed, rule: rings}
amount: {fixed: -30 yuan}
```
"""
BOUND = at("2024-03-01 00:00")
KINDS = ("case_opened", "callback_made", "call_taken")


@pytest.fixture(autouse=True)
def _nothing_remembered():
    cache.clear()


@pytest.fixture
def adopt(cast):
    def do(text):
        adopted = regulations.adopt(
            text=text, file_name="indicators.md", by=cast.he, at=at("2023-12-20 09:00")
        )
        assert isinstance(adopted, Version), [str(fault) for fault in adopted]

    return do


def _random_facts(seed):
    """Return facts of February to April with every case type, result and number of rings."""
    pick = random.Random(seed)
    for _number in range(120):
        when = BOUND + timedelta(minutes=pick.randrange(-20_000, 60_000))
        about, kind = f"case:{pick.randrange(25)}", pick.choice(KINDS)
        details = {
            "case_opened": {"case_type": pick.choice(["repair", "complaint", "praise"])},
            "callback_made": {
                "result": pick.choice(["reached", "not_reached"]),
                **({"satisfaction": str(pick.randrange(1, 6))} if pick.random() < 0.8 else {}),
            },
            "call_taken": {"person": "wang"} | ({"rings": str(pick.randrange(1, 7))}
                                                if pick.random() < 0.8 else {}),
        }[kind]  # fmt: skip
        yield fact(kind, f"{when:%Y-%m-%d %H:%M}", about, **details)


def _month(row):
    return f"{row.happened_at.astimezone(BOUND.tzinfo):%Y-%m}"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_figure_equals_an_independent_count_over_the_journal(cast, adopt, seed):
    adopt(TEXT)
    rows = [
        record_fact(one, actor=cast.li, recorded_at=at("2024-05-20 10:00")).row
        for one in _random_facts(seed)
    ]
    back = {row.number for row in random.Random(seed).sample(rows, 15)}
    for number in back:
        correct_fact(number=number, reason="记错", actor=cast.he, at=at("2024-05-21 10:00"))

    found = {row.rule_id: row for row in targets.measured_on(at("2024-03-20 10:00").date())}

    march = [row for row in rows if row.number not in back and _month(row) == "2024-03"]
    of = {r.about for r in march if r.kind == "case_opened"
          and r.details["case_type"] in ("repair", "complaint")}  # fmt: skip
    calls = [r for r in march if r.kind == "callback_made"]
    reached = {r.about for r in calls if r.details["result"] == "reached"}
    content = {r.about for r in calls if int(r.details.get("satisfaction", 0)) >= 4}
    rings = [int(r.details["rings"]) for r in march if "rings" in r.details]
    silent = [r for r in march if r.kind == "call_taken" and "rings" not in r.details]
    counted = {
        "callbacks": (len(of & reached), len(of), 0),
        "satisfied": (len(content), len({r.about for r in calls}), 0),
        "rings": (sum(n <= 3 for n in rings), len(rings), len(silent)),
    }
    assert all(whole for _part, whole, _unknown in counted.values())
    for rule_id, figures in counted.items():
        row = found[rule_id]
        assert (row.numerator, row.denominator, row.unknown) == figures, rule_id


def _adopt_paid(adopt):
    text = (TEXT + PAID).replace("at_most: 3\n", "at_most: 3\nfor: [agent]\n", 1)
    text = text.replace("facts:\n", "posts: {agent: 客服专员, manager: 客服经理}\nfacts:\n", 1)
    adopt(text)


def _call(cast, rings):
    record_fact(
        fact("call_taken", "2024-03-04 10:00", "call:1", person="wang", rings=rings),
        actor=cast.li, recorded_at=at("2024-03-04 10:00"),
    )  # fmt: skip


def test_a_missed_target_is_a_fact_that_pay_uses_once(cast, adopt):
    _adopt_paid(adopt)
    _call(cast, "5")

    assert ended.record_ended(now=at("2024-03-31 23:00")) == 0
    assert ended.record_ended(now=at("2024-04-01 00:05")) == 1
    assert ended.record_ended(now=at("2024-04-01 00:06")) == 0

    (missed,) = journal.facts_of_kind("target_missed")
    assert missed.details["person"] == "wang"
    assert (missed.details["complying"], missed.details["counted"]) == ("0", "1")
    assert ledger.balance("member", "wang", "yuan", "2024-03").value == -30


def test_a_met_target_costs_nothing_and_nothing_counted_is_no_fact(cast, adopt):
    _adopt_paid(adopt)
    ended.record_ended(now=at("2024-04-01 00:05"))
    assert not journal.facts_of_kind("target_missed")
    _call(cast, "2")
    assert ended.record_ended(now=at("2024-04-01 00:06")) == 1
    assert journal.facts_of_kind("target_met")
    assert ledger.balance("member", "wang", "yuan").value == 0


def test_no_rule_waits_no_fact(cast, adopt):
    adopt(TEXT)
    _call(cast, "5")
    assert ended.record_ended(now=at("2024-04-01 00:05")) == 0
