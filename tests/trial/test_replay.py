"""Facts judged again: the same rules say the same, other rules say where they differ."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from shouwen.enforcement.actions import correct_fact, decide_request, excuse_obligation, record_fact
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.watch import watch_once
from shouwen.journal.models import FactRow
from shouwen.ledger.models import Transfer
from shouwen.obligations.models import ObligationRow
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations.models import Version
from shouwen.trial.choices import Sort
from shouwen.trial.replay.differing import Differs, differences
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at
from tests.trial.again import books_with, differences_from_the_house, judged

BEGAN = at("2024-03-01 08:00")


class Quarter:
    """What happens at a desk, made up from a seed; the watcher looks every three hours."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.chance, self.now, self.cases = cast, Random(seed), BEGAN, 0

    def pass_by(self, days: int) -> datetime:
        end = BEGAN + timedelta(days=days)
        while self.now < end:
            self.now += timedelta(hours=3)
            open_duties(now=self.now)
            watch_once(now=self.now)
            self._something()
        return self.now

    def _record(self, kind: str, about: str, **details: Detail) -> None:
        fact = Fact(kind=kind, about=about, happened_at=self.now, details=details,
                    actor=self.cast.li.username)  # fmt: skip
        outcome = record_fact(fact, actor=self.cast.li, recorded_at=self.now)
        if outcome.held is not None and self.chance.random() < 0.7:
            self._sign(outcome.held)

    def _sign(self, held: object) -> None:
        for member in (self.cast.zhao, self.cast.he):
            decide_request(request=held, member=member, verdict="granted", at=self.now)  # type: ignore[arg-type]

    def _something(self) -> None:
        chance = self.chance.random()
        person = self.chance.choice(("wang", "zhang"))
        if chance < 0.25:
            self.cases += 1
            self._record("case_opened", f"case:T-{self.cases}", case_type="complaint",
                         severity="major", handler=person, number=f"T-{self.cases}")  # fmt: skip
        elif chance < 0.6 and self.cases:
            kind = self.chance.choice(
                ("case_resolved", "callback_made", "case_paused", "case_resumed")
            )
            about = f"case:T-{self.chance.randint(max(1, self.cases - 5), self.cases)}"
            self._record(kind, about, case_type="complaint", handler=person,
                         signed=self.chance.random() < 0.5)  # fmt: skip
        elif chance < 0.7:
            self._record("rule_broken", f"member:{person}", person=person,
                         which=self.chance.choice(("甲", "乙")))  # fmt: skip
        elif chance < 0.8:
            kind = self.chance.choice(("praised", "saving_rewarded"))
            self._record(kind, f"member:{person}", person=person, amount="300.00")
        elif chance < 0.85:
            self._record("service_finished", f"member:{person}", person=person,
                         signed=self.chance.random() < 0.5)  # fmt: skip
        elif chance < 0.88:
            self._take_back()
        elif chance < 0.9:
            self._excuse()

    def _take_back(self) -> None:
        kinds = ("rule_broken", "praised", "case_opened", "service_finished")
        numbers = list(FactRow.objects.filter(kind__in=kinds, corrections__isnull=True)
                       .order_by("number").values_list("number", flat=True))  # fmt: skip
        if numbers:
            correct_fact(number=self.chance.choice(numbers), reason="记错", actor=self.cast.he,
                         at=self.now)  # fmt: skip

    def _excuse(self) -> None:
        owed = ObligationRow.objects.filter(ended_at__isnull=True).order_by("pk").first()
        if owed is not None:
            excuse_obligation(pk=owed.pk, reason="情况特殊", by=self.cast.he, at=self.now)


def tried(text: str, now: datetime) -> list[Differs]:
    books = books_with(text, list(Version.objects.select_related("regulation")))
    return differences(judged(books, "now", now), judged(books, "drafted", now))


@pytest.mark.django_db
def test_judged_again_the_facts_come_to_what_the_house_has(cast: Cast, rules: Version) -> None:
    now = Quarter(cast, 7).pass_by(days=12)
    states = set(ObligationRow.objects.values_list("state", flat=True))
    assert states >= {"met", "lapsed", "excused"}
    assert FactRow.objects.filter(corrects__isnull=False).exists()
    assert Transfer.objects.filter(rule_id="superior-share").exists()

    before = FactRow.objects.count(), ObligationRow.objects.count(), Transfer.objects.count()
    assert differences_from_the_house(now) == []

    after = FactRow.objects.count(), ObligationRow.objects.count(), Transfer.objects.count()
    assert after == before
    _another_figure_makes_a_difference_where_it_counts_and_nowhere_else(now)
    _a_shorter_time_lets_more_lapse_and_each_lapse_costs(now)
    _what_needs_another_signature_would_have_waited(now)
    _a_new_duty_is_owed_in_each_of_its_periods(now)


def _another_figure_makes_a_difference_where_it_counts_and_nowhere_else(now: datetime) -> None:
    dearer = DESK.replace("amounts: [-100 yuan, -200 yuan]", "amounts: [-150 yuan, -300 yuan]")

    found = tried(dearer, now)

    # Who breaks a rule pays more, and so does whoever answers for them: the fine is another one.
    assert {one.sort for one in found} == {Sort.TRANSFER}
    assert {one.rule_id for one in found} == {"rule-broken", "superior-share"}
    for one in found:
        assert 2 * one.after["parts"] == 3 * one.before["parts"]
    standing = Transfer.objects.filter(counters__isnull=True, countered_by__isnull=True)
    assert len(found) == standing.filter(rule_id__in=("rule-broken", "superior-share")).count()


def _a_shorter_time_lets_more_lapse_and_each_lapse_costs(now: datetime) -> None:
    shorter = DESK.replace("within: 1 working day\n", "within: 2 working hours\n")

    found = tried(shorter, now)

    owed = [one for one in found if one.sort is Sort.OBLIGATION]
    assert {one.rule_id for one in owed} == {"major-complaint"}
    assert all(one.after["due"] < one.before["due"] for one in owed)
    missed = [o for o in owed if o.before["outcome"] == "in_time" and o.after["outcome"] == "late"]
    fined = [one for one in found if one.rule_id == "late-fine"]
    assert missed
    assert len(fined) >= len(missed)
    assert all(one.before == {} and one.after["parts"] < 0 for one in fined)


def _what_needs_another_signature_would_have_waited(now: datetime) -> None:
    other = DESK.replace(
        "tiers: [{post: team_leader}, {post: manager}]", "tiers: [{post: manager}]"
    )

    found = [one for one in tried(other, now) if one.sort is Sort.PERMISSION]

    recorded = FactRow.objects.filter(kind="saving_rewarded")
    assert {one.fact for one in found} == set(recorded.values_list("number", flat=True))
    assert {(one.before["state"], one.after["state"]) for one in found} == {("granted", "held")}


def _a_new_duty_is_owed_in_each_of_its_periods(now: datetime) -> None:
    weekly = DESK.replace("every: month\nby: {day: 10, inclusive: true}\n", "every: week\n")

    found = tried(weekly, now)

    new = {one.about for one in found if one.after and one.rule_id == "monthly-report"}
    # Mondays in the ninety-two days up to Wednesday the 13th of March.
    assert len(new) == 13
