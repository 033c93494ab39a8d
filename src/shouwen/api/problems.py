"""What goes wrong, as RFC 9457 writes it: type, title, status, one sentence, the fields."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shouwen.people.refusals import RefusedError
from shouwen.policy.rulings import Permission
from shouwen.policy.sentences import say_as_clause
from shouwen.policy.steps import Language

MEDIA_TYPE = "application/problem+json"
WHERE = "/api/docs/problems/#"

# Each type of problem, its status and its title.
TITLES: Mapping[str, tuple[int, str | Promise]] = {
    "bad-request": (400, _("The request is not understood")),
    "not-signed-in": (401, _("Nobody is signed in")),
    "not-allowed": (403, _("This is not allowed")),
    "scope-missing": (403, _("The token is not good for this")),
    "ruled-out": (403, _("A regulation forbids this")),
    "not-found": (404, _("There is no such thing here")),
    "method-not-allowed": (405, _("This address does not do that")),
    "conflict": (409, _("It is no longer as it was")),
    "changed-meanwhile": (412, _("Somebody changed it meanwhile")),
    "too-large": (413, _("This is too large")),
    "media-type": (415, _("This kind of content is not read here")),
    "invalid": (422, _("Something sent is not right")),
    "refused": (422, _("This was refused")),
    "key-used": (422, _("The idempotency key was used for something else")),
    "too-many-requests": (429, _("Too many requests")),
    "fault": (500, _("Something went wrong here")),
}


@dataclass(kw_only=True, eq=False)
class Problem(Exception):  # noqa: N818 the RFC calls it a problem
    """Something is refused; raising it answers the request.

    ``fields`` holds sentences by the name of what was sent; ``more`` further members.
    """

    type: str
    detail: str = ""
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the members of the answer."""
        status, title = TITLES[self.type]
        found: dict[str, Any] = {
            "type": WHERE + self.type,
            "title": str(title),
            "status": status,
            "detail": str(self.detail) or str(title),
        }
        if self.fields:
            found["fields"] = {name: list(said) for name, said in self.fields.items()}
        return {**found, **self.more}


def answer(problem: Problem) -> HttpResponse:
    """Return a problem as it is sent."""
    body = problem.body()
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(
        text, status=body["status"], content_type=MEDIA_TYPE, headers=dict(problem.headers)
    )


def of_refusal(refusal: RefusedError, type_: str = "refused") -> Problem:
    """Say what an action refused; a clause that forbids is quoted with what led to it."""
    permission = getattr(refusal, "permission", None)
    fields = {refusal.field: [str(refusal)]} if refusal.field else {}
    if isinstance(permission, Permission):
        return of_permission(permission, detail=str(refusal))
    return Problem(type=type_, detail=str(refusal), fields=fields)


def of_permission(permission: Permission, *, detail: str = "") -> Problem:
    """Say which clause forbids something, its words, and the steps that led there."""
    language: Language = "zh" if (get_language() or "zh").startswith("zh") else "en"
    steps = [say_as_clause(step, language) for step in permission.steps]
    clause = permission.cites
    told = {
        "regulation": clause.regulation, "title": clause.title, "number": clause.number,
        "address": clause.address, "text": clause.text,
        "page": f"/regulations/{clause.regulation}/",
    }  # fmt: skip
    said = detail or f"{clause} {steps[-1] if steps else ''}".strip()
    more = {"clause": told, "rule": permission.rule, "steps": steps}
    return Problem(type="ruled-out", detail=said, more=more)


def of_status(status: int) -> str:
    """Return the type of problem that has this status."""
    found = (name for name, (code, _title) in TITLES.items() if code == status)
    return next(found, "fault" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "bad-request")
