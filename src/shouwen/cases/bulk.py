"""One step for many matters: each is judged by itself first, and taken by itself afterwards.

Judging is taking the step and undoing it before anybody can see it, so the preview says exactly
what the clauses would say. Nothing here knows a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks import task

from shouwen.cases import macros, steps
from shouwen.cases.actions import Done, LostRaceError, RuledOutError, hand_over, reopen
from shouwen.cases.choices import BulkOutcome, BulkState
from shouwen.cases.gates import Standing, may_work_on, open_to, standing, whole_cases
from shouwen.cases.models import BulkItem, BulkRun, Case
from shouwen.cases.step_forms import StepForm
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

# What is offered for many at once, and of it what can be taken back by a further fact.
VERBS = ("hand-over", "assign", "forward", "severity", "pause", "resume", "resolve", "close",
         "category", "priority", "queue")  # fmt: skip
MACRO = "macro"
UNDONE = ("hand-over", "assign", "close")
AT_ONCE, MOST = 25, 500


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that is offered for many matters at once."""

    verb: str
    label: str | Promise


def offered(where: Standing) -> list[Offer]:
    """List the steps a member may take with many matters."""
    return [Offer(verb, label_of(verb)) for verb in (*VERBS, MACRO)] if where.works else []


def label_of(verb: str) -> str | Promise:
    """Return what a step for many is called."""
    return gettext_lazy("Macro") if verb == MACRO else steps.KINDS[verb].label


def form_for(verb: str, where: Standing, data: Any = None) -> StepForm:
    """Return the step's form for no case in particular."""
    if verb == MACRO:
        return macros.PickMacroForm(data, where=where)
    return steps.KINDS[verb].form(data, case=None)


def picked(where: Standing, numbers: Sequence[str]) -> list[Case]:
    """Return the matters that were picked and are open to the member, in their order."""
    found = Case.objects.filter(open_to(where), number__in=list(numbers)[:MOST])
    return list(found.order_by("pk"))


@transaction.atomic
def begin(
    *, verb: str, cases: Sequence[Case], data: dict[str, list[str]], by: Member, at: datetime
) -> BulkRun:
    """Begin a run: judge its matters now if they are few, else in the background."""
    if not cases:
        raise RefusedError(_("No matter was picked; tick at least one."))
    run = BulkRun.objects.create(verb=verb, data=data, by=by, started_at=at)
    BulkItem.objects.bulk_create(
        [BulkItem(run=run, case=case, former_id=case.handler_id) for case in cases]
    )
    _go(run, at)
    return run


@transaction.atomic
def confirm(*, run: BulkRun, at: datetime) -> None:
    """Take the step with every matter for which it is possible, once."""
    waiting = BulkRun.objects.filter(pk=run.pk, state=BulkState.JUDGED)
    if not waiting.update(state=BulkState.DOING):
        raise RefusedError(_("This was confirmed before; its matters are below."))
    run.refresh_from_db()
    _go(run, at)


def _go(run: BulkRun, at: datetime) -> None:
    if run.items.count() <= AT_ONCE:
        work(run, at)
    else:
        transaction.on_commit(lambda: work_later.enqueue(run.pk))


@task()
def work_later(run_pk: int) -> None:
    """Judge or take a run's matters in the background; asked twice, it goes on."""
    run = BulkRun.objects.select_related("by").get(pk=run_pk)
    work(run, timezone.now())  # clock: the worker's own


def work(run: BulkRun, at: datetime) -> None:
    """Go through the matters of a run that still wait for this pass."""
    where = standing(run.by, timezone.localdate(at))
    judging = run.state == BulkState.JUDGING
    wanted = BulkOutcome.WAITING if judging else BulkOutcome.POSSIBLE
    todo = [wanted] if judging else [wanted, BulkOutcome.SIGNED]
    for item in run.items.filter(outcome__in=todo).order_by("pk"):
        if not judging and item.outcome == BulkOutcome.SIGNED and item.reason == _ASKED:
            continue
        _judge(run, item, where, at) if judging else _do(run, item, where, at)
    run.state = BulkState.JUDGED if judging else BulkState.DONE
    BulkRun.objects.filter(pk=run.pk).update(state=run.state)


_ASKED = "asked"


def _judge(run: BulkRun, item: BulkItem, where: Standing, at: datetime) -> None:
    with transaction.atomic():
        kept = _tried(run, item, where, at)
        transaction.set_rollback(True)
    kept.outcome = BulkOutcome.POSSIBLE if kept.outcome == BulkOutcome.DONE else kept.outcome
    _keep(kept)


