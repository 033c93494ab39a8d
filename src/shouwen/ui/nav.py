"""The house's navigation: rooms register their entries, nobody edits a list.

Called from a room's ``AppConfig.ready()``. Registering the same key again replaces the entry, so a
second start in one process changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

GROUPS = ("work", "records", "rules", "settings", "user")


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the side navigation.

    ``label`` is lazy, ``icon`` a name from the sprite, ``group`` one of :data:`GROUPS` (``user`` is
    the menu of the signed-in member). Without ``permission`` everybody sees it. ``count`` gets the
    member and returns the number shown (0 or None shows none); keep it to one cheap query.
    ``shown``, where given, decides for a member instead of ``permission``.
    """

    key: str
    label: str | Promise
    icon: str
    url_name: str
    order: int = 100
    group: str = "work"
    permission: str = ""
    count: Callable[[Any], int | None] | None = None
    shown: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as one member sees it on one page."""

    key: str
    label: str | Promise
    icon: str
    url: str
    group: str
    is_current: bool = False
    count: int | None = None


_entries: dict[str, Entry] = {}
_places: dict[str, str] = {}
_public: dict[str, Callable[[], bool]] = {}
_checks: list[Callable[[Any, str], bool]] = []


def register_nav(entry: Entry) -> None:
    """Add an entry; refuse a group that is not on the list."""
    if entry.group not in GROUPS:
        raise ValueError(f"“{entry.group}” is no navigation group; use one of {', '.join(GROUPS)}.")
    _entries[entry.key] = entry


def unregister_nav(key: str) -> None:
    """Remove an entry if it is there."""
    _entries.pop(key, None)


def register_search(url_name: str) -> None:
    """Name the page that answers the search field at the top (it gets ``?q=``)."""
    _places["search"] = url_name


def register_public(name: str, url_name: str, *, shown: Callable[[], bool]) -> None:
    """Name a page for people from outside; signed-out pages lead there while ``shown`` says so."""
    _places[name], _public[name] = url_name, shown


def check_permissions_with(check: Callable[[Any, str], bool]) -> None:
    """Say how a permission is looked up: ``check(member, permission)``."""
    _checks[:] = [check]


def place(name: str) -> str:
    """Return the address of a registered place, or an empty text when it has none."""
    if name not in _places or (name in _public and not _public[name]()):
        return ""
    return _address(_places[name])


def links_for(request: HttpRequest) -> list[Link]:
    """Return the links this request's member may see, in order, the current one marked."""
    entries = sorted(_entries.values(), key=lambda e: (GROUPS.index(e.group), e.order, e.key))
    placed = {entry.key: _address(entry.url_name) for entry in entries}
    seen = [e for e in entries if placed[e.key] and _may_see(request, e)]
    current = _current_key(request.path, {entry.key: placed[entry.key] for entry in seen})
    return [_link(request, e, placed[e.key], is_current=e.key == current) for e in seen]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _may_see(request: HttpRequest, entry: Entry) -> bool:
    if entry.shown:
        return entry.shown(request.user)
    if not entry.permission:
        return True
    if _checks:
        return _checks[0](request.user, entry.permission)
    return bool(request.user.has_perm(entry.permission))


def _current_key(path: str, addresses: dict[str, str]) -> str:
    # The longest address the path starts with; the root counts only for itself.
    fitting = {k: a for k, a in addresses.items() if path == a or (a != "/" and path.startswith(a))}
    return max(fitting, key=lambda key: len(fitting[key]), default="")


def _link(request: HttpRequest, entry: Entry, address: str, *, is_current: bool) -> Link:
    count = entry.count(request.user) if entry.count else None
    return Link(entry.key, entry.label, entry.icon, address, entry.group, is_current, count or None)
