"""The facts of a period in the order of their recording, many at a time, to be judged again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min, Q, QuerySet

from shouwen.journal.models import FactRow
from shouwen.policy.facts import Detail, Fact

# A database takes only so many values in one list.
_AT_ONCE = 1000
# Reading a row costs some four times what naming it in a list does.
_DENSE = 1.25


class Replayed(NamedTuple):
    """A recorded fact; ``corrects`` and ``derived_from`` are numbers of other facts, or None."""

    number: int
    kind: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    actor_key: str
    details: dict[str, Detail]
    corrects: int | None
    derived_from: int | None

    def fact(self) -> Fact:
        """Return the fact in the words of the policy core."""
        return Fact(
            kind=self.kind,
            about=self.about,
            happened_at=self.happened_at,
            details=self.details,
            actor=self.actor_key,
        )


_COLUMNS = ("number", "kind", "about", "happened_at", "recorded_at", "actor_key", "details",
            "corrects_id", "derived_from_id")  # fmt: skip


def _within(kinds: Collection[str], since: datetime, until: datetime) -> QuerySet[FactRow]:
    return FactRow.objects.filter(
        kind__in=sorted(kinds), happened_at__gte=since, happened_at__lt=until
    )


def facts_within(
    kinds: Collection[str], since: datetime, until: datetime
) -> Iterator[list[Replayed]]:
    """Go through the facts of these kinds that happened from ``since`` to before ``until``.

    They come in the order of their recording, those taken back among them, in lists.
    """
    # No question stays open meanwhile: whoever goes through them also writes how far it is.
    numbers = list(_within(kinds, since, until).order_by("number").values_list("number", flat=True))
    for begin in range(0, len(numbers), _AT_ONCE):
        yield _numbered(numbers[begin : begin + _AT_ONCE])


def _numbered(numbers: Sequence[int]) -> list[Replayed]:
    """Read rows by their numbers; where few others lie between, by the two ends: a fifth faster."""
    wanted = set(numbers)
    dense = numbers[-1] - numbers[0] < len(numbers) * _DENSE
    asked = {"number__range": (numbers[0], numbers[-1])} if dense else {"number__in": numbers}
    rows = FactRow.objects.filter(**asked).order_by("number").values_list(*_COLUMNS)
    return [Replayed(*row) for row in rows if row[0] in wanted]


def count_within(kinds: Collection[str], since: datetime, until: datetime) -> int:
    """Count what :func:`facts_within` goes through."""
    return _within(kinds, since, until).count()


def first_within(since: datetime, until: datetime) -> int | None:
    """Return the number of the first fact that happened in a period, or None."""
    found = FactRow.objects.filter(happened_at__gte=since, happened_at__lt=until)
    first: int | None = found.aggregate(first=Min("number"))["first"]
    return first


class Sought(NamedTuple):
    """Facts of a kind; where ``detail`` is named, those in which it is one of ``words``."""

    kind: str
    detail: str = ""
    words: tuple[str | bool, ...] = ()

    def matching(self) -> Q:
        """Return the condition on a recorded fact."""
        if not self.detail:
            return Q(kind=self.kind)
        any_of = Q(pk__in=[])
        for word in self.words:
            any_of |= Q(**{f"details__{self.detail}__exact": word})
        return Q(kind=self.kind) & any_of


_TALLIES_AT_ONCE = 50


def count_each(
    sought: Sequence[Sequence[Sought]], since: datetime, until: datetime
) -> Iterator[int]:
    """Count, for each group, the standing facts of a period that are one of it; few queries."""
    for begin in range(0, len(sought), _TALLIES_AT_ONCE):
        groups = sought[begin : begin + _TALLIES_AT_ONCE]
        kinds = {each.kind for group in groups for each in group}
        rows = _within(kinds, since, until).filter(corrections__isnull=True)
        tallies = {f"n{place}": _tally(group) for place, group in enumerate(groups)}
        found = rows.aggregate(**tallies)
        yield from (found[name] for name in tallies)


def _tally(group: Sequence[Sought]) -> Count:
    any_of = Q(pk__in=[])
    for each in group:
        any_of |= each.matching()
    return Count("pk", filter=any_of)
