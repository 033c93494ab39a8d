"""Calling the customer back and writing down what they said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.cases.actions.common import Done, fresh, required, step
from shouwen.cases.actions.settling import reopen
from shouwen.cases.choices import SETTLED, CallbackResult, CallbackState
from shouwen.cases.models import Case
from shouwen.enforcement.actions import Outcome
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError

_WORST, _BEST = 1, 5


@transaction.atomic
def record_callback(
    *,
    case: Case,
    result: str,
    actor: Member,
    at: datetime,
    satisfied: bool | None = None,
    satisfaction: int | None = None,
    signed: bool | None = None,
    recording: str = "",
    remark: str = "",
    then_reopen: bool | None = None,
    key: str | None = None,
) -> Done:
    """Record a callback; None means that nobody asked, which is neither yes nor no.

    Some regulations want a call while the matter is still in hand, so every state allows one.
    ``satisfaction`` runs from 1 to 5. When the customer is not satisfied with a settled case,
    ``then_reopen`` must say whether it is taken up again; reopening is a second fact in the same
    transaction.
    """
    reached = result == CallbackResult.REACHED
    settled = fresh(case).state in SETTLED
    _makes_sense(
        reached=reached,
        satisfied=satisfied,
        satisfaction=satisfaction,
        then_reopen=then_reopen if settled else False,
    )
    done = step(
        case=case,
        kind="callback_made",
        at=at,
        actor=actor,
        own={
            "result": result,
            "satisfied": satisfied if reached else None,
            "satisfaction": satisfaction if reached else None,
            "signed": signed if reached else None,
            "recording": recording.strip(),
            "text": remark.strip(),
            "caller": actor.username,
        },
        changes={"callback": state_after(reached=reached, satisfied=satisfied)},
        key=key,
    )
    if satisfied is not False or not (then_reopen and settled) or not reached or done.waits:
        return done
    why = required(
        remark, _("Write what the customer is not satisfied with, so it can be settled."), "remark"
    )
    again = reopen(case=done.case, reason=why, actor=actor, at=at, key=key and f"{key}:reopen")
    return replace(done, case=again.case, outcome=_both(done, again))


def _both(first: Done, second: Done) -> Outcome | None:
    """Return the callback's outcome with what was said about reopening after it."""
    one, two = first.outcome, second.outcome
    if one is None or two is None:
        return one
    return replace(
        one,
        rulings=(*one.rulings, *two.rulings),
        opened=[*one.opened, *two.opened],
        met=[*one.met, *two.met],
        moved=[*one.moved, *two.moved],
        asked=[*one.asked, *two.asked],
    )


def _makes_sense(
    *, reached: bool, satisfied: bool | None, satisfaction: int | None, then_reopen: bool | None
) -> None:
    if not reached:
        return
    if satisfied is None:
        raise RefusedError(
            _("The customer was reached; say whether they are satisfied."), field="satisfied"
        )
    if satisfaction is not None and not _WORST <= satisfaction <= _BEST:
        raise RefusedError(_("Satisfaction runs from 1 to 5."), field="satisfaction")
    if not satisfied and then_reopen is None:
        raise RefusedError(
            _("The customer is not satisfied; say whether the matter is to be taken up again."),
            field="then_reopen",
        )


def state_after(*, reached: bool, satisfied: bool | None) -> CallbackState:
    """Return where a case's callback stands after a call."""
    if not reached:
        return CallbackState.NOT_REACHED
    if satisfied is None:
        return CallbackState.REACHED
    return CallbackState.SATISFIED if satisfied else CallbackState.UNSATISFIED
