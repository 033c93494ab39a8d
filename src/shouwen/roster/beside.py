"""What whoever asks for leave or signs it sees beside: days left, and what becomes of the floor."""

from __future__ import annotations

from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shouwen.policy.facts import Fact
from shouwen.roster import balances, coverage, facts
from shouwen.roster.coverage import Gap
from shouwen.roster.models import Leave


def gaps_of(leave: Leave) -> list[tuple[date, list[Gap]]]:
    """List where too few would be left, day by day of the shifts that fall out."""
    hit = facts.shifts_in(leave.person_id, (leave.begins, leave.ends))
    listed = []
    for shift in hit:
        _moments, gaps = coverage.moments_of(
            shift.team, shift.day, drafts=False, without=leave.person_id
        )
        if gaps:
            listed.append((shift.day, gaps))
    return listed


def beside_leave(fact: Fact, now: datetime) -> SafeString:
    """Draw what follows from leave that waits for a signature; nothing for leave not known here."""
    key = str(fact.detail("roster_leave") or "")
    found = Leave.objects.select_related("person").filter(pk=int(key) if key.isdecimal() else 0)
    leave = found.first()
    if leave is None:
        return SafeString("")
    context = {
        "balances": [
            one
            for one in balances.balances_of(leave.person, leave.begins, now=now)
            if one.leave_type == leave.leave_type
        ],
        "gaps": gaps_of(leave),
    }
    return render_to_string("roster/_beside_leave.html", context)
