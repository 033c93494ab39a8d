"""What signing in shows that no library page says."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def display(member: AbstractBaseUser) -> str:
    """Return the name a page shows for a member."""
    return str(member)


def client_address(request: HttpRequest) -> str:
    """Return the address a request came from; behind our proxy, the one the proxy itself saw."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.SHOUWEN_BEHIND_PROXY:
        return direct
    # Earlier entries are what the client claims; the last one was added by the proxy.
    return request.META.get("HTTP_X_FORWARDED_FOR", direct).rpartition(",")[2].strip() or direct


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, str]
) -> HttpResponse:
    """Answer somebody who typed too many wrong passwords."""
    return render(request, "account/locked_out.html", status=429)
