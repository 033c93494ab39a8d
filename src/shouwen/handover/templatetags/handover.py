"""How states, sorts and counts of a handover are written."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.enforcement import keeping
from shouwen.handover.items import figure
from shouwen.handover.models import Item, State

register = template.Library()

STATES = {
    State.DRAFT: (_("being prepared"), "soon"),
    State.GIVEN: (_("waits for the incoming"), "soon"),
    State.TAKEN: (_("signed by both"), "fine"),
    State.WITHDRAWN: (pgettext_lazy("handover", "withdrawn"), "calm"),
}
SORTS = {
    Item.Sort.MATTER: _("matter"),
    Item.Sort.OWED: _("owed"),
    Item.Sort.COUNTED: _("counted"),
    Item.Sort.SAID: _("to be told"),
}
MOVES = {
    keeping.MOVED: (_("went over"), "fine"),
    keeping.HELD: (_("waits for a signature"), "soon"),
    keeping.GONE: (_("no longer the outgoing's"), "calm"),
}
FACTS = {
    "handover_given": _("signed by the outgoing"),
    "handover_taken": _("signed by the incoming"),
    "handover_objected": _("objection"),
    "handover_withdrawn": pgettext_lazy("handover", "withdrawn"),
}


def _tag(label: object, tone: str) -> dict[str, object]:
    return {"label": label, "tone": tone, "icon_name": ""}


@register.inclusion_tag("ui/parts/state_tag.html")
def handover_state(state: str) -> dict[str, object]:
    """Show where a handover stands."""
    label, tone = STATES[State(state)]
    return _tag(label, tone)


@register.inclusion_tag("ui/parts/state_tag.html")
def handover_moved(moved: str) -> dict[str, object]:
    """Show what came of an item when both had signed."""
    label, tone = MOVES.get(moved, (moved, "calm"))
    return _tag(label, tone)


@register.simple_tag
def handover_sort(sort: str) -> object:
    """Name what a line of a handover is."""
    return SORTS.get(Item.Sort(sort), sort)


@register.simple_tag
def handover_fact(kind: str) -> object:
    """Name a fact of a handover's log."""
    return FACTS.get(kind, kind)


@register.filter
def count(number: Decimal | None) -> str:
    """Write a count; empty where nothing was counted."""
    return figure(number) if isinstance(number, Decimal) else ""
