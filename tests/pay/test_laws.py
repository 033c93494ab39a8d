"""What holds for all facts: nothing is lost, the order does not matter, nothing locked moves."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import transaction

from shouwen.enforcement.actions import complete_fact, correct_fact, record_fact
from shouwen.enforcement.sent import Sent
from shouwen.ledger import queries as ledger
from shouwen.ledger import settling
from shouwen.ledger.models import Account, Transfer
from shouwen.pay import actions
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from tests.api.conftest import program_of
from tests.enforcement.conftest import at, fact

pytestmark = pytest.mark.usefixtures("rules")
LOCK = ("calculated", "reviewed", "approved", "locked")
PEOPLE = ("wang", "zhang", "li")
# What a fact of these leads to does not depend on the facts before it.
ALONE = ("praised", "service_finished", "obligation_lapsed")


def _facts(seed: int, kinds: tuple[str, ...], count: int = 14) -> list[Fact]:
    chance = random.Random(seed)
    return [_fact(chance, chance.choice(kinds)) for _ in range(count)]


def _fact(chance: random.Random, kind: str) -> Fact:
    day, who = chance.randint(1, 28), chance.choice(PEOPLE)
    told: dict[str, dict[str, str | bool | None]] = {
        "praised": {"person": who, "amount": f"{chance.randint(200, 500)}"},
        "service_finished": {"person": who, "signed": chance.choice([True, False, None])},
        "obligation_lapsed": {"owner": who},
        "rule_broken": {"person": who, "which": chance.choice(["甲", "乙"])},
    }
    return fact(kind, f"2024-03-{day:02} 10:00", f"case:T-{day}", **told[kind])


def _record(cast, facts: list[Fact]) -> list[int]:
    now = at("2024-03-29 10:00")
    return [record_fact(one, actor=cast.he, recorded_at=now).row.number for one in facts]


def _balances() -> dict[tuple[str, str, str], int]:
    found = {
        (one.kind, one.key, one.unit): ledger.balance(one.kind, one.key, one.unit, "2024-03").parts
        for one in Account.objects.all()
    }
    return {account: parts for account, parts in found.items() if parts}


def _in_a_house_of_its_own(cast, facts: list[Fact]) -> dict[tuple[str, str, str], int]:
    with transaction.atomic():
        _record(cast, facts)
        found = _balances()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_nothing_appears_or_is_lost(cast, seed):
    _record(cast, _facts(seed, (*ALONE, "rule_broken")))

    sums: dict[str, int] = {}
    for (_kind, _key, unit), parts in _balances().items():
        sums[unit] = sums.get(unit, 0) + parts

    assert sums == {"yuan": 0}


@pytest.mark.parametrize("seed", range(3))
def test_in_which_order_the_facts_of_a_month_arrive_does_not_matter(cast, seed):
    facts = _facts(seed, ALONE)
    other = random.Random(-seed).sample(facts, len(facts))

    assert _in_a_house_of_its_own(cast, facts) == _in_a_house_of_its_own(cast, other)


@pytest.mark.parametrize("seed", range(3))
def test_what_was_taken_back_leaves_no_trace(cast, seed):
    facts, chance = _facts(seed, ALONE), random.Random(seed)
    wrong = set(chance.sample(range(len(facts)), 5))
    right = [one for place, one in enumerate(facts) if place not in wrong]

    numbers = _record(cast, facts)
    for place in wrong:
        correct_fact(
            number=numbers[place], reason="记错了", actor=cast.he, at=at("2024-03-30 10:00")
        )
    found = _balances()

    for number in numbers:
        if number not in {numbers[place] for place in wrong}:
            correct_fact(number=number, reason="都错了", actor=cast.he, at=at("2024-03-30 11:00"))
    assert _balances() == {}
    assert found == _in_a_house_of_its_own(cast, [_again(one) for one in right])


def _again(one: Fact) -> Fact:
    """Return the fact as one that nobody recorded before."""
    return Fact(kind=one.kind, about=f"{one.about}-again", happened_at=one.happened_at,
                details=one.details)  # fmt: skip


@pytest.fixture
def locked(cast) -> str:
    """March is locked; one fact of it still asks for something."""
    _record(cast, _facts(7, (*ALONE, "rule_broken")))
    for step in LOCK:
        sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
        actions.settle(name="2024-03", to=actions.step_named(step), sent=sent)
    return settling.seal_of("2024-03")


def test_no_path_changes_a_locked_period(cast, locked, clock):
    now = clock("2024-04-03 09:00")
    march = list(Transfer.objects.filter(period="2024-03").values())
    numbers = sorted({row["fact_id"] for row in march})
    late = {"kind": "praised", "about": "member:wang", "happened_at": "2024-03-20T10:00:00+08:00",
            "details": {"person": "wang", "amount": "300"}}  # fmt: skip

    assert program_of(cast.he).send("/facts", late, Idempotency_Key="late-1").status_code < 300
    _late_import(cast)
    correct_fact(number=numbers[0], reason="记错了", actor=cast.he, at=now)
    unsaid = record_fact(fact("service_finished", "2024-03-21 10:00", person="wang"),
                         actor=cast.he, recorded_at=now)  # fmt: skip
    complete_fact(number=unsaid.row.number, details={"signed": False}, actor=cast.he, at=now)

    assert list(Transfer.objects.filter(period="2024-03").values()) == march
    assert settling.seal_of("2024-03") == locked
    assert actions.broken_seals() == []
    assert Transfer.objects.filter(late_for="2024-03").count() >= 3


def _late_import(cast) -> None:
    """Take facts in that an older copy of the house had."""
    for one in _facts(8, ALONE, 6):
        record_fact(one, actor=cast.he, recorded_at=at("2024-04-03 08:00"))


def test_steps_do_not_lead_back_out_of_the_lock(cast, locked):
    sent = Sent.at_once(cast.he, at("2024-04-03 09:00") + timedelta(days=1))
    for step in ("open", "calculated", "locked"):
        with pytest.raises(RefusedError):
            actions.settle(name="2024-03", to=actions.step_named(step), sent=sent, reason="再看")
    assert settling.state_of("2024-03") == settling.State.LOCKED


@pytest.mark.parametrize("change", ["another amount", "another holder", "one less", "one more"])
def test_whoever_writes_past_the_house_breaks_the_seal(cast, locked, change):
    rows = Transfer.objects.filter(period="2024-03", counters=None)
    first = rows.order_by("pk")[0]
    if change == "another amount":
        rows.filter(pk=first.pk).update(parts=first.parts + 1)
    elif change == "another holder":
        other = Account.objects.create(kind="fund", key="elsewhere", unit="yuan")
        rows.filter(pk=first.pk).update(payee=other)
    elif change == "one less":
        rows.filter(pk=first.pk).delete()
    else:
        first.pk, first.because = None, "smuggled in"
        first.save()

    assert actions.broken_seals() == ["2024-03"]


def test_a_doubled_fine_with_the_superiors_share_is_countered_in_the_month_after(cast, clock):
    first, second = (
        fact("rule_broken", f"2024-03-{day} 10:00", person="wang", which="甲")
        for day in ("04", "11")
    )
    _record(cast, [first])
    (wrong,) = _record(cast, [second])
    for step in LOCK:
        sent = Sent.at_once(cast.he, at("2024-04-02 10:00"))
        actions.settle(name="2024-03", to=actions.step_named(step), sent=sent)

    correct_fact(number=wrong, reason="申诉成立", actor=cast.he, at=at("2024-04-10 10:00"))

    assert _nets("2024-03") == {"wang": -30000, "li": -60000}
    assert _nets("2024-04") == {"wang": 20000, "li": 40000}
    assert actions.broken_seals() == []


def _nets(period: str) -> dict[str, int]:
    found = settling.nets_of(period, PEOPLE)
    return {key: parts for (key, _unit), parts in found.items()}
