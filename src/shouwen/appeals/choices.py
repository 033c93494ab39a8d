"""The sorts of lines that can be questioned, as addresses name them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404

from shouwen.appeals import lines
from shouwen.appeals.lines import Line
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

SORTS: dict[str, Callable[[int], Line]] = {
    "entry": lines.of_transfer,
    "duty": lines.of_duty,
    "fact": lines.of_fact,
}


def line_open_to(member: Member, sort: str, number: int) -> Line:
    """Return the line that a member concerned may question; to others it is not there."""
    try:
        line = SORTS[sort](number)
    except (KeyError, RefusedError):
        raise Http404 from None
    if not lines.concerns(line, member):
        raise Http404
    return line
