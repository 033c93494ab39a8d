"""What a program plans is never what is refused by hand, whatever stands in its way."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

import pytest

from shouwen.people import actions as people
from shouwen.roster import queries, running
from shouwen.roster.actions import plans
from shouwen.roster.days import midnight
from shouwen.roster.models import Leave, Plan, Shift
from shouwen.roster.problem import faults_of
from tests.roster.conftest import NOW, Floor, colleague

WEEK = date(2024, 4, 1)


def away(floor: Floor, random: Random) -> None:
    """Grant leave of some hours or days, some of it beginning within a night."""
    for member in queries.members_of(floor.cast.desk, WEEK, WEEK):
        if random.random() < 0.6:
            begins = midnight(WEEK + timedelta(days=random.randrange(6)))
            begins += timedelta(hours=random.choice([0, 1, 9, 14]))
            ends = begins + timedelta(hours=random.choice([4, 24, 30]))
            Leave.objects.create(
                person=member, state="done", asked_at=NOW, leave_type="annual", days=1,
                begins=begins, ends=ends,
            )  # fmt: skip


def lent(floor: Floor, random: Random) -> None:
    """Let another team have some of them for some nights or days, in its own plan."""
    other = people.add_team(key="night_desk", name="夜间组")
    kind = plans.keep_template(
        team=other, key="long", label="长夜", begins=time(20), minutes=720, wanted=1
    )
    plan = Plan.objects.create(
        team=other, first=WEEK - timedelta(days=1), last=WEEK + timedelta(days=7), made_at=NOW
    )
    Shift.objects.bulk_create(
        plans.built(plan, kind, WEEK + timedelta(days=random.randrange(-1, 8)), member)
        for member in queries.members_of(floor.cast.desk, WEEK, WEEK)
        if random.random() < 0.6
    )


@pytest.mark.parametrize("seed", range(3))
def test_each_shift_a_program_plans_could_have_been_put_by_hand(floor: Floor, seed: int):
    random = Random(seed)
    for n in range(5):
        colleague(floor.cast, f"m{n}", f"员工{n}")
    plans.keep_template(
        team=floor.cast.desk, key="dawn", label="凌晨", begins=time(4), minutes=480, wanted=1
    )
    plan = plans.begin_plan(
        team=floor.cast.desk, first=WEEK, last=WEEK + timedelta(days=6), by=floor.cast.li, at=NOW
    )
    away(floor, random)
    lent(floor, random)

    run = running.begin(plan=plan, by=floor.cast.li, at=NOW, seconds=2)
    running.work(run.pk, by="a worker")

    run.refresh_from_db()
    assert run.state == "done", run.answer
    assert [fault for fault in faults_of(plan) if fault.is_hard] == []
    put = Shift.objects.filter(plan=plan).select_related("plan", "team", "member", "template")
    assert put.count() > 10
    for shift in put:
        assert shift.member is not None
        plans.refuse_clash(shift, shift.member)
        assert plans.verdict_on(shift, at=NOW, actor="").allowed
