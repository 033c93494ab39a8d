"""Long lists, page by page: an opaque cursor leads on, and only through the same list."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel

from shouwen.api.problems import Problem

Row = TypeVar("Row")
MOST = 200
_BYTES = 12


class Page(BaseModel, Generic[Row]):
    """Some rows; ``next`` leads to those after them, or is null at the end."""

    items: list[Row]
    next: str | None = None


class Rows(BaseModel, Generic[Row]):
    """All rows there are."""

    items: list[Row]


def cursor_for(request: HttpRequest, inner: str | int | None) -> str | None:
    """Return the cursor that leads on from ``inner``, signed for this list and this caller."""
    if inner in (None, ""):
        return None
    text = str(inner).encode()
    return base64.urlsafe_b64encode(_sign(request, text) + text).decode().rstrip("=")


def after(request: HttpRequest, cursor: str | None) -> str:
    """Return where a cursor leads; empty for the beginning. Refuse one of another list."""
    if not cursor:
        return ""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4))
        sign, inner = raw[:_BYTES], raw[_BYTES:]
        if hmac.compare_digest(sign, _sign(request, inner)):
            return inner.decode()
    except ValueError:
        pass
    raise Problem(
        type="invalid",
        detail=_("This cursor does not belong to this list; begin without one."),
        fields={"cursor": [_("This cursor does not belong to this list; begin without one.")]},
    )


def _sign(request: HttpRequest, inner: bytes) -> bytes:
    said = request.GET.copy()
    for name in ("cursor", "limit"):
        said.pop(name, None)
    asked = f"{request.path}?{sorted(said.lists())}".encode()
    key = hashlib.sha256(f"api.cursor:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, asked + b"\n" + inner, hashlib.sha256).digest()[:_BYTES]
