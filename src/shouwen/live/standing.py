"""Who is at the other end of a socket: by the session of a page of ours, else by nothing."""

from __future__ import annotations

from collections.abc import Iterable
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http.request import validate_host
from django.utils.crypto import constant_time_compare

from shouwen.live.streams import Listener
from shouwen.people.models import Member

# A session with this was refused by a rule of access when it began.
REFUSED_SIGN_IN = "access.refused"
_PORTS = {"http": 80, "https": 443}


def listener_of(scope: dict[str, Any], token: str) -> Listener:
    """Return who listens: cookies of pages of another site count for nothing."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not is_ours(headers.get("origin", ""), headers.get("host", "")):
        return Listener(token=token)
    session = _session(headers.get("cookie", ""))
    return Listener(member=_member(session), session=session, token=token)


def is_ours(origin: str, host: str) -> bool:
    """Return whether an origin is one of ours: named as trusted, or our host at our own port."""
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    try:
        page, asked = urlsplit(origin), urlsplit(f"//{host}")
        port = page.port or _PORTS.get(page.scheme)
        ports = {settings.ENV["PORT"], asked.port or _PORTS.get(page.scheme)}
    except ValueError:
        return False
    return bool(
        page.hostname
        and page.hostname == asked.hostname
        and _allowed(page.hostname, settings.ALLOWED_HOSTS)
        and port in ports
    )


def _allowed(name: str, hosts: Iterable[str]) -> bool:
    return validate_host(f"[{name}]" if ":" in name else name, hosts)


def _session(cookies: str) -> dict[str, Any]:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return {}
    if found is None:
        return {}
    store = import_module(settings.SESSION_ENGINE).SessionStore(session_key=found.value)
    return dict(store.items())


def _member(session: dict[str, Any]) -> Member | None:
    """Return who is signed in there: active, with the password that the session began with."""
    if REFUSED_SIGN_IN in session or BACKEND_SESSION_KEY not in session:
        return None
    pk = str(session.get(SESSION_KEY, ""))
    found = Member.objects.filter(pk=pk, is_active=True).first() if pk.isdecimal() else None
    kept = str(session.get(HASH_SESSION_KEY, ""))
    if found is None or not constant_time_compare(kept, found.get_session_auth_hash()):
        return None
    return found
