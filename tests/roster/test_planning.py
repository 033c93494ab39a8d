"""A program plans a draft by the rules; what it shows breaks none of them, and a clash is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwen.planning import solving
from shouwen.roster import queries, repairing, running
from shouwen.roster.actions import plans
from shouwen.roster.choices import LIVE, ShiftState
from shouwen.roster.days import midnight
from shouwen.roster.models import Leave, Plan, Run, Shift
from shouwen.roster.problem import faults_of, problem_of
from tests.roster.conftest import NOW, Floor, colleague, signed_in

WEEK = date(2024, 4, 1)


@pytest.fixture
def week(floor: Floor) -> Floor:
    """Return a desk of eight with a draft of one week."""
    for n in range(6):
        colleague(floor.cast, f"m{n}", f"员工{n}")
    plan = plans.begin_plan(
        team=floor.cast.desk, first=WEEK, last=WEEK + timedelta(days=6), by=floor.cast.li, at=NOW
    )
    return Floor(cast=floor.cast, early=floor.early, late=floor.late, night=floor.night, plan=plan)


def planned(week: Floor, seconds: int = 3) -> Run:
    """Let the program plan as the worker does."""
    run = running.begin(plan=week.plan, by=week.cast.li, at=NOW, seconds=seconds)
    running.work(run.pk, by="a worker")
    run.refresh_from_db()
    return run


def test_planning_whose_worker_died_is_shown_and_begins_anew_and_no_other(week: Floor):
    run = running.begin(plan=week.plan, by=week.cast.li, at=NOW, seconds=3)
    page, again = f"/roster/runs/{run.pk}/", f"/roster/runs/{run.pk}/again/"
    lead = signed_in(week.cast.li)
    held = {"state": "running", "held_by": "gone", "held_until": NOW + timedelta(minutes=2)}
    Run.objects.filter(pk=run.pk).update(**held)

    assert again not in lead.get(page).text
    lead.post(again)
    running.work(run.pk, by="another")
    run.refresh_from_db()
    assert (run.state, run.held_by) == ("running", "gone")

    Run.objects.filter(pk=run.pk).update(held_until=NOW - timedelta(seconds=1))
    assert again in lead.get(page).text
    lead.post(again)
    run.refresh_from_db()
    assert run.state == "waiting"
    running.work(run.pk, by="another")
    run.refresh_from_db()
    assert (run.state, run.held_by) == ("done", ""), run.answer


def test_who_lost_a_run_leaves_the_draft_as_it_is(week: Floor, monkeypatch: pytest.MonkeyPatch):
    run = running.begin(plan=week.plan, by=week.cast.li, at=NOW, seconds=3)

    def solved(*given: object, **more: object) -> object:
        Run.objects.filter(pk=run.pk).update(held_by="somebody else")
        return answer

    answer = solving.solve(problem_of(week.plan, free=True), seconds=2)
    monkeypatch.setattr(solving, "solve", solved)
    running.work(run.pk, by="a worker")

    run.refresh_from_db()
    assert (run.state, run.held_by) == ("running", "somebody else")
    assert not Shift.objects.filter(plan=week.plan).exists()


def test_the_plan_of_a_program_breaks_no_rule_and_can_be_published_and_repaired(
    week: Floor, monkeypatch: pytest.MonkeyPatch
):
    kept = week.put(week.cast.wang, WEEK, week.night)
    plans.pin(shift=kept, pinned=True)

    run = planned(week)

    assert run.state == "done", run.answer
    assert Shift.objects.filter(plan=week.plan, key="night").values("day").distinct().count() == 7
    assert [b for b in faults_of(week.plan) if b.is_hard] == []
    assert Shift.objects.get(pk=kept.pk).member == week.cast.wang
    page = signed_in(week.cast.li).get(f"/roster/runs/{run.pk}/").text
    assert "草稿共" in page

    week.publish()
    monkeypatch.setattr(repairing, "SECONDS", 3)
    found = repairing.proposed(team=week.cast.desk, member=week.cast.wang, first=WEEK, last=WEEK)
    assert {line.member for line in found.lines if not line.after} >= {week.cast.wang}
    repairing.carry_out(proposal=found, sent=week.sent(token="ill"))
    on_night = Shift.objects.filter(plan=week.plan, key="night", day=WEEK, state__in=LIVE)
    assert week.cast.wang not in {shift.member for shift in on_night}
    assert on_night.filter(member__isnull=False).exists()
    assert [b for b in faults_of(week.plan) if b.is_hard] == []


def test_rules_that_clash_are_named_with_their_clauses(week: Floor):
    for member in queries.members_of(week.cast.desk, WEEK, WEEK):
        Leave.objects.create(
            person=member, state="done", asked_at=NOW, leave_type="annual", days=1,
            begins=midnight(WEEK), ends=midnight(WEEK + timedelta(days=1)),
        )  # fmt: skip

    run = planned(week)

    assert run.state == "clash"
    assert "1.5" in {row["number"] for row in run.answer["clash"]}
    page = signed_in(week.cast.li).get(f"/roster/runs/{run.pk}/").text
    assert "以下要求无法同时满足" in page
    assert "每人每期至少休息两日" in page


def test_who_worked_on_holidays_of_the_year_before_is_counted(week: Floor):
    # Spring Festival of 2024 began on 10 February; Qingming lies in the week that is planned.
    before = Plan.objects.create(
        team=week.cast.desk, first=date(2024, 2, 10), last=date(2024, 2, 12), made_at=NOW
    )
    kept = plans.built(before, week.early, before.first, week.cast.wang)
    kept.state = ShiftState.PUBLISHED
    kept.save()

    problem = problem_of(week.plan)

    assert problem.person_of["wang"].counted["holiday"] == 1
    fair = [one for one in problem.constraints if one.kind == "fair" and one.count == "holiday"]
    assert [one.days for one in fair] == [frozenset({date(2024, 4, d) for d in (4, 5, 6)})]
