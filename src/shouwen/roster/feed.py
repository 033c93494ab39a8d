"""A member's shifts for their calendar program, under a secret address they may take back."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from shouwen.people.models import Member
from shouwen.roster import queries
from shouwen.roster.models import Feed

_BYTES = 24
BEFORE, AFTER = timedelta(days=60), timedelta(days=180)


def give(*, member: Member, at: datetime) -> Feed:
    """Return a new secret address; an older one leads nowhere from now on."""
    token = secrets.token_urlsafe(_BYTES)
    return Feed.objects.update_or_create(member=member, defaults={"token": token, "made_at": at})[0]


def take_back(*, member: Member) -> None:
    """Let the address lead nowhere."""
    Feed.objects.filter(member=member).delete()


def address_of(member: Member) -> str:
    """Return a member's token, or nothing."""
    return Feed.objects.filter(member=member).values_list("token", flat=True).first() or ""


def read(token: str) -> Member | None:
    """Return whose shifts an address shows."""
    found = Feed.objects.select_related("member").filter(token=token, member__is_active=True)
    feed = found.first()
    return feed.member if feed else None


def calendar_of(member: Member, now: datetime) -> bytes:
    """Return somebody's published shifts as iCalendar; nothing else of anybody is in it."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - loaded where a feed is read

    book = Calendar()
    book.add("prodid", "-//Shouwen//Roster//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", _("Shifts of %(name)s") % {"name": member.name})
    day = now.date()
    for shift in queries.own_shifts(member, day - BEFORE, day + AFTER):
        event = Event()
        event.add("uid", f"shift-{shift.pk}@shouwen")
        event.add("dtstamp", now)
        event.add("dtstart", shift.begins)
        event.add("dtend", shift.ends)
        event.add("summary", f"{shift.label} {shift.team.name}")
        if shift.seat:
            event.add("location", shift.seat)
        book.add_component(event)
    return bytes(book.to_ical())
