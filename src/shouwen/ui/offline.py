"""Forms filled in without network: what the device says of when, and whether that can be trusted.

The browser keeps such a form and sends it once the network is back (``static/ui/offline.js``),
with ``done_at``, the moment it was filled in, and ``sent_at``, what the device's clock showed when
it was sent. A clock that goes wrong shows by comparing ``sent_at`` with the moment of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from django.http.response import HttpResponseBase

# Longer than a slow network takes to deliver a form, shorter than what a due time turns on.
CLOCK_TOLERANCE = timedelta(minutes=2)
# The answer's header by which the browser knows that it may keep a page.
KEPT = "X-Shouwen-Keep"
P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """When something was done and what to note about how that is known.

    ``marks`` are details for the fact: ``sent_later``, and ``clock_off_minutes`` (whole minutes,
    negative when the device's clock is slow) where the clock of the device disagrees with ours.
    """

    done_at: datetime
    received_at: datetime
    marks: Mapping[str, bool | str] = field(default_factory=dict)

    def not_ahead(self, moment: datetime) -> datetime:
        """Return a time the form itself names; a fast device clock does not put it ahead of us."""
        return min(moment, self.received_at) if self.marks else moment


def sending(posted: Mapping[str, str], *, received_at: datetime) -> Sending:
    """Read when a form was filled in; a form sent at once was filled in when it arrived.

    What was done cannot lie ahead of its arrival: then the moment of arrival counts.
    """
    done_at = _moment(posted.get("done_at", ""))
    if done_at is None:
        return Sending(done_at=received_at, received_at=received_at)
    sent_at = _moment(posted.get("sent_at", "")) or done_at
    marks: dict[str, bool | str] = {"sent_later": True}
    off = max(sent_at, done_at) - received_at
    if abs(off) > CLOCK_TOLERANCE:
        marks["clock_off_minutes"] = str(round(off / timedelta(minutes=1)))
    done_at = min(done_at, received_at)
    return Sending(done_at=done_at, received_at=received_at, marks=marks)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def kept(view: Callable[P, R]) -> Callable[P, R]:
    """Let the browser keep the page on the device, so that its form can be filled in offline."""

    @wraps(view)
    def shown(*args: P.args, **kwargs: P.kwargs) -> R:
        response = view(*args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            response.headers[KEPT] = "yes"
        return response

    return shown
