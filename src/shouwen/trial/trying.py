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
from django_tasks import task

from shouwen.adoption import checking
from shouwen.journal import replaying as journal
from shouwen.people.refusals import RefusedError
from shouwen.regulations.models import Version
from shouwen.regulations.queries import in_force_on
from shouwen.trial.choices import RUNNING, State
from shouwen.trial.models import Difference, Trial
from shouwen.trial.replay.books import Books, books_of
from shouwen.trial.replay.differing import Differs, differences
from shouwen.trial.replay.results import Side
from shouwen.trial.replay.running import Span, StoppedError, Which, replay
from shouwen.trial.replay.summing import Summary

log = structlog.get_logger(__name__)
# From so many facts on, starting a second process costs less than it saves.
MANY = 20_000
# How many differences are kept one by one; the sums hold all of them.
MOST = 20_000


@task()
def try_draft(pk: int) -> None:
    """Work a trial out; asked again once it is done, it does nothing.

    One that its worker left behind under way is begun anew by whoever is given it.
    """
    if not Trial.objects.filter(pk=pk, state__in=RUNNING).update(state=State.RUNNING):
        return
    try:
        work_out(Trial.objects.get(pk=pk))
    except StoppedError:
        return
    except Exception:
        log.exception("trial_failed", trial=pk)
        Trial.objects.filter(pk=pk, state__in=RUNNING).update(
            state=State.FAILED,
            finished_at=timezone.now(),  # clock: the worker's own
        )


def work_out(trial: Trial, *, processes: int = 2) -> None:
    """Judge the facts of the trial's period by both rulebooks and keep where they differ."""
    books, span = prepared(trial)
    facts = journal.count_within(books.streamed, span.since, span.until)
    Trial.objects.filter(pk=trial.pk).update(facts=facts)
    if facts < MANY or processes == 1:
        now = replay(books, "now", span, teller(trial.pk, "now"))
        drafted = replay(books, "drafted", span, teller(trial.pk, "drafted"))
    else:
        now, drafted = _side_by_side(trial.pk, books, span)
    keep(trial, now, drafted)


def _side_by_side(pk: int, books: Books, span: Span) -> tuple[Side, Side]:
    """Judge by one rulebook in a process of its own, by the other here."""
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=django.setup) as other:
        waiting = other.submit(one_side, pk, "drafted")
        now = replay(books, "now", span, teller(pk, "now"))
        return now, waiting.result()


def one_side(pk: int, which: Which) -> Side:
    """Judge by one of the rulebooks of a trial; for a process of its own."""
    try:
        books, span = prepared(Trial.objects.get(pk=pk))
        return replay(books, which, span, teller(pk, which))
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


def teller(pk: int, which: Which) -> Callable[[int], bool]:
    """Return what writes down how far one side is, and whether anybody still wants it."""
    running = Trial.objects.filter(pk=pk, state=State.RUNNING)
    return lambda done: bool(running.update(**{f"done_{which}": done}))


@transaction.atomic
def keep(trial: Trial, now: Side, drafted: Side) -> None:
    """Keep what came out, unless the trial was cancelled meanwhile."""
    found = differences(now, drafted)
    result = {**Summary(now, drafted).plain(), "differences": len(found)}
    done = Trial.objects.filter(pk=trial.pk, state=State.RUNNING)
    at = timezone.now()  # clock: the worker's own
    if not done.update(state=State.DONE, result=result, finished_at=at):
        raise StoppedError
    Difference.objects.bulk_create((_row(trial, one) for one in found[:MOST]), batch_size=500)


def _row(trial: Trial, one: Differs) -> Difference:
    return Difference(
        trial=trial, sort=one.sort, rule_id=one.rule_id, clause=one.clause, fact=one.fact,
        about=one.about, party=one.party, at=one.at, before=dict(one.before),
        after=dict(one.after),
    )  # fmt: skip
