"""A trial being worked out in the background: both rulebooks, side by side where it is much."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime, time, timedelta
from multiprocessing import get_context

import django
import structlog
from django.db import connections, transaction
from django.utils import timezone
from django_tasks import TaskContext, task

from shouwen.adoption import checking
from shouwen.journal import replaying as journal
from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.people.refusals import RefusedError
from shouwen.regulations.models import Version
from shouwen.regulations.queries import in_force_on
from shouwen.trial.choices import RUNNING, State
from shouwen.trial.models import Difference, Trial
from shouwen.trial.replay.books import Books, books_of
from shouwen.trial.replay.differing import Differs, differences
from shouwen.trial.replay.results import Side
from shouwen.trial.replay.running import Span, StoppedError, Which, replay, tidied_seldom
from shouwen.trial.replay.summing import Summary

log = structlog.get_logger(__name__)
# From so many facts on, starting a second process costs less than it saves.
MANY = 20_000
# How many differences are kept one by one; the sums hold all of them.
MOST = 20_000


@task(takes_context=True)
def try_draft(context: TaskContext, pk: int) -> None:
    """Work a trial out; asked again once it is done, it does nothing."""
    work(pk, by=context.task_result.id)


def work(pk: int, *, by: str) -> None:
    """Work a trial out for a task; one that its worker left behind is begun anew."""
    mine = Trial.objects.filter(pk=pk, state__in=RUNNING)
    now = timezone.now()  # clock: the worker's own
    lease = claim(mine, by, now, state=State.RUNNING)
    if lease is None:
        return
    try:
        with kept(lease):
            work_out(lease)
    except (StoppedError, LostError):
        return
    except Exception:
        log.exception("trial_failed", trial=pk)
        ended = timezone.now()  # clock: the worker's own
        lease.end(state=State.FAILED, finished_at=ended)


def work_out(lease: Lease, *, processes: int = 2) -> None:
    """Judge the facts of the trial's period by both rulebooks and keep where they differ."""
    trial = lease.rows.get()
    books, span = prepared(trial)
    facts = journal.count_within(books.streamed, span.since, span.until)
    lease.note(facts=facts, done_now=0, done_drafted=0)
    if facts < MANY or processes == 1:
        now = replay(books, "now", span, teller(lease, "now"))
        drafted = replay(books, "drafted", span, teller(lease, "drafted"))
    else:
        now, drafted = _side_by_side(lease, trial, books, span)
    keep(lease, trial, now, drafted)


def _side_by_side(lease: Lease, trial: Trial, books: Books, span: Span) -> tuple[Side, Side]:
    """Judge by one rulebook in a process of its own, by the other here."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as other:
        waiting = other.submit(one_side, trial.pk, trial.held_by, "drafted")
        now = replay(books, "now", span, teller(lease, "now"))
        with tidied_seldom():
            return now, waiting.result()


def one_side(pk: int, by: str, which: Which) -> Side:
    """Judge by one of the rulebooks of a trial that a task holds; for a process of its own."""
    try:
        lease = Lease(Trial.objects.filter(pk=pk, state=State.RUNNING, held_by=by))
        books, span = prepared(lease.rows.get())
        return replay(books, which, span, teller(lease, which))
    finally:
        connections.close_all()


def prepared(trial: Trial) -> tuple[Books, Span]:
    """Return the rulebooks and the period of a trial; raises RefusedError for faulty text."""
    read = checking.check(trial.text, trial.file_name, None).regulation
    if read is None:
        raise RefusedError("The text has faults.")
    day = timezone.localdate(trial.asked_at)
    pks = list(in_force_on(day).versions.values())
    versions = Version.objects.filter(pk__in=pks).select_related("regulation")
    books = books_of(read.slug, read.rules.values(), read.definitions, versions)
    since, end = (_midnight(d) for d in (trial.since, trial.until + timedelta(days=1)))
    return books, Span(since=since, until=min(end, trial.asked_at))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def teller(lease: Lease, which: Which) -> Callable[[int], bool]:
    """Return what writes down how far one side is, and whether anybody still wants it."""
    return lambda done: bool(lease.rows.update(**{f"done_{which}": done}))


@transaction.atomic
def keep(lease: Lease, trial: Trial, now: Side, drafted: Side) -> None:
    """Keep what came out; raise LostError where the trial was stopped meanwhile."""
    found = differences(now, drafted)
    result = {**Summary(now, drafted).plain(), "differences": len(found)}
    at = timezone.now()  # clock: the worker's own
    lease.end(state=State.DONE, result=result, finished_at=at)
    Difference.objects.bulk_create((_row(trial, one) for one in found[:MOST]), batch_size=500)


def _row(trial: Trial, one: Differs) -> Difference:
    return Difference(
        trial=trial, sort=one.sort, rule_id=one.rule_id, clause=one.clause, fact=one.fact,
        about=one.about, party=one.party, at=one.at, before=dict(one.before),
        after=dict(one.after),
    )  # fmt: skip
