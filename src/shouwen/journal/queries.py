"""Questions about what was recorded: one matter's timeline, a kind's facts, how often."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Length, Substr

from shouwen.journal import chain
from shouwen.journal.models import FactKey, FactRow, OutboxMessage
from shouwen.journal.repeats import find_any_repeat, find_repeat, recorded_under_any
from shouwen.journal.verification import Broken, verify
from shouwen.people.models import Member
from shouwen.policy.facts import Detail, Fact

__all__ = [
    "KEYED",
    "Broken",
    "FactRow",
    "JournalRow",
    "Wanted",
    "count_occurrences",
    "count_share",
    "count_values",
    "derived_from",
    "fact_of",
    "facts_about",
    "facts_after",
    "facts_naming",
    "facts_of_kind",
    "facts_with",
    "find",
    "find_any_repeat",
    "find_repeat",
    "last_recorded_at",
    "matters_of_share",
    "matters_recorded",
    "place_taken",
    "recorded_under_any",
    "request_hash_of",
    "timeline",
    "values_recorded",
    "verify",
]

# How many facts may follow from one at most: nobody holds so many posts.
_FOLLOWERS = 500
# Details every fact is indexed by, so that counting somebody's earlier ones stays cheap.
KEYED = frozenset({"person", "handler", "owner", "caller", "to_member", "from_member"})
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One recorded fact for reading; ``number`` is the cursor to the rows after it."""

    number: int
    kind: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    actor_key: str
    actor_name: str
    details: Mapping[str, Detail]
    corrects: int | None
    corrected_by: int | None
    derived_from: int | None


_COLUMNS = (
    "number",
    "kind",
    "about",
    "happened_at",
    "recorded_at",
    "actor_key",
    "actor__name",
    "details",
    "corrects_id",
    "corrections__number",
    "derived_from_id",
)


def _rows(facts: QuerySet[FactRow], limit: int | None) -> list[JournalRow]:
    return [
        JournalRow(
            number=number,
            kind=kind,
            about=about,
            happened_at=happened_at,
            recorded_at=recorded_at,
            actor_key=actor_key,
            actor_name=actor_name or actor_key,
            details=details,
            corrects=corrects,
            corrected_by=corrected_by,
            derived_from=derived_from,
        )
        for (
            number,
            kind,
            about,
            happened_at,
            recorded_at,
            actor_key,
            actor_name,
            details,
            corrects,
            corrected_by,
            derived_from,
        ) in facts.values_list(*_COLUMNS)[:limit]
    ]


def find(number: int) -> FactRow | None:
    """Return the fact with this number, with its actor, or None."""
    return FactRow.objects.select_related("actor").filter(number=number).first()


def rows_numbered(numbers: Collection[int]) -> list[JournalRow]:
    """List the facts with these numbers in their order, in one query."""
    return _rows(FactRow.objects.filter(number__in=list(numbers)).order_by("number"), None)


def numbers_after(number: int, kinds: Sequence[str], limit: int) -> list[int]:
    """Return the numbers of the next facts of these kinds after one."""
    found = FactRow.objects.filter(number__gt=number, kind__in=kinds).order_by("number")
    return list(found.values_list("number", flat=True)[:limit])


def derived_from(number: int) -> list[int]:
    """Return the numbers of the facts that followed from a fact and still stand, in order.

    They were recorded together with it, so they stand close behind it.
    """
    near = FactRow.objects.filter(number__gt=number, number__lte=number + _FOLLOWERS)
    standing = near.filter(derived_from=number, corrections__isnull=True)
    return list(standing.order_by("number").values_list("number", flat=True))


def last_number() -> int:
    """Return the number of the latest fact, 0 in an empty journal."""
    latest = FactRow.objects.order_by("-number").values_list("number", flat=True)
    return latest.first() or 0


def number_known_at(at: datetime) -> int:
    """Return the number of the latest fact that was recorded by a moment, 0 if none was."""
    known = FactRow.objects.filter(recorded_at__lte=at).order_by("-number")
    return known.values_list("number", flat=True).first() or 0


def last_recorded_at() -> datetime | None:
    """Return when the latest fact was recorded, or None in an empty journal."""
    latest = FactRow.objects.order_by("-number").values_list("recorded_at", flat=True)
    return latest.first()


def fact_of(row: FactRow | JournalRow) -> Fact:
    """Return a recorded fact in the words of the policy core."""
    return Fact(
        kind=row.kind,
        about=row.about,
        happened_at=row.happened_at,
        details=row.details,
        actor=row.actor_key,
    )


