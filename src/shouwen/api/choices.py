"""The words of the API: what a token may be good for."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

READ, WRITE = "read", "write"
NOUNS: Final[dict[str, Promise]] = {
    "facts": _("Facts"),
    "cases": pgettext_lazy("api", "Cases"),
    "chats": pgettext_lazy("api", "Chats"),
    "calls": pgettext_lazy("api", "Calls"),
    "mail": pgettext_lazy("api", "Mail"),
    "visitors": pgettext_lazy("api", "Visitors"),
    "customers": _("Customers"),
    "obligations": pgettext_lazy("api", "Duties"),
    "approvals": _("Approvals"),
    "appeals": _("Appeals"),
    "ledger": _("Points and money"),
    "regulations": _("Regulations"),
    "trials": _("Trials and announcements"),
    "members": _("Members and posts"),
    "registers": _("Registers"),
    "rounds": _("Rounds"),
    "handovers": _("Handovers"),
    "rosters": _("Shifts"),
    "knowledge": _("Knowledge"),
    "targets": _("Targets"),
    "quality": pgettext_lazy("api", "Quality"),
    "office": _("Office"),
    "access": _("Access and exports"),
    "files": _("Evidence files"),
    "webhooks": _("Webhooks"),
}
VERBS: Final[dict[str, Promise]] = {
    READ: pgettext_lazy("token", "read"),
    WRITE: pgettext_lazy("token", "write"),
}
SCOPES: Final = tuple(f"{noun}:{verb}" for noun in NOUNS for verb in VERBS)