def _do(run: BulkRun, item: BulkItem, where: Standing, at: datetime) -> None:
    with transaction.atomic():
        kept = _tried(run, item, where, at)
        if kept.outcome == BulkOutcome.SIGNED:
            kept.reason = _ASKED
        _keep(kept)


def _keep(item: BulkItem) -> None:
    item.save(update_fields=["outcome", "reason", "clause", "former"])


def _tried(run: BulkRun, item: BulkItem, where: Standing, at: datetime) -> BulkItem:
    """Take the step with one matter in a savepoint and write down what came of it."""
    case = whole_cases().get(pk=item.case_id)
    item.former_id, item.clause, item.reason = case.handler_id, "", ""
    try:
        with transaction.atomic():
            done = _taken(run, case, where, at)
    except RuledOutError as refusal:
        item.outcome, item.reason = BulkOutcome.REFUSED, str(refusal)
        item.clause = refusal.permission.cites.number[:80]
    except (RefusedError, LostRaceError) as refusal:
        item.outcome, item.reason = BulkOutcome.REFUSED, str(refusal)
    else:
        item.outcome = BulkOutcome.SIGNED if done.waits else BulkOutcome.DONE
    return item


def _taken(run: BulkRun, case: Case, where: Standing, at: datetime) -> Done:
    if run.undoes_id:
        return _undone(run, case, where, at)
    if run.verb == MACRO:
        return _by_macro(run, case, where, at)
    if not may_work_on(where, case) or not steps.may_take(where, case, run.verb):
        raise RefusedError(_("You may look at this matter, but not take this step with it."))
    form = steps.filled(run.verb, case, _posted(run, case))
    if not form.is_valid():
        raise RefusedError(str(next(iter(form.errors.values()))[0]))
    return steps.take(run.verb, case, form, actor=run.by, at=at)


def _by_macro(run: BulkRun, case: Case, where: Standing, at: datetime) -> Done:
    form = macros.PickMacroForm(_posted(run, case), where=where)
    if not form.is_valid():
        raise RefusedError(_("This macro is not kept any more; choose another."))
    chosen, token = form.cleaned_data["macro"], form.cleaned_data["token"]
    done = macros.take(macro=chosen, case=case, where=where, at=at, token=token)
    return done[-1] if done else Done(case=case, outcome=None)


def _posted(run: BulkRun, case: Case) -> QueryDict:
    given = QueryDict(mutable=True)
    for name, values in run.data.items():
        given.setlist(name, values)
    given["token"] = f"bulk-{run.pk}-{case.pk}"
    return given


# ── taking back ──────────────────────────────────────────────────────────────────────────────


def may_undo(run: BulkRun) -> bool:
    """Return whether a further fact can take back what a finished run did."""
    finished = run.state == BulkState.DONE and run.verb in UNDONE and not run.undoes_id
    return finished and not BulkRun.objects.filter(undoes=run).exists()


@transaction.atomic
def undo(*, run: BulkRun, at: datetime) -> BulkRun:
    """Begin a run that takes back what was done; what moved on meanwhile is left as it is."""
    if not may_undo(run):
        raise RefusedError(_("This cannot be taken back; take a step with each matter instead."))
    back = BulkRun.objects.create(verb=run.verb, by=run.by, started_at=at, undoes=run)
    done = run.items.filter(outcome=BulkOutcome.DONE)
    BulkItem.objects.bulk_create([BulkItem(run=back, case_id=item.case_id) for item in done])
    _go(back, at)
    return back


def _undone(run: BulkRun, case: Case, where: Standing, at: datetime) -> Done:
    before = BulkItem.objects.select_related("former").get(run=run.undoes_id, case=case)
    key = f"bulk-undo:{run.pk}:{case.pk}"
    reason = _("Taken back: step %(number)s for several matters") % {"number": run.undoes_id}
    if run.verb == "close":
        return reopen(case=case, reason=reason, actor=run.by, at=at, key=key)
    if before.former is None:
        raise RefusedError(_("Nobody had this matter before; assign it by hand."))
    if not may_work_on(where, case):
        raise RefusedError(_("You may look at this matter, but not take this step with it."))
    return hand_over(case=case, to=before.former, reason=reason, actor=run.by, at=at, key=key)
