"""An adopted text told to the people it concerns, and each confirming to have read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from shouwen.enforcement import quiet
from shouwen.enforcement.actions import record_fact, recorded_together
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import queue_message
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import queries as regulations
from shouwen.regulations.models import PROPOSED, Version
from shouwen.trial import comparing
from shouwen.trial.models import Announcement, Reader

ANNOUNCED, ASKED, READ = "regulation_announced", "reading_asked", "regulation_read"


def concerned(version: Version, on: date) -> list[Member]:
    """Return the holders of the posts a version names, else the departments' members, else all."""
    found = _each(people.holders_of(key, on) for key in posts_in(version))
    if not found:
        departments = dict(version.front.get("departments") or {})
        found = _each(people.members_of_department(key, on) for key in departments)
    return found or people.active_members()


def posts_in(version: Version) -> dict[str, str]:
    """Return the posts a version names, as printed, by their keys."""
    return dict(version.front.get("posts") or {})


def _each(groups: Iterable[Sequence[Member]]) -> list[Member]:
    found = {member.pk: member for group in groups for member in group if not member.is_system}
    return sorted(found.values(), key=lambda member: member.pk)


@transaction.atomic
def announce(
    *, version: Version, by: Member, at: datetime, note: str = "", remind_every: int | None = None
) -> Announcement:
    """Tell everybody a version concerns who was not told yet; each is asked to confirm reading.

    ``remind_every`` counts days. Raises RefusedError for a text that was never adopted, one that
    has ended, and where everybody was told already.
    """
    if version.number == PROPOSED or (version.ended and version.ended <= timezone.localdate(at)):
        raise RefusedError(_("This version is not in force and will not be; announce another."))
    found, _new = Announcement.objects.get_or_create(
        version=version, defaults={"told_by": by, "told_at": at}
    )
    Announcement.objects.filter(pk=found.pk).update(note=note, remind_every=remind_every)
    found.refresh_from_db()
    told = set(found.readers.values_list("member", flat=True))
    new = [one for one in concerned(version, timezone.localdate(at)) if one.pk not in told]
    if not new:
        raise RefusedError(_("Everybody whom it concerns was told already."))
    with recorded_together():
        said = _said(version, at)
        about_all = f"regulation:{version.regulation.slug}"
        _record(ANNOUNCED, about_all, {**said, "people": len(new)}, by, at)
        for member in new:
            _ask(found, member, said, by, at)
    _mail(version, new, len(told) + len(new), at)
    return found


def _said(version: Version, at: datetime) -> dict[str, Detail]:
    slug = version.regulation.slug
    in_force = regulations.in_force_on(timezone.localdate(at)).versions
    # Before a first version is in force, its own rules speak about its reading.
    proposed: dict[str, Detail] = {} if slug in in_force else {"proposed": version.pk}
    return {
        "regulation": slug,
        "title": version.title,
        "version": version.number,
        "in_force": version.in_force.isoformat(),
        **proposed,
    }


def _record(kind: str, about: str, details: dict[str, Detail], by: Member, at: datetime) -> Outcome:
    fact = Fact(kind=kind, about=about, happened_at=at, details=details, actor=by.username)
    outcome = record_fact(fact, actor=by, recorded_at=at)
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.fact is None:
        raise RefusedError(_("A rule lets this wait for signatures; ask for them first."))
    return outcome


def about(reader: Reader) -> str:
    """Return the matter of one person's reading of one version."""
    return f"reading:{reader.pk}"


def _ask(
    found: Announcement, member: Member, said: dict[str, Detail], by: Member, at: datetime
) -> None:
    reader = Reader.objects.create(announcement=found, member=member, told_at=at)
    outcome = _record(ASKED, about(reader), {**said, "person": member.username}, by, at)
    due = min((one.due_at for one in outcome.opened if one.due_at), default=None)
    every = found.remind_every
    # Where a rule says by when, its clock warns and escalates; nobody is reminded twice.
    later = at + timedelta(days=every) if every and due is None else None
    Reader.objects.filter(pk=reader.pk).update(due_at=due, remind_at=later)


