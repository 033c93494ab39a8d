"""To whom demand is open: to whoever plans the team it comes to."""

from __future__ import annotations

from datetime import date

from django.http import Http404

from shouwen.people.models import Member
from shouwen.roster import gates
from shouwen.roster.models import Forecasting, Stream


def stream_of(member: Member, pk: int, on: date) -> Stream:
    """Return a kind of contact to whoever plans its team."""
    found = Stream.objects.select_related("team", "set_by").filter(pk=pk, ended=False).first()
    if found is None:
        raise Http404
    gates.team_planned_by(member, found.team.key, on)
    return found


def run_of(member: Member, pk: int, on: date) -> Forecasting:
    """Return a forecast to whoever plans the team."""
    found = Forecasting.objects.select_related("stream__team").filter(pk=pk).first()
    if found is None:
        raise Http404
    gates.team_planned_by(member, found.stream.team.key, on)
    return found
