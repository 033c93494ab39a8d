"""Who is at the door: a signed cookie of its own, short-lived and apart from members' sign-in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from shouwen.portal import keys

COOKIE = "shouwen_portal"
_SALT = "shouwen.portal.visit"
_MOST_MATTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is shown once after filing: the matter's number, its code, its link."""

    number: str
    code: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What somebody has proved at the door within the last minutes.

    ``contact`` was confirmed by a code; ``matters`` are numbers proved by their follow codes.
    ``asked`` is the proof that waits for its code, for ``asked_contact``; ``then`` is the address
    that the code leads to.
    """

    way: str = ""
    contact: str = ""
    matters: tuple[str, ...] = ()
    asked: int = 0
    asked_way: str = ""
    asked_contact: str = ""
    shown_code: str = ""
    then: str = ""
    receipt: Receipt | None = None
    until: datetime | None = field(default=None, compare=False)

    @property
    def is_confirmed(self) -> bool:
        """Whether a number or an address was confirmed."""
        return bool(self.contact)

    @property
    def contact_digest(self) -> str:
        """The digest of what was confirmed."""
        return keys.of_contact(self.way, self.contact)

    def with_matter(self, number: str) -> Visit:
        """Return the visit with one more matter proved."""
        others = tuple(each for each in self.matters if each != number)
        return replace(self, matters=(*others, number)[-_MOST_MATTERS:])


def of(request: HttpRequest, now: datetime) -> Visit:
    """Return the visit of a request; whatever was altered or is over counts as nothing."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT)
        until = datetime.fromisoformat(said.pop("until"))
        visit = _read(said)
    except (signing.BadSignature, AttributeError, KeyError, TypeError, ValueError):
        return Visit()
    return replace(visit, until=until) if until > now else Visit()


def _read(said: Mapping[str, Any]) -> Visit:
    receipt = said.get("receipt")
    return Visit(**{
        **said,
        "matters": tuple(said.get("matters", ())),
        "receipt": Receipt(**receipt) if receipt else None,
    })  # fmt: skip


def keep(response: HttpResponseBase, visit: Visit, now: datetime) -> None:
    """Write the visit into the browser's cookie; it lasts some minutes from now."""
    length = timedelta(minutes=settings.SHOUWEN_PORTAL_VISIT_MINUTES)
    receipt = visit.receipt
    said = {
        "way": visit.way, "contact": visit.contact, "matters": visit.matters,
        "asked": visit.asked, "asked_way": visit.asked_way, "shown_code": visit.shown_code,
        "asked_contact": visit.asked_contact, "then": visit.then,
        "receipt": receipt and {
            "number": receipt.number, "code": receipt.code, "link": receipt.link,
        },
        "until": (now + length).isoformat(),
    }  # fmt: skip
    response.set_cookie(
        COOKIE,
        signing.dumps({name: value for name, value in said.items() if value}, salt=_SALT),
        max_age=int(length.total_seconds()),
        path=reverse("portal:home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def end(response: HttpResponseBase) -> None:
    """Take the visit out of the browser."""
    response.delete_cookie(COOKIE, path=reverse("portal:home"), samesite="Lax")
