"""What a matter is called and where it is read; rooms answer for the matters they keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement.words import of_language
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.regulations import queries as regulations

# (label, address) of a matter, given what follows ``prefix:`` in its key.
MatterLink = Callable[[str], tuple[str, str]]
_LINKS: dict[str, MatterLink] = {}


def register_matter_link(prefix: str, link: MatterLink) -> None:
    """Let a room name and address the matters whose key begins with ``prefix:``."""
    _LINKS[prefix] = link


# Whether a member may read a matter, asked of the room that keeps it.
MatterGate = Callable[[Member, str, date], bool]
_GATES: dict[str, MatterGate] = {}


def register_matter_gate(prefix: str, gate: MatterGate) -> None:
    """Let a room answer for the matters whose key begins with ``prefix:``."""
    _GATES[prefix] = gate


def matter_open_to(member: Member, about: str, on: date) -> bool:
    """Return whether the room that keeps a matter lets this member read it."""
    gate = _GATES.get(about.partition(":")[0])
    return gate is not None and gate(member, about, on)


def link_to(about: str) -> tuple[str, str]:
    """Return what a matter is called and its address; the address is empty if it has no page."""
    prefix, _colon, key = about.partition(":")
    if prefix in _LINKS:
        return _LINKS[prefix](key)
    if prefix == "member":
        found = people.member_by_key(key)
        return (found.name if found else key), ""
    if prefix == "duty":
        return _("recurring duty %(period)s") % {"period": key.rpartition(":")[2]}, ""
    labels = regulations.in_force_on(timezone.localdate()).vocabulary.kind_labels(prefix)
    return of_language(labels), ""
