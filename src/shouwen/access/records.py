"""The records that may be covered: rooms register theirs, this room knows none by itself.

A room registers a record in ``AppConfig.ready()``: its fields, how one is found for a member, and
how many are exported. What a regulation calls it is tied on the page of classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwen.people.models import Member

if TYPE_CHECKING:
    from shouwen.access.sight import Sight

# Signing in to this system is covered by rules like a record, but has no fields.
SIGN_IN, LOOKS, LEAK = "sign_in", "looks", "leak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One record as its room found it; ``values`` are whole and never leave the server as such.

    ``subject`` is its number in facts. ``href`` is its page.
    """

    record: str
    key: str
    subject: str
    level: str
    values: Mapping[str, str]
    href: str


Find = Callable[[Member, str, date], Found | None]
# The lines of an export, heading first, as this member may see them.
Export = Callable[["Sight"], Iterator[list[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A kind of record: its fields by name, in the order of its page.

    ``words`` says what is tied to it: ``classes`` of subjects, or kinds of ``facts``.
    """

    key: str
    label: str | Promise
    fields: Mapping[str, str | Promise] = field(default_factory=dict)
    find: Find | None = None
    export: Export | None = None
    has_levels: bool = True
    words: str = "classes"


_records: dict[str, Record] = {
    SIGN_IN: Record(key=SIGN_IN, label=_("Signing in to this system"), has_levels=False),
    LEAK: Record(key=LEAK, label=_("Leaks are reported as"), has_levels=False, words="facts"),
}


def register_record(record: Record) -> None:
    """Add a kind of record; a second time replaces it."""
    _records[record.key] = record


def records() -> list[Record]:
    """List every kind of record."""
    return list(_records.values())


def record_named(key: str) -> Record | None:
    """Return a kind of record, or None."""
    return _records.get(key)


def find(key: str, member: Member, number: str, on: date) -> Found | None:
    """Return one record if its room opens it to the member, else None."""
    record = _records.get(key)
    return record.find(member, number, on) if record and record.find else None
