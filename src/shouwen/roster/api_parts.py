"""What the addresses of rosters share: a shift, something asked for, how many were done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from shouwen.api.problems import Problem
from shouwen.people.models import Member, Team
from shouwen.roster import queries
from shouwen.roster.models import Leave, Overtime, Shift, Swap

Text = Annotated[str, Field(max_length=500)]
Key = Annotated[str, Field(max_length=150)]


class ShiftOut(BaseModel):
    """One shift; without a member it is open to whoever picks it up."""

    id: int
    team: str
    member: str | None
    day: date
    shift: str
    label: str
    begins: datetime
    ends: datetime
    state: str


class AskedOut(BaseModel):
    """How something asked for stands."""

    id: int
    state: str


class CountOut(BaseModel):
    """How many were done, and what was refused."""

    done: int
    refused: list[str] = Field(default_factory=list)


def shift_out(found: Shift) -> ShiftOut:
    """Write a shift as it is answered."""
    return ShiftOut(
        id=found.pk, team=found.team.key, member=found.member.username if found.member else None,
        day=found.day, shift=found.key, label=found.label, begins=found.begins, ends=found.ends,
        state=found.state,
    )  # fmt: skip


def asked_out(found: Swap | Leave | Overtime) -> AskedOut:
    """Write how something asked for stands by now."""
    found.refresh_from_db()
    return AskedOut(id=found.pk, state=found.state)


def invalid(sentence: str) -> Problem:
    """Return the problem with what was sent, in one sentence."""
    return Problem(type="invalid", detail=sentence)


def member_of(team: Team, key: str, day: date) -> Member | None:
    """Return whom a key names in a team on a day, None without one; a problem for a stranger."""
    if not key:
        return None
    found = next((m for m in queries.members_of(team, day, day) if m.username == key), None)
    if found is None:
        raise invalid(_("They do not belong to this team on that day."))
    return found
