"""A period worked out anew from the journal comes to what the ledger holds, or says where not."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner
from django.db.models import F

from shouwen.enforcement.actions import correct_fact
from shouwen.ledger.models import Transfer
from shouwen.pay.anew import lines
from shouwen.pay.anew.checking import check
from shouwen.pay.anew.settling import Days, View
from shouwen.pay.many.past import RESERVED
from shouwen.site.cli.periods import settlements
from tests.enforcement.conftest import at
from tests.pay.packs import FILES, pack_of

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def march(record):
    record("service_finished", "2024-02-05 10:00", person="wang", signed=False)
    found = [
        record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300"),
        record("service_finished", "2024-03-05 10:00", person="wang", signed=False),
        record("service_finished", "2024-03-06 10:00", "case:T-2", person="zhang", signed=False),
    ]
    return [outcome.row.number for outcome in found]


def _march(**view) -> Days:
    return Days(date(2024, 3, 1), date(2024, 4, 1), View(**view))


def test_what_is_settled_at_once_is_what_the_ledger_holds(march):
    days = _march()

    anew = days.settle()

    stored = lines.of_ledger(days.since, days.until)
    assert len(stored) >= len(march)
    assert set(anew.select(stored.columns).iter_rows()) == set(stored.iter_rows())
    assert check("2024-03").differences == ()


def test_an_entry_that_was_meddled_with_is_listed_with_its_person(march):
    Transfer.objects.filter(fact=march[0]).update(parts=F("parts") + 1)

    (difference,) = check("2024-03").differences

    assert difference.members == ("wang",)
    assert difference.fact == march[0]
    assert difference.stored.parts == difference.worked_out.parts + 1


def test_an_entry_of_a_fact_that_was_taken_back_must_be_countered(march, cast):
    correct_fact(number=march[1], reason="搞错了", actor=cast.he, at=at("2024-03-07 10:00"))
    assert check("2024-03").differences == ()

    Transfer.objects.filter(counters__fact=march[1]).delete()

    assert {one.fact for one in check("2024-03").differences} == {march[1]}


def test_the_past_is_seen_as_it_was_known(march, cast):
    correct_fact(number=march[1], reason="搞错了", actor=cast.he, at=at("2024-03-07 10:00"))

    def facts_of(view) -> set[int]:
        return set(_march(**view).settle()["number"])

    assert march[1] not in facts_of({})
    assert facts_of({"known_at": at("2024-03-06 23:00")}) == set(march)
    assert facts_of({"known_at": at("2024-03-04 23:00")}) == {march[0]}
    assert facts_of({"rules_on": date(1999, 1, 1)}) == set(), "no rules were in force then"


def test_the_command_says_that_everything_follows_or_what_does_not(march, monkeypatch):
    monkeypatch.setattr("shouwen.site.cli.start.start_django", lambda: None)
    good = CliRunner().invoke(settlements, ["check", "2024-03"])
    assert (good.exit_code, "to the fen" in good.output) == (0, True), good.output

    Transfer.objects.filter(fact=march[0]).update(parts=F("parts") + 1)

    bad = CliRunner().invoke(settlements, ["check", "2024-03"])
    assert (bad.exit_code, "wang: fact" in bad.output) == (1, True), bad.output
    assert CliRunner().invoke(settlements, ["check", "march"]).exit_code != 0


def test_a_detail_called_as_the_journal_calls_its_own_is_left_out(record, march):
    record("praised", "2024-03-07 10:00", "member:wang", person="wang", amount="50", number="B-7")
    record("praised", "2024-03-08 10:00", "member:wang", person="wang", amount="20", at="17:00")

    assert check("2024-03").differences == ()


@pytest.mark.parametrize("pack", FILES, ids=lambda file: file.stem)
def test_no_rule_that_moves_pay_or_points_reads_a_detail_so_called(pack):
    rules = [one for one in pack_of(pack).rules.values() if one.kind in {"pay", "score"}]
    read = {one.name for rule in rules for one in rule.references() if one.sort == "detail"}
    assert rules
    assert not read & RESERVED
