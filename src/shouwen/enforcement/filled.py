"""Forms of facts as programs fill them in: the details by name, and the time if it is not now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.problems import Problem, of_permission
from shouwen.enforcement import words
from shouwen.enforcement.forms import FactForm
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.told import OutcomeOut, Value, outcome_out

AnyForm = TypeVar("AnyForm", bound=FactForm)


class Deed(Body):
    """Something done: its details by name, and when it happened if that is not now."""

    happened_at: AwareDatetime | None = None
    details: dict[str, Value] = Field(default_factory=dict)


def as_typed(details: Mapping[str, Value]) -> dict[str, object]:
    """Return details the way a page's form sends them."""
    said = {True: "yes", False: "no"}
    return {
        f"detail-{name}": said[value] if isinstance(value, bool) else value
        for name, value in details.items()
        if value is not None
    }


def know_all(details: Mapping[str, Value], form: FactForm) -> None:
    """Refuse details that the form does not ask for."""
    known = {term.name for term in form.terms} - set(getattr(form, "fixed", ()))
    said = _("This kind of fact has no such detail.")
    unknown = {f"details.{name}": [said] for name in details if name not in known}
    if unknown:
        raise Problem(type="invalid", detail=said, fields=unknown)


def filled_in(
    form: type[AnyForm],
    deed: Deed,
    now: datetime,
    *,
    also: Mapping[str, object] | None = None,
    **options: Any,
) -> AnyForm:
    """Return a form of a fact filled in by a program; raise a problem for what is wrong in it.

    ``also`` are fields of the form beside the details and the time.
    """
    data = {"happened_at": deed.happened_at or now, **as_typed(deed.details), **(also or {})}
    found = form(data, **options)
    know_all(deed.details, found)
    bodies.given(found)
    return found


def sent_of(request: ApiRequest, now: datetime) -> Sent:
    """Return what a request brings along: its key, by whom, and when it came."""
    key = request.headers.get("Idempotency-Key", "")
    token = hashlib.sha256(key.encode()).hexdigest() if key else ""
    return Sent.at_once(request.member, now, token=token)


def told(outcome: Outcome) -> OutcomeOut:
    """Tell what came of a fact; a clause that refuses it is a problem."""
    if outcome.refused is not None:
        raise of_permission(outcome.refused, detail=words.refusal_text(outcome.refused))
    return outcome_out(outcome)
