"""How a settlement's state, steps and sums are worded."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.policy.amounts import Quantity
from shouwen.ui import words
from shouwen.ui.templatetags.shouwen import state_tag

register = template.Library()

STATES = {
    "open": pgettext_lazy("settlement", "open"),
    "calculated": pgettext_lazy("settlement", "calculated"),
    "reviewed": pgettext_lazy("settlement", "reviewed"),
    "approved": pgettext_lazy("settlement", "approved"),
    "locked": pgettext_lazy("settlement", "locked"),
    "paid": pgettext_lazy("settlement", "paid out"),
}
TONES = {"open": "calm", "approved": "act", "locked": "fine", "paid": "fine"}
DEEDS = {
    "calculated": _("Calculated: the entries are complete"),
    "reviewed": _("Reviewed: the figures are right"),
    "approved": pgettext_lazy("settlement", "Approve"),
    "locked": _("Lock: no entry is added any more"),
    "paid": _("Paid out"),
}
KINDS = {
    "settlement_calculated": STATES["calculated"],
    "settlement_reviewed": STATES["reviewed"],
    "settlement_approved": STATES["approved"],
    "settlement_locked": STATES["locked"],
    "settlement_paid": STATES["paid"],
    "settlement_returned": pgettext_lazy("settlement", "sent back"),
}


@register.simple_tag
def settlement_state(state: str) -> SafeString:
    """Show where a settlement stands."""
    return state_tag(str(STATES[state]), TONES.get(state, "soon"))


@register.filter
def settlement_deed(state: str) -> str:
    """Word the button that brings a settlement there."""
    return str(DEEDS[state])


@register.filter
def settlement_kind(kind: str) -> str:
    """Word what a fact did to a settlement."""
    return str(KINDS.get(kind, kind))


@register.filter
def settlement_figure(moved: Quantity) -> str:
    """Write a sum without its unit."""
    return words.figure(moved)


@register.filter
def settlement_unit(moved: Quantity) -> str:
    """Return the word for a sum's unit."""
    return words.unit_name(moved)
