"""How parties, matters and states are written on the explanation pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement import lines
from shouwen.enforcement.matters import link_to

register = template.Library()

TRANSITIONS = {
    "opened": _("opened"),
    "warned": _("reminded"),
    "escalated": _("escalated"),
    "lapsed": _("overdue"),
    "paused": _("clock paused"),
    "resumed": _("clock runs on"),
    "handed_over": _("handed over"),
    "met": _("done"),
    "reopened": _("sent back"),
    "excused": _("excused"),
    "withdrawn": _("withdrawn"),
}
REQUEST_STATES = {
    "waiting": _("waiting for a signature"),
    "granted": _("approved"),
    "refused": _("refused"),
    "withdrawn": _("withdrawn"),
    "expired": _("expired"),
}


@register.filter
def party(text: str) -> str:
    """Write ``post:agent`` or ``member:wang`` the way people call it."""
    return lines.party_text(text)


@register.filter
def transition(what: str) -> object:
    """Write what happened to an obligation."""
    return TRANSITIONS.get(what, what)


@register.filter
def request_state(state: str) -> object:
    """Write where a request stands."""
    return REQUEST_STATES.get(state, state)


@register.filter
def moment(text: str) -> datetime:
    """Read a stored ISO moment."""
    return datetime.fromisoformat(text)


@register.filter
def matter_link(about: str) -> SafeString:
    """Write a matter as a link to the room that keeps it."""
    label, href = link_to(about)
    return format_html('<a href="{}">{}</a>', href, label) if href else format_html("{}", label)