@transaction.atomic
def confirm(*, announcement: Announcement, member: Member, at: datetime) -> Reader:
    """Confirm that a member has read a version; a second time changes nothing."""
    mine = Reader.objects.filter(announcement=announcement, member=member)
    if mine.filter(read_at__isnull=True).update(read_at=at, remind_at=None):
        reader, version = mine.get(), announcement.version
        details = {
            **_said(version, at), "person": member.username, "sha256": version.sha256,
        }  # fmt: skip
        outcome = _record(READ, about(reader), details, member, at)
        mine.update(fact=outcome.row)
    found = mine.first()
    if found is None:
        raise RefusedError(_("This text was not announced to you, so there is nothing to confirm."))
    return found


def remind(*, now: datetime, limit: int = 50) -> int:
    """Remind everybody who has not read an announced version, once each interval; return how many.

    Intervals that passed while nothing ran are one reminder.
    """
    due = Reader.objects.filter(read_at__isnull=True, remind_at__lte=now)
    rows = due.select_related("member", "announcement__version__regulation").order_by("pk")
    return sum(_remind(one, now) for one in rows[:limit])


@transaction.atomic
def _remind(reader: Reader, now: datetime) -> int:
    version, every = reader.announcement.version, reader.announcement.remind_every
    over = version.ended is not None and version.ended <= timezone.localdate(now)
    later = now + timedelta(days=every) if every and not over else None
    waiting = Reader.objects.filter(pk=reader.pk, read_at__isnull=True, remind_at=reader.remind_at)
    if not waiting.update(remind_at=later, reminded=reader.reminded + 1) or over:
        return 0
    with override(reader.member.language or settings.LANGUAGE_CODE):
        _send(
            reader.member, _("Please read: %(title)s") % _named(version), _ask_to(version), now,
            leaves_at=quiet.leaves_at(reader.member, now),
        )  # fmt: skip
    return 1


def _mail(version: Version, members: Iterable[Member], count: int, at: datetime) -> None:
    said: dict[str, tuple[str, str]] = {}
    posts = people.posts_named(posts_in(version), timezone.localdate(at))
    held = [post.name for post in posts if post.holders]
    for member in members:
        language = member.language or settings.LANGUAGE_CODE
        with override(language):
            if language not in said:
                lines = [concerning(count, held), "", *_changes(version, language, at), ""]
                said[language] = (
                    _("%(title)s is in force from %(day)s") % _named(version),
                    "\n".join([*lines, _ask_to(version)]),
                )
            _send(member, *said[language], at)


def concerning(count: int, posts: Sequence[str]) -> str:
    """Say in one sentence how many people a text concerns, and which posts."""
    if not posts:
        said = ngettext("It concerns %(n)d person.", "It concerns %(n)d people.", count)
        return said % {"n": count}
    said = ngettext(
        "It concerns %(n)d person: %(posts)s.", "It concerns %(n)d people: %(posts)s.", count
    )
    return said % {"n": count, "posts": pgettext("between names", ", ").join(posts)}


def _named(version: Version) -> dict[str, str]:
    return {"title": f"《{version.title}》", "day": version.in_force.isoformat()}


def _ask_to(version: Version) -> str:
    return _("Sign in to read %(title)s and to confirm that you have read it.") % _named(version)


def _changes(version: Version, language: str, at: datetime) -> list[str]:
    before = before_it(version)
    if before is None:
        return []
    found = comparing.of_versions(before, version, now=at, language=language)
    return [effect.sentence for effect in found.effects]


def before_it(version: Version) -> Version | None:
    """Return the version of a regulation that this one follows, or None for the first."""
    earlier = Version.objects.filter(
        regulation=version.regulation_id, number__gt=PROPOSED, number__lt=version.number
    )
    return earlier.select_related("regulation").order_by("-number").first()


def _send(
    member: Member, subject: str, body: str, at: datetime, *, leaves_at: datetime | None = None
) -> None:
    if member.email:
        queue_message(
            channel="mail", recipient=member.email, subject=" ".join(subject.split()), body=body,
            at=at, leaves_at=leaves_at,
        )  # fmt: skip
