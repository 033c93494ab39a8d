"""Who may see which checks: a checker the sample, a person their own, a lead their team's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404

from shouwen.people import queries as people
from shouwen.people.models import Holding, Member, Team
from shouwen.people.periods import holding_on
from shouwen.people.standing import below_each, standing_today
from shouwen.quality.models import (
    Calibration,
    CardVersion,
    Finding,
    Item,
    Marking,
    Note,
    Plan,
    Sample,
)

MANAGE, CHECK = "people.manage", "facts.record"
_ITEM = ("sample__plan", "sample__version__card", "case", "person", "checker", "fact")
_OF_CASE = ("case__customer", "case__contact")


def manages(member: Member, today: date) -> bool:
    """Return whether a member writes cards and plans, draws samples and sees every check."""
    return MANAGE in standing_today(member, today).permissions


def checks(member: Member, today: date) -> bool:
    """Return whether a member reads cards and decides what automatic checks found."""
    return bool(standing_today(member, today).permissions & {MANAGE, CHECK})


def require_manager(member: Member, today: date) -> None:
    """Let pass whoever manages quality; refuse everybody else."""
    if not manages(member, today):
        raise PermissionDenied


def require_checker(member: Member, today: date) -> None:
    """Let pass whoever checks; refuse everybody else."""
    if not checks(member, today):
        raise PermissionDenied


def item_open_to(member: Member, pk: int, today: date) -> Item:
    """Return a conversation of a sample to whoever may see its check; to others there is none."""
    found = Item.objects.select_related(*_ITEM, *_OF_CASE).filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.checker_id == member.pk:
        return found
    if manages(member, today) and found.person_id != member.pk:
        return found
    if found.checked_at is None:
        raise Http404
    if found.person_id == member.pk:
        return found
    if people.leads(member, found.person, today):
        return found
    raise Http404


def item_to_check(member: Member, pk: int) -> Item:
    """Return a conversation to the one who was given it to check; to others there is none."""
    found = Item.objects.select_related(*_ITEM, *_OF_CASE).filter(pk=pk).first()
    if found is None or found.checker_id != member.pk:
        raise Http404
    return found


def person_open_to(member: Member, key: str, today: date) -> Member:
    """Return whose trend a member may read: their own, their team's, or as manager anybody's."""
    if key == member.username:
        return member
    found = people.member_by_key(key)
    if found is None or found.is_system:
        raise Http404
    if manages(member, today):
        return found
    if people.leads(member, found, today):
        return found
    raise Http404


def trend_open_to(member: Member, key: str, today: date) -> Collection[int] | None:
    """Return whose checks a member may see counted: one person's, or without a key their team's.

    None is everybody's, for the manager. Staff see nobody counted but themselves.
    """
    if key:
        return [person_open_to(member, key, today).pk]
    require_checker(member, today)
    return None if manages(member, today) else below_each([member.pk], today)[member.pk]


def notes_open_to(member: Member, key: str, today: date) -> Member:
    """Return whose coaching notes a member may read: their own, or of somebody they lead."""
    return member if key == member.username else note_open_to(member, key, today)


def note_open_to(member: Member, key: str, today: date) -> Member:
    """Return whom a member may coach: somebody they lead; to others nobody is there."""
    found = people.member_by_key(key)
    if found is None or not may_note(member, found, today):
        raise Http404
    return found


def may_note(member: Member, person: Member, today: date) -> bool:
    """Return whether a member reads and writes coaching notes about a person: only who leads."""
    return people.leads(member, person, today)


def note_known(member: Member, pk: int, today: date) -> Note:
    """Return a coaching note to its person and to who leads them; to others there is none."""
    found = Note.objects.select_related("person", "by", "duty").filter(pk=pk).first()
    if found is None or not _reads(member, found, today):
        raise Http404
    return found


def note_to_follow(member: Member, pk: int, today: date) -> Note:
    """Return a coaching note to who leads its person; to others there is none."""
    found = note_known(member, pk, today)
    if not may_note(member, found.person, today):
        raise Http404
    return found


def _reads(member: Member, note: Note, today: date) -> bool:
    return note.person_id == member.pk or may_note(member, note.person, today)


def coaching_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether a member may read a coaching note, and so see what is attached to it."""
    key = about.partition(":")[2]
    found = Note.objects.select_related("person").filter(pk=int(key)) if key.isdecimal() else None
    note = found.first() if found is not None else None
    return note is not None and _reads(member, note, on)


def coached_by(member: Member, today: date) -> frozenset[int]:
    """Return whom a member may coach: everybody below them."""
    return below_each([member.pk], today)[member.pk] - {member.pk}


def team_among(members: Collection[int], key: str, today: date) -> Team:
    """Return a team that any of these members belongs to; there is no other."""
    held = Holding.objects.filter(holding_on(today), member__in=list(members), team__key=key)
    found = held.select_related("team").first()
    if found is None or found.team is None:
        raise Http404
    return found.team


def card_known(key: str, number: int | None = None) -> CardVersion:
    """Return a version of a card, the latest without a number."""
    found = CardVersion.objects.select_related("card", "written_by").filter(card__key=key)
    found = found.filter(number=number) if number else found
    version = found.order_by("-number").first()
    if version is None:
        raise Http404
    return version


def plan_known(pk: int) -> Plan:
    """Return a plan, ended or not."""
    found = Plan.objects.select_related("card", "checkers").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def sample_known(pk: int) -> Sample:
    """Return a sample."""
    found = Sample.objects.select_related("plan", "version__card", "drawn_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seen_by(member: Member, today: date) -> Q:
    """Return the condition under which a finding is a member's to decide: not about themselves.

    The manager sees everybody's, a lead those of their team.
    """
    if manages(member, today):
        return ~Q(person=member)
    return Q(person__in=below_each([member.pk], today)[member.pk] - {member.pk})


def finding_open_to(member: Member, pk: int, today: date) -> Finding:
    """Return what an automatic check found to whoever decides about it; to others nothing."""
    require_checker(member, today)
    found = Finding.objects.select_related("case", "person").filter(seen_by(member, today), pk=pk)
    first = found.first()
    if first is None:
        raise Http404
    return first


def calibration_known(pk: int) -> Calibration:
    """Return a calibration."""
    found = Calibration.objects.select_related("version__card", "begun_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def marking_open_to(member: Member, pk: int) -> Marking:
    """Return a conversation of a calibration to whoever marks it; to others there is none."""
    related = ("calibration__version__card", "checker", "case", *_OF_CASE)
    found = Marking.objects.select_related(*related).filter(pk=pk).first()
    if found is None or found.checker_id != member.pk:
        raise Http404
    return found
