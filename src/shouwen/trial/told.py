"""Announcements as their pages show them: what is to be read, by whom, and who has not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
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
from shouwen.trial.telling import before_it

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

    @property
    def href(self) -> str:
        """Where it is read."""
        return reverse("trial:told", args=[self.pk])


def announcement_open_to(member: Member, pk: int, on: date) -> Announcement:
    """Return an announcement to those it was told to, their leads, and whoever may adopt."""
    rows = Announcement.objects.select_related("version__regulation", "told_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    if not may(member, ADOPT, on) and not _seen_by(found, member, on).exists():
        raise Http404
    return found


def _seen_by(found: Announcement, member: Member, on: date) -> QuerySet[Reader]:
    """Return whose reading a member sees: everybody's, or their own and of those they lead."""
    if may(member, ADOPT, on):
        return found.readers.all()
    below = [one.pk for one in people.reports_of(member, on)]
    return found.readers.filter(member__in=[member.pk, *below])


def readers(found: Announcement, member: Member, on: date) -> list[ReaderRow]:
    """List whose reading a member may see, those first who have not confirmed."""
    rows = _seen_by(found, member, on).order_by(F("read_at").asc(nulls_first=True), "pk")
    return [
        ReaderRow(name=name, key=key, told_at=told, due_at=due, read_at=read, reminded=reminded)
        for name, key, told, due, read, reminded in rows.values_list(
            "member__name", "member__username", "told_at", "due_at", "read_at", "reminded"
        )[:LISTED]
    ]


def reader_of(found: Announcement, member: Member) -> Reader | None:
    """Return a member's own reading, or None for whom it was not told."""
    return found.readers.filter(member=member).first()


def to_read(member: Member, limit: int = 20) -> list[ToRead]:
    """List what a member is to read and has not confirmed, the soonest due first; one query."""
    waiting = Reader.objects.filter(member=member, read_at__isnull=True)
    rows = waiting.order_by(F("due_at").asc(nulls_last=True), "announcement")
    return [
        ToRead(pk=pk, title=title, number=number, in_force=day, due_at=due)
        for pk, title, number, day, due in rows.values_list(
            "announcement", "announcement__version__title", "announcement__version__number",
            "announcement__version__in_force", "due_at",
        )[:limit]
    ]  # fmt: skip


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
    mine = [one for one in compared.effects if names & set(one.posts)]
    others = [one for one in compared.effects if not names & set(one.posts)]
    return ForMe(mine, others, compared, before)


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
    return (
        reader is not None
        and _seen_by(reader.announcement, member, on).filter(pk=reader.pk).exists()
    )
