"""The permissions a post can be given, and what each one means."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: Final[dict[str, Promise]] = {
    "cases.work": _("work on cases"),
    "cases.view_all": _("see every case"),
    "regulations.adopt": _("adopt and retire regulations, set calendars"),
    "ledger.view_all": _("see everybody's points and money"),
    "ledger.settle": _("settle periods: calculate, review, approve, lock and pay them"),
    "facts.record": _("record and correct facts"),
    "people.manage": _("add members and appoint them to posts"),
    "approvals.override": _("decide a request in anybody's place"),
    "obligations.excuse": _("excuse what somebody owes"),
    "webhooks.manage": _("keep webhooks"),
}
