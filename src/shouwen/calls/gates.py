"""Gates: who sits at a telephone, who may see a call, who watches the floor."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404

from shouwen.calls.choices import SUPERVISION, UNSPOKEN
from shouwen.calls.models import Call, MenuVersion
from shouwen.live.streams import Listener
from shouwen.people import queries as people
from shouwen.people.models import Member, Team

WORK, ALL = "cases.work", "cases.view_all"
_SEATS = ("with_seat", "answered_by", "rings_at")


def require_seat(member: Member, on: date) -> None:
    """Let pass whoever works with customers; to others there are no telephones."""
    if not people.may(member, WORK, on):
        raise Http404


def call_open_to(member: Member, pk: int, on: date) -> Call:
    """Return a call to who takes or took it, to who leads one of these, and to who sees all.

    Whoever works may see a call that nobody spoke to, so as to call back.
    """
    found = (
        Call.objects.select_related(*_SEATS, "customer", "case", "exchange").filter(pk=pk).first()
    )
    if found is None or not _may_see(member, found, on):
        raise Http404
    return found


def _may_see(member: Member, call: Call, on: date) -> bool:
    if any(seat == member for seat in _seats(call)):
        return True
    if people.may(member, ALL, on):
        return True
    if call.ending in UNSPOKEN and people.may(member, WORK, on):
        return True
    return any(people.leads(member, seat, on) for seat in _seats(call))


def may_hold_back(member: Member, on: date) -> bool:
    """Return whether a member may keep recordings from being erased, and let them go again."""
    return people.may(member, ALL, on)


def supervised_by(member: Member, call: Call, on: date) -> bool:
    """Return whether somebody may listen to a call: who sees all, or leads who speaks in it."""
    seat = call.with_seat
    if seat is None or seat == member:
        return False
    return people.may(member, ALL, on) or people.leads(member, seat, on)


def command_open_to(member: Member, pk: int, command: str, on: date) -> Call:
    """Return a call to whoever may have this done with it: at their own seat, or as its lead."""
    call = call_open_to(member, pk, on)
    if command in SUPERVISION:
        if not supervised_by(member, call, on):
            raise Http404
        return call
    require_seat(member, on)
    return call


def playable(member: Member, on: date) -> list[Team]:
    """List the teams that somebody may have rung up by simulated callers, one's own in front.

    What is played becomes facts, which no house that works wants: there none is.
    """
    works = people.may(member, WORK, on) and watches(member, on)
    if settings.SHOUWEN_MODE == "production" or not works:
        return []
    own = people.team_of(member, on)
    found = [own] if own else []
    if people.may(member, ALL, on):
        found += [team for team in people.teams() if team != own]
    return found


def play_open_to(member: Member, key: str, on: date) -> Team:
    """Return a team whose calls this member may have simulated."""
    found = next((team for team in playable(member, on) if team.key == key), None)
    if found is None:
        raise Http404
    return found


def _seats(call: Call) -> list[Member]:
    return [seat for name in _SEATS if (seat := getattr(call, name)) is not None]


def floor_open_to(member: Member, on: date) -> list[int]:
    """Return the members whom somebody may watch: all, or those who answer to them."""
    if people.may(member, ALL, on):
        return [each.pk for each in people.active_members()]
    below = [each.pk for each in people.reports_of(member, on)]
    if not below:
        raise Http404
    return below


def board_open_to(member: Member, key: str, on: date) -> Team:
    """Return a team to whoever works with customers: its board names no caller."""
    require_seat(member, on)
    found = people.team_by_key(key)
    if found is None:
        raise Http404
    return found


def hears_seat(listener: Listener, key: str) -> str | None:
    """Let everybody hear of their own seat."""
    member = listener.member
    return "seat" if member is not None and member.username == key else None


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Answer for the matters ``call:<number>``: whether the member may read about this one."""
    number = about.partition(":")[2]
    found = Call.objects.select_related(*_SEATS).filter(pk=number) if number.isdecimal() else None
    call = found.first() if found is not None else None
    return call is not None and _may_see(member, call, on)


def watches(member: Member, on: date) -> bool:
    """Return whether there is a floor for this member to watch."""
    try:
        return bool(floor_open_to(member, on))
    except Http404:
        return False


def writes_menus(member: Member, on: date) -> bool:
    """Return whether a member may write telephone menus: who works here and sees everything."""
    return people.may(member, WORK, on) and people.may(member, ALL, on)


def require_menu_writer(member: Member, on: date) -> None:
    """Let pass whoever may write telephone menus."""
    if not writes_menus(member, on):
        raise Http404


def menu_known(key: str, number: str) -> MenuVersion:
    """Return a version of a menu, the latest without a number."""
    found = MenuVersion.objects.filter(key=key).select_related("by").order_by("-number")
    if number:
        found = found.filter(number=number) if number.isdecimal() else found.none()
    row = found.first()
    if row is None:
        raise Http404
    return row


def menu_matter_open_to(member: Member, about: str, on: date) -> bool:  # noqa: ARG001 one of many
    """Answer for the matters ``phone_menu:<key>``: whoever watches a floor may read about menus."""
    return watches(member, on)


def recordings_open_to(member: Member, about: str, on: date) -> bool:  # noqa: ARG001 one of many
    """Answer for the matters ``recordings:<level>``: whoever holds recordings back may read it."""
    return may_hold_back(member, on)
