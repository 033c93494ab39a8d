"""How times and shares of calls are written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django import template

register = template.Library()


@register.filter
def clock(seconds: float | None) -> str:
    """Write seconds as a telephone does: ``0:08``, ``12:30``, ``1:02:03``."""
    if seconds is None:
        return "—"
    hours, rest = divmod(int(seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@register.filter
def since(moment: datetime | None, now: datetime) -> str:
    """Write how long something has gone on."""
    return clock(max(0.0, (now - moment).total_seconds())) if moment else "—"


@register.filter
def under(found: Mapping[str, object], key: str) -> object | None:
    """Return what stands under a key, if anything does."""
    return found.get(key)


@register.filter
def percent(share: float | None) -> str:
    """Write a share as whole percent; a dash where there was nothing."""
    return "—" if share is None else f"{share:.0%}"
