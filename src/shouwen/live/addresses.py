"""Where pages find the sockets, and leave for them to be found there."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PATH = "live/"
_USED = "_shouwen_live_address"


def address_in(request: HttpRequest) -> str:
    """Return where this page finds the sockets, and let its answer allow them.

    Behind a proxy that is a path, else a port of its own; empty where no port is known: the page
    then goes on asking by itself.
    """
    address = _address(request)
    setattr(request, _USED, address)
    return address


def _address(request: HttpRequest) -> str:
    scheme, host = "wss" if request.is_secure() else "ws", request.get_host()
    if settings.SHOUWEN_BEHIND_PROXY:
        return f"{scheme}://{host}/{PATH}"
    port = settings.SHOUWEN_LIVE_PORT
    before, _colon, after = host.rpartition(":")
    name = before if after.isdecimal() else host
    return f"{scheme}://{name}:{port}/{PATH}" if port else ""


class LiveAddressMiddleware:
    """Allow a page that listens to connect to the sockets, and no other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; add the address where the page was given it."""
        response = self.get_response(request)
        address = getattr(request, _USED, "")
        if address:
            response._csp_update = {"connect-src": [address]}  # type: ignore[attr-defined]  # noqa: SLF001 the library's own door
        return response
