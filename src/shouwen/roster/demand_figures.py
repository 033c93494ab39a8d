"""What the seats are worked out from: the service promised, and by whom; what a contact takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError
from shouwen.policy.clauses import Clause
from shouwen.policy.kinds.conditions import Within
from shouwen.policy.kinds.target import Target
from shouwen.regulations import queries as regulations
from shouwen.roster.models import Stream

# The detail by which a target says how soon a contact is answered.
SECONDS = "seconds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """So large a share of contacts is answered within so many seconds; ``clause`` where it says."""

    level: float
    within: float
    clause: Clause | None = None


def promise_of(stream: Stream, day: date) -> Promise:
    """Return what is promised: by a target in force, else as somebody set it for the stream.

    Raises:
        RefusedError: Where neither says it.
    """
    found = promised_by_rule(day)
    if found is not None:
        return found
    if not stream.level or not stream.within:
        raise RefusedError(
            _("Say what share is answered within how many seconds: no target in force does."),
            "level",
        )
    return Promise(level=stream.level / 100, within=stream.within)


def promised_by_rule(day: date) -> Promise | None:
    """Return the service that a target in force promises: so many per cent within seconds."""
    for rule in regulations.rulebook_on(day).rules:
        if isinstance(rule, Target) and rule.is_in_force(day):
            found = _promise(rule)
            if found is not None:
                return found
    return None


def _promise(rule: Target) -> Promise | None:
    bound, share = rule.bound, rule.metric.share
    if share is None or bound is None or rule.bound_name != "at_least" or bound.value >= 1:
        return None
    for condition in share.having:
        test = condition.tests.get(SECONDS)
        within = dict(test.bounds).get("at_most") if isinstance(test, Within) else None
        if within:
            return Promise(level=float(bound.value), within=float(within), clause=rule.clause)
    return None
