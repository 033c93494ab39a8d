"""Pages that other rooms offer beside a case: each room says itself when its page applies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from shouwen.cases.gates import Standing
from shouwen.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A page about a case: where it is, what it is called, its icon."""

    href: str
    label: str | Promise
    icon: str


Offer = Callable[[Case, Standing], Door | None]
_offers: dict[str, Offer] = {}


def register(name: str, offer: Offer) -> None:
    """Let a room offer a page beside a case; asked once for each case that is shown."""
    _offers[name] = offer


def doors_of(case: Case, where: Standing) -> tuple[Door, ...]:
    """Return the pages that are offered beside a case to this reader."""
    found = (offer(case, where) for offer in _offers.values())
    return tuple(door for door in found if door is not None)
