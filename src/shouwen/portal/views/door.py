"""What every page for customers shares: open to all, kept by nobody, in a language on offer."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache

from shouwen.people.refusals import RefusedError
from shouwen.portal import gates, sms, visit
from shouwen.portal.choices import Way
from shouwen.portal.models import Portal
from shouwen.portal.visit import Visit

REFUSED, TOO_OFTEN, GONE = 422, 429, 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What is known while a customer's request is answered."""

    portal: Portal
    visit: Visit
    now: datetime
    address: str

    @property
    def language(self) -> str:
        """The language of the answer."""
        return translation.get_language() or settings.LANGUAGE_CODE

    @property
    def name(self) -> str:
        """What the department calls itself, in the reader's language."""
        english = self.portal.name_en if not self.language.startswith("zh") else ""
        return english or self.portal.name

    @property
    def welcome(self) -> str:
        """The department's welcome, in the reader's language."""
        english = self.portal.welcome_en if not self.language.startswith("zh") else ""
        return english or self.portal.welcome

    @property
    def has_languages(self) -> bool:
        """Whether the page offers another language."""
        return len(self.portal.languages) > 1


View = Callable[..., HttpResponseBase]


def at_the_door(view: View) -> View:
    """Let everybody reach a page while the portal is open, without any sign-in of members."""

    @wraps(view)
    def answered(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        now = timezone.now()
        portal = gates.open_portal()
        if portal is None:
            return _private(render(request, "portal/closed.html", status=GONE))
        with translation.override(_language(portal)):
            door = Door(
                portal=portal, visit=visit.of(request, now), now=now, address=_address(request)
            )
            response = view(request, door, **arguments)
            response.headers["Content-Language"] = door.language
        return _private(response)

    return login_not_required(never_cache(answered))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _language(portal: Portal) -> str:
    now = translation.get_language() or settings.LANGUAGE_CODE
    offered = portal.languages or [settings.LANGUAGE_CODE]
    return now if now in offered else offered[0]


def _address(request: HttpRequest) -> str:
    return str(import_string(settings.AXES_CLIENT_IP_CALLABLE)(request))


def ways() -> tuple[Way, ...]:
    """Return how a code can be sent from this installation."""
    return (Way.PHONE, Way.MAIL) if sms.gateway() is not None else (Way.MAIL,)


def show(
    request: HttpRequest, door: Door, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page for customers."""
    return render(request, template, {"door": door, "now": door.now, **context}, status=status)


def fresh_key() -> str:
    """Return a key for one rendered form: sent twice, it is one deed."""
    return uuid.uuid4().hex


def status_of(refusal: RefusedError) -> int:
    """Return the status of a page that refuses something."""
    return TOO_OFTEN if type(refusal).__name__ == "TooOftenError" else REFUSED
