"""Announcements as their pages show them: what is to be read, by whom, and who has not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, QuerySet
from django.http import Http404
from django.urls import reverse

from shouwen.adoption.gates import ADOPT
from shouwen.enforcement.matters import Summary
from shouwen.people import queries as people
from shouwen.people.gates import may
from shouwen.people.models import Member
from shouwen.regulations.models import Version
from shouwen.trial import comparing
from shouwen.trial.effects import Effect
from shouwen.trial.models import Announcement, Reader
from shouwen.trial.telling import before_it, concerning, posts_in

LISTED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRow:
    """One person who is to read an announced text."""

    name: str
    key: str
    told_at: datetime
    due_at: datetime | None
    read_at: datetime | None
    reminded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """One announced text that a member has not confirmed yet."""

    pk: int
    title: str
    number: int
    in_force: date
    due_at: datetime | None
    people: int
    posts: Sequence[str]

    @property
    def href(self) -> str:
        """Where it is read."""
        return reverse("trial:told", args=[self.pk])

    @property
    def concerning(self) -> str:
        """How many people and which posts it concerns, in one sentence."""
        return concerning(self.people, self.posts)


def announcement_open_to(member: Member, pk: int, on: date) -> Announcement:
    """Return an announcement to those it was told to, their leads, and whoever may adopt."""
    rows = Announcement.objects.select_related("version__regulation", "told_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not may(member, ADOPT, on) and not _seen_below(found, member, on).exists():
        raise Http404
    return found


def _seen_below(found: Announcement, member: Member, on: date) -> QuerySet[Reader]:
    """Return a member's own reading and those of whom they lead."""
    below = [one.pk for one in people.reports_of(member, on)]
    return found.readers.filter(member__in=[member.pk, *below])


def readers(found: Announcement, member: Member, on: date, *, may_adopt: bool) -> list[ReaderRow]:
    """List whose reading a member may see, those first who have not confirmed.

    Whoever may adopt sees everybody's.
    """
    seen = found.readers.all() if may_adopt else _seen_below(found, member, on)
    rows = seen.order_by(F("read_at").asc(nulls_first=True), "pk")
    return [
        ReaderRow(name=name, key=key, told_at=told, due_at=due, read_at=read, reminded=reminded)
        for name, key, told, due, read, reminded in rows.values_list(
            "member__name", "member__username", "told_at", "due_at", "read_at", "reminded"
        )[:LISTED]
    ]


def reader_of(found: Announcement, member: Member) -> Reader | None:
    """Return a member's own reading, or None for whom it was not told."""
    return found.readers.filter(member=member).first()


def to_read(member: Member, on: date, limit: int = 20) -> list[ToRead]:
    """List what a member is to read and has not confirmed, the soonest due first; two queries."""
    waiting = Reader.objects.filter(member=member, read_at__isnull=True)
    told = Count("announcement__readers")
    rows = waiting.annotate(told=told).select_related("announcement__version").defer(
        "announcement__version__source"
    ).order_by(F("due_at").asc(nulls_last=True), "announcement")[:limit]  # fmt: skip
    held = _held({key for one in rows for key in posts_in(one.announcement.version)}, on)
    return [_to_read(one, held) for one in rows]


def _held(keys: Collection[str], on: date) -> Collection[str]:
    return {post.key for post in people.posts_named(dict.fromkeys(keys, ""), on) if post.holders}


def _to_read(reader: Reader, held: Collection[str]) -> ToRead:
    version = reader.announcement.version
    return ToRead(
        pk=reader.announcement_id, title=version.title, number=version.number,
        in_force=version.in_force, due_at=reader.due_at, people=int(getattr(reader, "told", 0)),
        posts=[name for key, name in posts_in(version).items() if key in held],
    )  # fmt: skip


def of_version(version: Version) -> Announcement | None:
    """Return the announcement of a version, or None as long as nobody was told."""
    return Announcement.objects.filter(version=version).select_related("told_by").first()


@dataclass(frozen=True, slots=True)
class ForMe:
    """What a version changes: what concerns a member's posts, everything else, word by word."""

    mine: Sequence[Effect]
    others: Sequence[Effect]
    compared: comparing.Compared
    before: Version | None


def for_me(version: Version, member: Member, *, now: datetime, on: date, language: str) -> ForMe:
    """Return what a version does otherwise than the one before it, first what concerns a member."""
    before = before_it(version)
    after = comparing.text_of_version(version)
    compared = comparing.compared(
        comparing.text_of_version(before, after), after, now=now, language=language
    )
    held = people.posts_of(member.username, on)
    names = {name for key, name in after.words.posts.items() if key in held}
    mine = [one for one in compared.effects if _is_mine(one, names)]
    others = [one for one in compared.effects if not _is_mine(one, names)]
    return ForMe(mine, others, compared, before)


def _is_mine(effect: Effect, names: Collection[str]) -> bool:
    """A rule for whoever handles a matter, whatever their post, may be anybody's."""
    return bool(set(names) & set(effect.posts)) or bool(effect.people and not effect.posts)


def matter_link(key: str) -> tuple[str, str]:
    """Return what the reading of an announced text is called and where it is read."""
    found = summaries_of([key]).get(key)
    return (found.label, found.href) if found else (key, "")


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise readings for lists, in one query."""
    pks = [int(key) for key in keys if key.isdecimal()]
    rows = Reader.objects.filter(pk__in=pks).values_list(
        "pk", "announcement", "announcement__version__title", "member__name"
    )
    return {
        str(pk): Summary(label=f"《{title}》", note=name, href=reverse("trial:told", args=[told]))
        for pk, told, title, name in rows
    }


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Tell whether a member may see that reading: their own, one they lead, or all of them."""
    key = about.partition(":")[2]
    found = Reader.objects.select_related("member", "announcement")
    reader = found.filter(pk=int(key)).first() if key.isdecimal() else None
    if reader is None:
        return False
    seen = _seen_below(reader.announcement, member, on).filter(pk=reader.pk)
    return may(member, ADOPT, on) or seen.exists()
