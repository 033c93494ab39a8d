"""Planning by program in the background: progress, stop, best so far, the answer as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_tasks import TaskContext, task

from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.planning import solving
from shouwen.planning.solving import Clash, Progress, Result
from shouwen.policy.clauses import Clause
from shouwen.roster import kinds, queries
from shouwen.roster.actions.plans import built
from shouwen.roster.choices import BUSY, LIVE, PlanState, RunState, ShiftState
from shouwen.roster.models import Plan, Run, Shift
from shouwen.roster.problem import problem_of, roster_of

# How many steps of the way are kept for the page, and how long a clash is looked for.
_KEPT, _CLASH_SECONDS = 60, 20
QUOTED = 120  # characters of a clause that stand in a line
SECONDS, MOST_SECONDS = 30, 600


def begin(*, plan: Plan, by: Member, at: datetime, seconds: int = SECONDS) -> Run:
    """Let a program plan a draft; raise RefusedError while one is at it."""
    if plan.state != PlanState.DRAFT:
        raise RefusedError(_("Only a draft can be planned anew."))
    change = kinds.change_within(plan.first, plan.last)
    if change is not None:
        said = _("The roster rules change on %(day)s within this plan; part it there first.")
        raise RefusedError(said % {"day": date_format(change)}, "first")
    if not queries.templates_of(plan.team):
        raise RefusedError(_("The team has no kinds of shifts yet."))
    if is_under_way(plan, at):
        raise RefusedError(_("A program is planning this already; stop it first."))
    run = Run.objects.create(
        plan=plan, asked_by=by, asked_at=at, seconds=min(max(seconds, 1), MOST_SECONDS)
    )
    transaction.on_commit(lambda: plan_in_background.enqueue(run.pk))
    return run


def is_under_way(plan: Plan, at: datetime) -> bool:
    """Tell whether a program plans it; one whose worker was lost does not."""
    return any(run.stands(at) in BUSY for run in Run.objects.filter(plan=plan, state__in=BUSY))


@transaction.atomic
def again(*, run: Run, at: datetime) -> None:
    """Let planning that broke off begin anew; raise RefusedError where it did not."""
    if run.stands(at) != RunState.FAILED:
        raise RefusedError(_("This run did not break off; there is nothing to begin anew."))
    if run.plan.state != PlanState.DRAFT:
        raise RefusedError(_("Only a draft can be planned anew."))
    if is_under_way(run.plan, at):
        raise RefusedError(_("A program is planning this already; stop it first."))
    seen = Run.objects.filter(pk=run.pk, state=run.state, held_by=run.held_by)
    seen.update(
        state=RunState.WAITING, stop=False, progress=[], answer={}, ended_at=None, held_by="",
        held_until=None,
    )  # fmt: skip
    transaction.on_commit(lambda: plan_in_background.enqueue(run.pk))


def stop(*, run: Run) -> None:
    """Ask a run to end with the best it has."""
    Run.objects.filter(pk=run.pk, state__in=BUSY).update(stop=True)


@task(takes_context=True)
def plan_in_background(context: TaskContext, pk: int) -> None:
    """Plan a period; asked again once it is done, it does nothing."""
    work(pk, by=context.task_result.id)


def work(pk: int, *, by: str) -> None:
    """Plan what a run asks for, for a task; what comes of it stands in the run.

    One that its worker left behind under way is begun anew by whoever is given it.
    """
    lease = claim(Run.objects.filter(pk=pk, state__in=BUSY), by, _now(), state=RunState.RUNNING)
    if lease is None:
        return
    run = Run.objects.select_related("plan__team").get(pk=pk)
    try:
        with kept(lease):
            _work(run, lease)
    except LostError:
        return
    except Exception:
        lease.end(state=RunState.FAILED, ended_at=_now())
        raise


def _now() -> datetime:
    return timezone.now()  # clock: when the background task ended


def _work(run: Run, lease: Lease) -> None:
    problem = problem_of(run.plan, free=True)
    known = {
        key: value for key, value in roster_of(run.plan).items() if key[0] in problem.person_of
    }
    result = solving.solve(
        problem,
        seconds=run.seconds,
        workers=2,
        progress=_teller(lease),
        cancelled=lambda: Run.objects.filter(pk=run.pk, stop=True).exists(),
        start=known or None,
    )
    if result.roster is None:
        lease.end(ended_at=_now(), **_without(run, problem, result))
        return
    state = RunState.STOPPED if result.stopped and run.stop else RunState.DONE
    with transaction.atomic():
        # Whoever lost the run meanwhile leaves the draft as it is.
        lease.note(state=RunState.RUNNING)
        answer = {**_figures(result), "shifts": keep(run.plan, result.roster)}
        lease.end(state=state, answer=answer, ended_at=_now())


def _figures(result: Result) -> dict[str, Any]:
    return {
        "status": result.status,
        "cost": result.cost,
        "bound": result.bound,
        "gap": None if result.gap is None else round(result.gap * 100, 1),
        "seconds": round(result.seconds, 1),
    }


def _without(run: Run, problem: solving.Problem, result: Result) -> Mapping[str, Any]:
    """Say why there is no roster: the fewest demands that clash, with their clauses."""
    if result.status != "infeasible":
        return {"state": RunState.STOPPED, "answer": _figures(result)}
    found = solving.clashes(problem, seconds=min(run.seconds, _CLASH_SECONDS), workers=2)
    return {"state": RunState.CLASH, "answer": {**_figures(result), "clash": _told(found)}}


def _quote(clause: Clause | None) -> str:
    return (clause.text or clause.heading)[:QUOTED] if clause else ""


def _told(clash: Clash | None) -> list[dict[str, Any]]:
    """Write a clash as rows that the page shows: whence each demand comes, whom it concerns."""
    if clash is None:
        return []
    units = {str(source): way.units for source, way in clash.ways}
    return [
        {
            "source": str(demand.source),
            "text": demand.source.text,
            "text_en": demand.source.text_en,
            "quote": _quote(demand.source.clause),
            "number": demand.source.clause.number if demand.source.clause else "",
            "title": demand.source.clause.title if demand.source.clause else "",
            "person": demand.person,
            "days": [day.isoformat() for day in demand.days],
            "units": units.get(str(demand.source)),
        }
        for demand in clash.demands
    ]


def _teller(lease: Lease) -> Any:
    steps: list[dict[str, Any]] = []

    def tell(progress: Progress) -> None:
        line = {
            "seconds": round(progress.seconds, 1), "cost": progress.cost, "bound": progress.bound
        }  # fmt: skip
        steps.append(line)
        lease.note(progress=steps[-_KEPT:])

    return tell


@transaction.atomic
def keep(plan: Plan, roster: Mapping[tuple[str, date], str]) -> int:
    """Put a roster into a draft in place of what was not kept; return how many shifts it has."""
    found = Shift.objects.filter(plan=plan, state=ShiftState.PLANNED, member__isnull=False)
    found.filter(pinned=False).delete()
    taken = Shift.objects.filter(plan=plan, state__in=LIVE, member__isnull=False)
    there = set(taken.values_list("member__username", "day"))
    kinds = {template.key: template for template in queries.templates_of(plan.team)}
    people = {
        member.username: member for member in queries.members_of(plan.team, plan.first, plan.last)
    }
    made = [
        built(plan, kinds[key], day, people[who])
        for (who, day), key in sorted(roster.items())
        if key in kinds and who in people and (who, day) not in there
    ]
    Shift.objects.bulk_create(made)
    return len(made) + len(there)
