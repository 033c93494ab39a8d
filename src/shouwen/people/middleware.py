"""Who is asking, and in which language the answer is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from shouwen.people.models import Member

Answer = Callable[[HttpRequest], HttpResponse]


def language_of(request: HttpRequest) -> str:
    """Return the language chosen in this browser, else the member's own, else the house's."""
    member = getattr(request, "member", None)
    own = member.language if member is not None else ""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "") or own
    known = dict(settings.LANGUAGES)
    return wanted if wanted in known else settings.LANGUAGE_CODE


class MemberMiddleware:
    """Put the signed-in member on the request as ``request.member``, or None."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the member and go on."""
        user = get_user(request)
        request.member = user if isinstance(user, Member) else None  # type: ignore[attr-defined]
        return self.get_response(request)


class LanguageMiddleware:
    """Answer in the member's language; comes after :class:`MemberMiddleware`."""

    def __init__(self, get_response: Answer) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch to the language for this one request."""
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
