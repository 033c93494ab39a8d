"""What a customer does at the department's own door; each is a fact that the rules judge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import Done, fresh, required, step
from shouwen.cases.actions.handling import working_state
from shouwen.cases.actions.settling import reopening
from shouwen.cases.choices import SETTLED, UNSETTLED, Channel
from shouwen.cases.models import Case
from shouwen.policy.facts import Detail

# How whatever is said at the door came here.
_THERE: Mapping[str, Detail] = {"channel": Channel.WEB, "by_customer": True}


@transaction.atomic
def add_from_customer(
    *, case: Case, text: str, at: datetime, key: str, files: str | None = None,
    channel: str = Channel.WEB,
) -> Done:  # fmt: skip
    """Record what the customer adds; ``files`` as ``files.queries.told`` writes them."""
    said = text.strip()
    if not said and not files:
        required(said, _("Nothing was added; write something or choose a photograph."), "text")
    own = {**_THERE, "channel": channel, "text": said, "files": files}
    return step(case=case, kind="case_added_to", at=at, actor=None, own=own, key=key)


@transaction.atomic
def confirm_from_customer(*, case: Case, at: datetime, key: str) -> Done:
    """Record that the customer, too, takes a settled matter for settled."""
    return step(
        case=case, kind="case_confirmed", at=at, actor=None, own=_THERE, since=SETTLED, key=key
    )


@transaction.atomic
def ask_to_withdraw(*, case: Case, reason: str, at: datetime, key: str) -> Done:
    """Record that the customer wants to withdraw the matter; whoever handles it decides."""
    own = {**_THERE, "reason": reason.strip()}
    return step(
        case=case, kind="case_withdrawal_asked", at=at, actor=None, own=own, since=UNSETTLED,
        key=key,
    )  # fmt: skip


@transaction.atomic
def reopen_from_customer(
    *, case: Case, reason: str, at: datetime, key: str, channel: str = Channel.WEB
) -> Done:
    """Take a settled matter up again because the customer says it is not; rules may refuse it."""
    why = required(reason, _("Please write what is not settled yet."), "reason")
    return step(
        case=case,
        kind="case_reopened",
        at=at,
        actor=None,
        own={**_THERE, "channel": channel, "reason": why},
        since=SETTLED,
        changes=reopening(working_state(fresh(case))),
        key=key,
    )


@transaction.atomic
def rate_from_customer(*, case: Case, given: Mapping[str, Detail], at: datetime, key: str) -> Done:
    """Record how the customer rates a settled matter: ``satisfaction``, ``satisfied``, a text."""
    own = {**_THERE, **given}
    return step(case=case, kind="case_rated", at=at, actor=None, own=own, since=SETTLED, key=key)