def request_hash_of(fact: Fact, actor: Member | None) -> str:
    """Return the hash under which :func:`find_repeat` knows this request again."""
    return chain.request_hash_of(fact, actor.username if actor else "")


def recorded_under(key: str) -> FactRow | None:
    """Return the fact that was recorded under an idempotency key, whatever it said, or None."""
    return FactRow.objects.filter(idempotency_key=key).first()


def timeline(
    about: str, after: int | None = None, limit: int = 50, *, newest_first: bool = False
) -> list[JournalRow]:
    """List what was recorded about a matter, in order; ``after`` is the last number seen."""
    facts = FactRow.objects.filter(about=about)
    if after is not None:
        facts = facts.filter(number__lt=after) if newest_first else facts.filter(number__gt=after)
    return _rows(facts.order_by("-number" if newest_first else "number"), limit)


def newest(
    *, kind: str = "", of: Member | None = None, before: int | None = None, limit: int = 50
) -> list[JournalRow]:
    """List what was recorded, the latest record first; ``before`` is the last number seen.

    ``of`` leaves only what this member recorded.
    """
    facts = FactRow.objects.all()
    if kind:
        facts = facts.filter(kind=kind)
    if of is not None:
        facts = facts.filter(actor=of)
    if before is not None:
        facts = facts.filter(number__lt=before)
    return _rows(facts.order_by("-number"), limit)


def facts_of_kind(
    kind: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    details: Mapping[str, Detail] | None = None,
    about: str | None = None,
    after: int | None = None,
    limit: int | None = None,
) -> list[JournalRow]:
    """List facts of a kind in order of number, without those that were corrected.

    ``since`` is included and ``until`` is not; ``after`` is the last number seen.
    """
    facts = _standing(kind, since, until)
    if about is not None:
        facts = facts.filter(about=about)
    if after is not None:
        facts = facts.filter(number__gt=after)
    return _rows(_matching(facts, kind, details or {}).order_by("number"), limit)


def facts_about(kind: str, matters: Collection[str]) -> list[JournalRow]:
    """List the facts of a kind about any of these matters that still stand, in order of number."""
    facts = FactRow.objects.filter(kind=kind, about__in=list(matters), corrections__isnull=True)
    return _rows(facts.order_by("number"), None) if matters else []


def count_values(
    kinds: Sequence[str],
    name: str,
    *,
    since: datetime | None,
    until: datetime,
    before_number: int | None = None,
    having: Mapping[str, tuple[str | bool, ...]] | None = None,
    unless_other: Mapping[str, str] | None = None,
) -> int:
    """Count the different values a detail has in facts of these kinds, taken back ones included.

    ``having`` are details that must have one of these values; ``unless_other`` those that must not
    say anything else. Otherwise as :func:`count_occurrences`.
    """
    facts = _recorded(kinds, since, until, before_number).filter(_each_detail(having or {}))
    for other, own in (unless_other or {}).items():
        same = Q(**{f"details__{other}__exact": own}) | Q(**{f"details__{other}__isnull": True})
        facts = facts.filter(same)
    value = KeyTextTransform(name, "details")
    found = facts.aggregate(values=Count(value, distinct=True))
    return int(found["values"])


def values_recorded(
    kinds: Sequence[str],
    *,
    since: datetime | None,
    until: datetime,
    before_number: int | None = None,
) -> list[JournalRow]:
    """List the facts of these kinds in order of number, taken back ones included."""
    return _rows(_recorded(kinds, since, until, before_number).order_by("number"), None)


def place_taken(
    kinds: Sequence[str],
    at: datetime,
    name: str,
    value: str,
    *,
    before_number: int | None = None,
) -> int | None:
    """Return the first fact of this very moment with this detail that was taken back, or None."""
    facts = FactRow.objects.filter(kind__in=kinds, happened_at=at, corrections__isnull=False)
    if before_number is not None:
        facts = facts.filter(number__lt=before_number)
    same = facts.filter(_each_detail({name: (value,)}))
    return same.order_by("number").values_list("number", flat=True).first()


def _recorded(
    kinds: Sequence[str], since: datetime | None, until: datetime, before_number: int | None
) -> QuerySet[FactRow]:
    facts = FactRow.objects.filter(kind__in=kinds, happened_at__lt=until)
    if since is not None:
        facts = facts.filter(happened_at__gte=since)
    return facts if before_number is None else facts.filter(number__lt=before_number)


