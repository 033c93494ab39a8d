"""Each demonstration, shortened: what was meant happens, and nothing else does."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db.models import Q
from django.utils import timezone

from shouwen.approvals import queries as approvals
from shouwen.approvals.models import Request
from shouwen.calls.models import Call, Play
from shouwen.cases import tallies
from shouwen.cases.models import Case, Recurrence
from shouwen.enforcement import rebuild
from shouwen.journal import queries as journal
from shouwen.journal.models import FactRow
from shouwen.ledger.models import Transfer
from shouwen.obligations import queries as owed
from shouwen.obligations.models import ObligationRow
from shouwen.people import queries as people
from shouwen.policy.kinds.form import Form
from shouwen.quality import queries_calibration
from shouwen.quality.models import Item, Note
from shouwen.regulations import queries as regulations
from shouwen.roster.models import Leave, Plan, Punch, Shift, Swap
from shouwen.site.demo.acts_calls import let_ring
from shouwen.site.demo.house import House, house_of, industries
from shouwen.site.demo.loading import tell
from shouwen.site.demo.roles import roles
from shouwen.site.demo.story import Told

# A Wednesday in the middle of a month; the days before it are few, so that this stays quick.
NOW = datetime(2026, 4, 15, 15, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
DAYS = 6


@pytest.mark.django_db
@pytest.mark.parametrize("industry", industries())
def test_a_demonstration_is_as_its_data_say(industry: str) -> None:
    house = house_of(industry)

    told = tell(house, now=NOW, days=DAYS)

    _nothing_happened_that_was_not_meant(house, told)
    _everything_is_at_work()
    _what_was_set_up_is_used(house)
    _rosters_are_worked_by(house)
    _telephones_have_rung(house)
    _quality_was_checked(house)
    _everybody_who_may_be_tried_has_something_to_do(house)
    assert list(journal.verify()) == []
    assert [str(one) for one in rebuild.check()] == []


def _nothing_happened_that_was_not_meant(house: House, told: Told) -> None:
    undecided = [one for one in told.undecided if one.partition(" ")[0] not in house.unknown]
    assert undecided == []
    assert list(told.refused) == []
    assert not told.events < 100


def _everything_is_at_work() -> None:
    states = set(ObligationRow.objects.values_list("state", flat=True))
    assert states >= {"open", "met"}
    assert ObligationRow.objects.filter(Q(late=True) | Q(state="lapsed")).exists()
    assert Transfer.objects.exists()
    assert Request.objects.filter(state="waiting").exists()
    assert FactRow.objects.filter(kind__in=_kinds_entered_in_registers()).exists()


def _quality_was_checked(house: House) -> None:
    if house.quality is None:
        return
    checked = Item.objects.filter(checked_at__isnull=False)
    assert checked.values("checker").distinct().count() > 1
    assert Item.objects.filter(checked_at=None, checker__isnull=False).exists()
    rules = {line.rule.split("/")[1] for line in house.quality.lines if line.rule}
    assert rules <= {one.details["rule"] for one in journal.facts_of_kind("conduct_checked")}
    assert queries_calibration.calibrations()
    assert Note.objects.filter(closed_at=None).exists()


def _what_was_set_up_is_used(house: House) -> None:
    ways = house.ways
    if ways is None:
        return
    assert Case.objects.filter(queue__name=ways.queues[0].name).exists()
    assert set(Case.objects.values_list("priority", flat=True)) >= {"urgent", "high", ""}
    assert Case.objects.filter(graded_because__startswith=ways.grading[0].name).exists()
    assert Recurrence.objects.filter(opened__gt=0).exists()
    prioritised = FactRow.objects.filter(kind="case_prioritised").values_list("about", flat=True)
    taken = [macro.used_on for macro in ways.macros if macro.used_on]
    assert {f"case:{case.number}" for case in Case.objects.filter(title__in=taken)} & {*prioritised}
    assert tallies.differences() == []


def _rosters_are_worked_by(house: House) -> None:
    for roster in house.rosters:
        plans = Plan.objects.filter(team__key=roster.team)
        assert set(plans.values_list("state", flat=True)) == {"published", "draft"}
        shifts = Shift.objects.filter(team__key=roster.team)
        assert not roster.offered or shifts.filter(member=None, begins__gt=NOW).exists()
        assert Punch.objects.filter(shift__in=shifts, way="out").exists()
        assert shifts.filter(judged_at__isnull=False).exists()
        assert shifts.filter(seen_at=None, begins__gt=NOW, state="published").exists()
        for swap in roster.swaps:
            asked = Swap.objects.filter(person__username=swap.asks, partner__username=swap.asked)
            states = {None: "proposed", True: "done", False: "refused"}
            assert asked.filter(state=states[swap.agrees]).exists(), swap
        for leave in roster.leave:
            assert Leave.objects.filter(person__username=leave.person).exists(), leave


def _telephones_have_rung(house: House) -> None:
    for each in house.calls:
        calls = Call.objects.filter(queue=house.teams[each.team].name)
        assert set(calls.values_list("ending", flat=True)) == {"answered", "abandoned"}
        assert calls.filter(arrived__date=NOW.date(), customer__isnull=False).exists()
        assert not calls.filter(Q(ended__isnull=True) | Q(ended__gte=NOW)).exists()
    let_ring(house, now=NOW)
    assert Play.objects.filter(over=False).count() == len(house.calls) > 0


def _kinds_entered_in_registers() -> set[str]:
    rules = regulations.shelf().on(timezone.localdate(NOW), NOW).rulebook.rules
    return {kind for rule in rules if isinstance(rule, Form) for kind in rule.fact_kinds()}


def _everybody_who_may_be_tried_has_something_to_do(house: House) -> None:
    day = timezone.localdate(NOW)
    cast = [people.member_by_key(role["username"]) for role in roles()]
    assert [member.username for member in cast if member] == list(house.roles)
    idle = [m.name for m in cast if m and not _owes_or_signs(m.username, day)]
    assert idle == []


def _owes_or_signs(key: str, day: date) -> bool:
    """Tell whether somebody owes anything or has anything to sign."""
    member = people.member_by_key(key)
    assert member is not None
    posts = people.posts_of(key, day)
    team = people.team_of(member, day)
    mine = owed.owed_by(member, posts=posts, team_ids=[team.pk] if team else [])
    return bool(mine) or bool(approvals.waiting_count(member, day))
