"""Facts recorded together lead to the same rows as facts recorded one by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.approvals.models import Request
from shouwen.enforcement.actions import Outcome, correct_fact, record_fact, recorded_together
from shouwen.enforcement.models import OpenQuestion
from shouwen.journal.models import ChainHead, FactKey, FactRow
from shouwen.journal.queries import verify
from shouwen.ledger.models import Transfer
from shouwen.obligations.models import ObligationRow, State, Transition
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

START = at("2024-03-04 09:00")
TABLES = (FactRow, FactKey, ChainHead, ObligationRow, Transition, Transfer, OpenQuestion, Request)
# Keys that the database gives; what they point at is compared instead.
GIVEN = {"id", "obligation_id", "payer_id", "payee_id", "counters_id"}

kinds = st.sampled_from(
    [
        ("case_opened", {"case_type": "complaint", "severity": "major", "handler": "wang"}),
        ("case_opened", {"case_type": "complaint", "handler": "wang"}),
        ("case_paused", {"reason": "waiting"}),
        ("case_resumed", {}),
        ("case_resolved", {"case_type": "complaint", "handler": "wang"}),
        ("callback_made", {"signed": True, "caller": "li"}),
        ("callback_made", {"signed": False, "caller": "li"}),
        ("callback_made", {"caller": "li"}),
        ("rule_broken", {"person": "wang", "which": "smoking"}),
        ("praised", {"person": "wang", "amount": "501"}),
        ("praised", {"person": "wang", "amount": "300"}),
        ("saving_rewarded", {"person": "zhang", "amount": "300"}),
        ("service_finished", {"person": "zhang"}),
        ("fact_corrected", {}),
        ("sent_again", {}),
    ]
)
happenings = st.lists(
    st.tuples(kinds, st.sampled_from(["case:T-1", "case:T-2"]), st.integers(1, 600)),
    min_size=1,
    max_size=9,
)


def facts_of(found: list[Any]) -> Iterator[Fact]:
    moment = START
    for (kind, details), about, minutes in found:
        moment += timedelta(minutes=minutes)
        yield Fact(kind=kind, about=about, happened_at=moment, details=details)


def record_all(found: list[Any], cast: Cast) -> list[str]:
    """Record each fact, correct one, or send one again; return what the door said."""
    said: list[str] = []
    sent: list[Fact] = []
    for each in facts_of(found):
        if each.kind == "fact_corrected":
            said += _corrected(cast.he, each.happened_at)
            continue
        if each.kind != "sent_again":
            sent.append(each)
        if sent:
            said.append(_essence(_send(sent[-1], cast, each.happened_at)))
    return said


def _send(each: Fact, cast: Cast, now: datetime) -> Outcome:
    key = f"form:{each.happened_at.isoformat()}" if each.details else None
    return record_fact(each, actor=cast.zhang, recorded_at=now, idempotency_key=key)


def _corrected(by: Member, at_: datetime) -> list[str]:
    row = FactRow.objects.filter(corrects=None, corrections=None).order_by("number").first()
    if row is None or row.kind.startswith(("approval", "fact")):
        return ["nothing to correct"]
    return [_essence(correct_fact(number=row.number, reason="mistake", actor=by, at=at_))]


def _essence(outcome: Outcome) -> str:
    number = outcome.fact.number if outcome.fact else None
    unmet = [(each.number is not None, each.missing) for each in outcome.unmet]
    return (
        f"{number} {bool(outcome.held)} {bool(outcome.refused)} {outcome.repeated} "
        f"{len(outcome.opened)} {len(outcome.met)} {len(outcome.moved)} {unmet}"
    )


def everything() -> dict[str, list[Any]]:
    return {model.__name__: rows_of(model) for model in TABLES}


def rows_of(model: type[models.Model]) -> list[Any]:
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in GIVEN]
    return [tuple(map(repr, row)) for row in model.objects.order_by("pk").values_list(*names)]  # type: ignore[attr-defined]


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("rules")
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(found=happenings)
def test_facts_recorded_together_lead_to_the_same_rows(cast: Cast, found: list[Any]) -> None:
    results = []
    for together in (False, True):
        with taken_back():
            with recorded_together(["case:T-1"]) if together else nullcontext():
                said = record_all(found, cast)
            results.append((said, everything()))
            assert verify() == []

    assert results[0] == results[1]


@pytest.mark.usefixtures("rules")
def test_a_case_opened_and_settled_in_one_block_is_written_as_it_ended(cast: Cast) -> None:
    opened = fact("case_opened", "2024-03-04 10:00", case_type="complaint", severity="major",
                  handler="wang")  # fmt: skip
    settled = fact("case_resolved", "2024-03-05 19:00", case_type="complaint", handler="wang")

    with recorded_together([opened.about]):
        for each in (opened, settled):
            record_fact(each, actor=cast.wang, recorded_at=at("2024-03-06 09:00"))

    owed = ObligationRow.objects.get(rule_id="major-complaint")
    assert (owed.state, owed.late, owed.ended_by_fact_id) == (State.MET, True, 2)
    assert list(owed.transitions.values_list("what", flat=True)) == ["opened", "met"]


@pytest.mark.usefixtures("rules")
def test_a_fact_that_fails_takes_the_whole_block_with_it(cast: Cast) -> None:
    def block() -> None:
        with recorded_together():
            record_fact(fact("praised", "2024-03-04 10:00", person="wang", amount="300"),
                        actor=cast.li, recorded_at=START + timedelta(days=1))  # fmt: skip
            raise LookupError

    with pytest.raises(LookupError):
        block()

    assert not FactRow.objects.exists()
    assert not Transfer.objects.exists()


@pytest.mark.usefixtures("rules")
def test_whoever_reads_the_journal_inside_the_block_sees_every_fact(cast: Cast) -> None:
    with recorded_together():
        record_fact(fact("case_opened", "2024-03-04 10:00", case_type="praise"),
                    actor=cast.li, recorded_at=at("2024-03-04 10:00"))  # fmt: skip

        assert FactRow.objects.count() == 1
        assert verify() == []


@pytest.mark.usefixtures("rules")
def test_a_savepoint_taken_back_inside_the_block_takes_back_its_facts_alone(cast: Cast) -> None:
    def said(minute: int) -> Fact:
        return fact("case_opened", f"2024-03-04 10:{minute}", case_type="praise")

    with recorded_together():
        record_fact(said(10), actor=cast.li, recorded_at=START + timedelta(days=1))
        with taken_back():
            record_fact(said(11), actor=cast.li, recorded_at=START + timedelta(days=1))
        record_fact(said(12), actor=cast.li, recorded_at=START + timedelta(days=1))

    minutes = [row.happened_at.minute for row in FactRow.objects.order_by("number")]
    assert minutes == [10, 12]
    assert verify() == []


@pytest.mark.usefixtures("rules")
def test_a_hundred_facts_together_take_few_statements(cast: Cast) -> None:
    details: dict[str, Detail] = {"case_type": "complaint", "severity": "major", "handler": "wang"}
    moment = at("2024-03-04 10:00")
    matters = [f"case:T-{number}" for number in range(100)]
    first = Fact(kind="case_opened", about="case:T-x", happened_at=moment, details=details)
    record_fact(first, actor=cast.li, recorded_at=moment)

    with connection.execute_wrapper(counting := Counting()), recorded_together(matters):
        for about in matters:
            opened = Fact(kind="case_opened", about=about, happened_at=moment, details=details)
            record_fact(opened, actor=cast.li, recorded_at=moment)

    assert counting.statements < 30
    assert ObligationRow.objects.count() == len(matters) + 1


class Counting:
    """Counts the statements that reach the database."""

    statements = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        self.statements += 1
        return execute(sql, params, many, context)
