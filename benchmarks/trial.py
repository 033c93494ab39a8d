"""A draft tried on a million facts that all concern it, beside reading those facts only.

Run ``python benchmarks/trial.py`` from the checkout; ``--facts 100000`` for fewer, ``--data
FOLDER`` to keep the department for another run. The facts are those of the demonstration
department, each many times over: other matters, the same people, some seconds later. The draft is
the adopted regulation to which most facts matter, with every limit halved; only facts that one of
its rules listens to are written, so that each of the million is judged by both rulebooks. What is
tried is what the page tries: two processes, every difference kept.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

FACTS = 1_000_000
# What the house records because of what is owed, or names a row of the house by its number.
LEFT_OUT = ("obligation_lapsed", "obligation_escalated", "obligation_met", "obligation_excused",
            "fact_corrected", "duty_done", "period_began")  # fmt: skip
_HOURS = re.compile(r"^(\s*within: )(\d+)( (?:working )?(?:hours?|minutes?|days?))", re.MULTILINE)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--facts", type=int, default=FACTS)
    asked.add_argument("--data", default="")
    chosen = asked.parse_args()
    folder = Path(chosen.data or tempfile.mkdtemp(prefix="shouwen-trial-"))
    try:
        _open_house(folder)
        _run(chosen.facts)
    finally:
        if not chosen.data:
            shutil.rmtree(folder)


def _open_house(folder: Path) -> None:
    os.environ.update(SHOUWEN_MODE="demo", SHOUWEN_DATA_DIR=str(folder),
                      DJANGO_SETTINGS_MODULE="shouwen.site.settings")  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from shouwen.journal.queries import last_number
    from shouwen.site import demo

    call_command("migrate", verbosity=0)
    if not last_number():
        demo.load(now=timezone.now())


def _run(facts: int) -> None:
    from django.utils import timezone

    from shouwen.journal.queries import last_number

    now = timezone.now()
    trial = _trial(now)
    began = time.perf_counter()
    if trial.facts < facts:
        _multiply(trial, facts)
        print(f"{last_number():,} facts written in {time.perf_counter() - began:.0f} s")
    print(f"《{trial.title}》 on {trial.facts:,} of {last_number():,} facts; "
          f"the others concern none of its rules")  # fmt: skip
    print(f"reading them, nothing else: {_reading(trial):.1f} s of a processor")
    _report(trial)


def _multiply(trial: object, facts: int) -> None:
    """Write the facts that concern a trial so many times over that there are enough of them."""
    from shouwen.journal import replaying
    from shouwen.journal.models import FactRow
    from shouwen.journal.queries import last_number
    from shouwen.trial.trying import prepared

    books, span = prepared(trial)  # type: ignore[arg-type]
    told = list(FactRow.objects.exclude(kind__in=LEFT_OUT).filter(
        derived_from=None, kind__in=books.streamed, happened_at__gte=span.since,
        happened_at__lt=span.until - timedelta(days=1)).order_by("number").values())  # fmt: skip
    copies = (facts - trial.facts) // len(told) + 1  # type: ignore[attr-defined]
    rows = _copied(told, copies, last_number())
    while batch := [row for _, row in zip(range(5000), rows, strict=False)]:
        FactRow.objects.bulk_create(batch, batch_size=1000)
    trial.facts = replaying.count_within(books.streamed, span.since, span.until)  # type: ignore[attr-defined]
    trial.save()  # type: ignore[attr-defined]


def _copied(told: list[dict[str, object]], copies: int, last: int) -> Iterator[object]:
    from shouwen.journal.models import FactRow

    for one in told:
        for copy in range(1, copies + 1):
            last += 1
            later = timedelta(milliseconds=copy)
            about = str(one["about"])
            yield FactRow(**{
                **one,
                "number": last,
                "about": f"{about}.{copy}" if about.startswith("case:") else about,
                "happened_at": one["happened_at"] + later,  # type: ignore[operator]
                "recorded_at": one["recorded_at"] + later,  # type: ignore[operator]
                "idempotency_key": None,
                "hash": f"{last}",
            })  # fmt: skip


def _trial(now: object) -> object:
    from shouwen.journal import replaying
    from shouwen.people.models import Member
    from shouwen.regulations.models import Version
    from shouwen.trial.models import Trial
    from shouwen.trial.trying import prepared

    member = Member.objects.order_by("pk")[0]
    best = None
    for version in Version.objects.filter(ended=None).select_related("regulation"):
        text = _HOURS.sub(_halved, version.source)
        trial = Trial(slug=version.regulation.slug, title=version.title, text=text,
                      file_name=version.file_name, sha256="", asked_by=member, asked_at=now,
                      since=(now - timedelta(days=92)).date(), until=now.date())  # type: ignore[operator,attr-defined]  # fmt: skip
        books, span = prepared(trial)
        trial.facts = replaying.count_within(books.streamed, span.since, span.until)
        if best is None or trial.facts > best.facts:
            best = trial
    assert best is not None
    best.save()
    return best


def _halved(found: re.Match[str]) -> str:
    return f"{found[1]}{max(1, int(found[2]) // 2)}{found[3]}"


def _reading(trial: object) -> float:
    from shouwen.journal import replaying
    from shouwen.trial.trying import prepared

    books, span = prepared(trial)  # type: ignore[arg-type]
    began = time.process_time()
    for _listed in replaying.facts_within(books.streamed, span.since, span.until):
        pass
    return time.process_time() - began


def _spent() -> tuple[float, float]:
    """Return the seconds of a processor that this process and those it ended took."""
    told = os.times()
    return told.user + told.system, told.children_user + told.children_system


def _report(trial: object) -> None:
    from shouwen.trial.models import Trial
    from shouwen.trial.trying import work

    began, spent = time.perf_counter(), _spent()
    work(trial.pk, by="benchmark")  # type: ignore[attr-defined]
    took = time.perf_counter() - began
    here, there = (now - before for now, before in zip(_spent(), spent, strict=True))
    done = Trial.objects.get(pk=trial.pk)  # type: ignore[attr-defined]
    print(f"tried in {took:.1f} s: {done.facts / took:,.0f} facts a second, each judged twice; "
          f"{done.result['differences']:,} differences")  # fmt: skip
    print(f"processor: {here:.1f} s in one process, {there:.1f} s in the other")
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        print(f"most memory of a process: {resource.getrusage(who).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