def facts_with(
    kinds: Sequence[str],
    keys: Mapping[str, str],
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> list[JournalRow]:
    """List standing facts of these kinds that may have these details, in one query.

    Only indexed details are compared, and a fact about ``member:x`` is one of person x; whoever
    asks compares the rest. Otherwise as :func:`count_occurrences`.
    """
    named = [_naming(kinds, *key) for key in keys.items() if key[0] in KEYED]
    # The index of names knows the kind: asked for it again, a database may go by the kind alone.
    facts = _standing(() if named else kinds, since, until, before_number)
    for numbers in named:
        facts = facts.filter(number__in=numbers)
    return _rows(facts.order_by("number"), None)


def _naming(kinds: Sequence[str], name: str, value: str) -> QuerySet[Any, Any]:
    named = FactKey.objects.filter(name=name, value=value, kind__in=kinds).values("fact")
    if name != "person":
        return named
    # Two indexes, each asked on its own: an `or` would go through every fact.
    about = FactRow.objects.filter(about=f"member:{value}", kind__in=kinds)
    return named.union(about.values("number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Facts of a kind whose details each have one of these values, compared as text or yes/no."""

    kind: str
    details: Mapping[str, tuple[str | bool, ...]]


def count_share(
    of: Sequence[Wanted], having: Sequence[Wanted], *, since: datetime, until: datetime
) -> tuple[int, int]:
    """Count a period's matters with any fact ``of``, and those also ``having`` one, in one query.

    Returns those that comply and all. ``since`` is included and ``until`` is not; corrected facts
    do not count.
    """
    complying = Q(about__in=_wanted(having, since, until).values("about"))
    found = _wanted(of, since, until).aggregate(
        complying=Count("about", distinct=True, filter=complying),
        counted=Count("about", distinct=True),
    )
    return found["complying"], found["counted"]


class MatterOf(NamedTuple):
    """A matter of a population, and the number of the first fact that put it there."""

    about: str
    first: int


def matters_of_share(
    of: Sequence[Wanted],
    having: Sequence[Wanted],
    *,
    complying: bool,
    since: datetime,
    until: datetime,
    after: int = 0,
    limit: int = 50,
) -> list[MatterOf]:
    """List a period's matters with a fact ``of``, ``complying`` ones with one ``having`` too.

    The first recorded come first; ``after`` is the last ``first`` seen.
    """
    there = Q(about__in=_wanted(having, since, until).values("about"))
    found = _wanted(of, since, until).filter(there if complying else ~there)
    firsts = found.order_by().values("about").annotate(first=Min("number"))
    page = firsts.filter(first__gt=after).order_by("first")
    return [MatterOf(*row) for row in page.values_list("about", "first")[:limit]]


def _wanted(wanted: Sequence[Wanted], since: datetime, until: datetime) -> QuerySet[FactRow]:
    any_of = Q(pk__in=[])
    for each in wanted:
        any_of |= Q(kind=each.kind) & _each_detail(each.details)
    corrected = FactRow.objects.filter(corrects=OuterRef("number"))
    in_time = Q(happened_at__gte=since, happened_at__lt=until)
    return FactRow.objects.filter(in_time, any_of).filter(~Exists(corrected))


def _each_detail(details: Mapping[str, tuple[str | bool, ...]]) -> Q:
    every = Q()
    for name, values in details.items():
        any_of = Q(pk__in=[])
        for value in values:
            any_of |= Q(**{f"details__{name}__exact": value})
            # A whole number may have been recorded as a number or as text.
            if isinstance(value, str) and value.lstrip("-").isdecimal():
                any_of |= Q(**{f"details__{name}__exact": int(value)})
        every &= any_of
    return every


def forms_recorded(
    prefix: str,
    *,
    about: str = "",
    detail: tuple[str, str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int,
    longest: int,
) -> list[FactRow]:
    """List the first facts of forms whose keys begin like this, counted from 0; newest first.

    ``detail`` is a name and value that a fact of the form has, which are at most ``longest``.
    """
    found = FactRow.objects.filter(
        idempotency_key__startswith=prefix, idempotency_key__endswith=":0"
    )
    for name, value in (("about", about), ("happened_at__gte", since), ("happened_at__lt", until),
                        ("number__lt", before)):  # fmt: skip
        found = found.filter(**{name: value}) if value else found
    if detail is not None:
        lines = FactRow.objects.filter(
            number__gte=OuterRef("number"),
            number__lt=OuterRef("number") + longest,
            idempotency_key__startswith=OuterRef("stem"),
            **{f"details__{detail[0]}": detail[1]},
        )
        key = F("idempotency_key")
        stem = Substr(key, 1, Length(key) - 1)
        found = found.annotate(stem=stem).filter(Exists(lines))
    return list(found.select_related("actor").order_by("-number")[:limit])


def facts_between(first: int, last: int, prefix: str) -> list[FactRow]:
    """List the facts in a run of numbers whose keys begin like this, in order."""
    found = FactRow.objects.filter(number__gte=first, number__lte=last)
    return list(found.filter(idempotency_key__startswith=prefix).order_by("number"))


def facts_after(number: int, limit: int) -> list[FactRow]:
    """Return the facts that follow a number, in order, corrected ones included."""
    facts = FactRow.objects.select_related("actor").filter(number__gt=number)
    return list(facts.order_by("number")[:limit])


def matters_recorded(matters: Collection[str]) -> frozenset[str]:
    """Return which of these matters anything was ever recorded about."""
    found = FactRow.objects.filter(about__in=list(matters)).order_by()
    return frozenset(found.values_list("about", flat=True).distinct())


def facts_naming(
    name: str, value: str, *, kind: str | None = None, before: int | None = None, limit: int = 50
) -> list[JournalRow]:
    """List the newest facts whose indexed detail ``name`` is ``value`` (see ``KEYED``)."""
    keys = FactKey.objects.filter(name=name, value=value)
    if kind is not None:
        keys = keys.filter(kind=kind)
    if before is not None:
        keys = keys.filter(fact__lt=before)
    facts = FactRow.objects.filter(number__in=keys.values("fact"))
    return _rows(facts.order_by("-number"), limit)


def count_occurrences(
    *,
    kind: str,
    matches: Mapping[str, Detail],
    since: datetime | None = None,
    until: datetime | None = None,
    before_number: int | None = None,
) -> int:
    """Count facts of a kind with these details, without those that were corrected.

    ``since`` is included and ``until`` is not. ``before_number`` counts as when that fact came:
    it leaves out that fact, later ones and later corrections. A match of None counts facts where
    the detail was not recorded.
    """
    facts = _standing(kind, since, until, before_number)
    return _matching(facts, kind, matches).count()


def _standing(
    kind: str | Sequence[str],
    since: datetime | None,
    until: datetime | None,
    before_number: int | None = None,
) -> QuerySet[FactRow]:
    corrected = FactRow.objects.filter(corrects=OuterRef("number"))
    if before_number is not None:
        corrected = corrected.filter(number__lt=before_number)
    of_kind = Q(kind=kind) if isinstance(kind, str) else Q(kind__in=kind) if kind else Q()
    facts = FactRow.objects.filter(~Exists(corrected), of_kind)
    if before_number is not None:
        facts = facts.filter(number__lt=before_number)
    if since is not None:
        facts = facts.filter(happened_at__gte=since)
    if until is not None:
        facts = facts.filter(happened_at__lt=until)
    return facts


def can_be_keyed(value: object) -> bool:
    """Return whether a detail's value goes into the index: text that is not too long."""
    return isinstance(value, str) and 0 < len(value) <= LONGEST_KEY


def _matching(
    facts: QuerySet[FactRow], kind: str, matches: Mapping[str, Detail]
) -> QuerySet[FactRow]:
    for name, value in matches.items():
        if name in KEYED and can_be_keyed(value):
            keys = FactKey.objects.filter(name=name, value=value, kind=kind)
            facts = facts.filter(number__in=keys.values("fact"))
        else:
            facts = _with_detail(facts, name, value)
    return facts


def _with_detail(facts: QuerySet[FactRow], name: str, value: Detail) -> QuerySet[FactRow]:
    # The lookup is spelled out so that a detail may be called “in” or “range”.
    same = Q(**{f"details__{name}__exact": value})
    if value is None:
        same |= Q(**{f"details__{name}__isnull": True})
    return facts.filter(same)


def parked_messages(limit: int = 50) -> list[OutboxMessage]:
    """List messages that were given up, newest first, with their fault."""
    return list(OutboxMessage.objects.filter(parked_at__isnull=False).order_by("-pk")[:limit])


def outbox_backlog(now: datetime) -> int:
    """Count messages that should have left by now."""
    return OutboxMessage.objects.filter(next_attempt_at__lte=now).count()
