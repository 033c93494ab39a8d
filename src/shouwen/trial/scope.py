"""The days and people for which a trial is opened from a statement, as addresses carry them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.standing import standing_today

TEAM = "team"
NAMES = ("since", "until", "of")


@dataclass(frozen=True, slots=True)
class Scope:
    """From which day to which, as written, and whose: a member's key, ``team``, empty: everybody's.

    Anything may be left out; what cannot be read is as if it were.
    """

    since: str = ""
    until: str = ""
    of: str = ""

    @classmethod
    def read(cls, sent: Mapping[str, str]) -> Scope:
        """Read it from an address."""
        return cls(*(sent.get(name, "")[:150] for name in NAMES))

    @property
    def query(self) -> str:
        """Write it as the end of an address, with its question mark, or nothing."""
        said = {name: value for name in NAMES if (value := getattr(self, name))}
        return f"?{urlencode(said)}" if said else ""

    def days(self) -> dict[str, date]:
        """Return those of its two days that can be read."""
        found = {}
        for name in ("since", "until"):
            try:
                found[name] = date.fromisoformat(getattr(self, name))
            except ValueError:
                continue
        return found

    def parties(self, reader: Member, today: date) -> frozenset[str] | None:
        """Return whose figures are shown, as ``member:key``; None where everybody's are."""
        if not self.of:
            return None
        if self.of != TEAM:
            return frozenset({f"member:{self.of}"})
        return frozenset(f"member:{one.key}" for one in standing_today(reader, today).own.reports)

    def name(self) -> str:
        """Return whose figures are shown, in the language of the page."""
        if self.of == TEAM:
            return _("my team")
        found = people.member_by_key(self.of) if self.of else None
        return found.name if found else self.of


def from_statement(first: date, last: date, of: str) -> str:
    """Return the address that opens a trial of a draft over a statement's days and people."""
    return reverse("trial:index") + Scope(first.isoformat(), last.isoformat(), of).query
