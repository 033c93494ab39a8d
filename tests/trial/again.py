"""Every regulation in force judged again on what happened, beside what the house has of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from shouwen.adoption import checking
from shouwen.ledger.models import Transfer
from shouwen.obligations import named
from shouwen.regulations.models import Version
from shouwen.regulations.queries import in_force_on
from shouwen.trial.replay.books import Books, books_of
from shouwen.trial.replay.differing import differences
from shouwen.trial.replay.results import Side
from shouwen.trial.replay.running import Span, Which, replay

Found = Counter[tuple[object, ...]]


def differences_from_the_house(now: datetime) -> list[str]:
    """List where a regulation's own text, tried on all that happened, says something else."""
    versions = list(Version.objects.filter(pk__in=list(
        in_force_on(timezone.localdate(now)).versions.values()
    )).select_related("regulation"))  # fmt: skip
    return [one for version in versions for one in _of(version, versions, now)]


def _of(version: Version, versions: list[Version], now: datetime) -> Iterator[str]:
    books = books_with(version.source, versions)
    side = judged(books, "drafted", now)
    for what, mine, house in (
        ("owed", _owed(side), _owed_really(version)),
        ("moved", _moved(side, version.regulation.slug), _moved_really(version)),
    ):
        for key in (mine - house) | (house - mine):
            yield f"{version.regulation.slug} {what} {key}: {mine[key]}, the house has {house[key]}"
    for each in differences(judged(books, "now", now), side):
        yield f"{version.regulation.slug} differs from itself: {each}"


def books_with(text: str, versions: list[Version]) -> Books:
    """Return the rulebooks of a text beside the versions in force."""
    read = checking.check(text, "text.md", None).regulation
    assert read is not None, checking.check(text, "text.md", None).errors
    return books_of(read.slug, read.rules.values(), read.definitions, versions)


def judged(books: Books, which: Which, now: datetime) -> Side:
    """Judge everything that happened in the quarter before by one of the rulebooks."""
    span = Span(since=now - timedelta(days=92), until=now + timedelta(seconds=1))
    return replay(books, which, span, lambda _done: True)


def _owed(side: Side) -> Found:
    # What a lapse or a met duty led to is opened by a fact that is worked out here.
    return Counter(
        (0 if one.source.via else one.source.number, one.rule_id, one.owed_by, one.outcome)
        for one in side.owed
    )


_AS_HERE = {"open": "running", "paused": "running"}


def _owed_really(version: Version) -> Found:
    first = 1
    found: Found = Counter()
    made = set(_made_facts())
    for one in named.standing_since(version.regulation.slug, first, 2**60):
        if one.state == "withdrawn":
            continue
        state = ("late" if one.late else "in_time") if one.state == "met" else one.state
        fact = 0 if one.fact in made else one.fact
        found[fact, one.rule_id, one.owed_by, _AS_HERE.get(state, state)] += 1
    return found


def _made_facts() -> list[int]:
    from shouwen.journal.models import FactRow
    from shouwen.trial.replay.court import MADE

    return list(FactRow.objects.filter(kind__in=MADE).values_list("number", flat=True))


def _moved(side: Side, slug: str) -> Found:
    sums: Found = Counter()
    for one in side.moved:
        if one.regulation == slug:
            sums[one.rule_id, one.payer, one.payee, one.unit] += one.parts
    return sums


def _moved_really(version: Version) -> Found:
    standing = Transfer.objects.filter(
        regulation=version.regulation.slug, counters__isnull=True, countered_by__isnull=True
    )
    sums: Found = Counter()
    for one in standing.select_related("payer", "payee"):
        payer, payee = (f"{a.kind}:{a.key}" for a in (one.payer, one.payee))
        sums[one.rule_id, payer, payee, one.unit] += one.parts
    return sums
