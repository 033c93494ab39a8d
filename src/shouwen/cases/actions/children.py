"""Whether a case may end while parts of it are open: a rule says so, else the house's setting."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shouwen.cases.choices import UNSETTLED, Tie
from shouwen.cases.models import Case, Relation
from shouwen.people.refusals import RefusedError
from shouwen.policy.rulebook import Rulebook
from shouwen.regulations.queries import in_force_on

DETAIL = "open_children"


def open_children(case: Case, kind: str, at: datetime) -> int | None:
    """Return how many parts of the case are open, for the fact; None where nobody asks.

    Raises RefusedError, naming them, if no rule in force judges this and the setting forbids it.
    """
    parts = Relation.objects.filter(case=case, sort=Tie.CHILD, other__state__in=UNSETTLED)
    numbers = list(parts.order_by("other__number").values_list("other__number", flat=True))
    judged = _is_judged(in_force_on(timezone.localdate(at)).rulebook, kind)
    if numbers and not judged and settings.SHOUWEN_OPEN_CHILDREN_BLOCK:
        raise RefusedError(_refusal(numbers))
    return len(numbers) if numbers or judged else None


def _refusal(numbers: list[str]) -> str:
    sentence = ngettext(
        "%(numbers)s is a part of this matter and still open; settle it first, or take the link "
        "back.",
        "%(numbers)s are parts of this matter and still open; settle them first, or take the "
        "links back.",
        len(numbers),
    )
    return sentence % {"numbers": _(", ").join(numbers)}


@lru_cache(maxsize=8)
def _is_judged(rulebook: Rulebook, kind: str) -> bool:
    """Return whether a rule in force that listens to this kind asks for open parts."""
    if not rulebook.listens_to_kind(kind):
        return False
    return any(DETAIL in written and kind in written for written in map(repr, rulebook.rules))
