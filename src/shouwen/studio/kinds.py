"""What each kind of proposed rule asks for: its figures and names, and how a form asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# A word in the reader's language, which is not known before the page is shown.
Word = Any
Choices = tuple[tuple[str, Word], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure or name of a rule: its key, its words, what it holds, and its choices.

    ``empty`` is what it means to choose none.
    """

    key: str
    label: Word
    holds: str = "text"
    choices: Choices = ()
    empty: Word = "—"


_UNIT: Choices = (
    ("second", _("seconds")), ("minute", _("minutes")), ("hour", _("hours")),
    ("day", _("days")), ("working_day", _("working days")), ("week", _("weeks")),
    ("month", _("months")), ("quarter", _("quarters")), ("year", _("years")),
    ("immediate", _("at once")),
)  # fmt: skip
_DIRECTION: Choices = (
    ("within", _("within so long after")), ("ahead", _("so long before")),
    ("by_time", _("by a time of day")),
)  # fmt: skip
_RHYTHM: Choices = (
    ("day", _("day")), ("working_day", _("working day")), ("week", _("week")),
    ("month", _("month")), ("quarter", _("quarter")), ("half_year", _("half-year")),
    ("year", _("year")), ("event", _("each time it happens")),
)  # fmt: skip
_PAY: Choices = (
    ("fine", _("fine")), ("deduct", _("deduction")), ("reward", _("reward")),
    ("commission", _("commission")), ("allowance", _("allowance")), ("wage", _("wage")),
)  # fmt: skip
_CURRENCY = Asked(
    "currency", pgettext_lazy("amount", "Currency"), "choice",
    (("USD", _("US dollars")), ("EUR", _("euros")), ("GBP", _("pounds sterling")),
     ("JPY", _("Japanese yen")), ("HKD", _("Hong Kong dollars")), ("AUD", _("Australian dollars")),
     ("CAD", _("Canadian dollars")), ("SGD", _("Singapore dollars")), ("MOP", _("patacas"))),
    empty=_("yuan"),
)  # fmt: skip
_OF = Asked("of", pgettext_lazy("duty", "What is to be done"))
_PER = Asked("per", pgettext_lazy("amount", "For each"))
ASKED: Mapping[str, tuple[Asked, ...]] = {
    "deadline": (
        Asked("from", pgettext_lazy("deadline", "After what")), _OF,
        Asked("dir", pgettext_lazy("deadline", "How it counts"), "choice", _DIRECTION),
        Asked("amount", pgettext_lazy("length", "How many"), "number"),
        Asked("unit", pgettext_lazy("length", "Of what"), "choice", _UNIT),
        Asked("time", _("Time of day (HH:MM)"), "clock"),
    ),
    "duty": (
        _OF, Asked("every", pgettext_lazy("rhythm", "Every"), "choice", _RHYTHM),
        Asked("times", pgettext_lazy("rhythm", "How often in it"), "whole"),
        Asked("by_day", pgettext_lazy("rhythm", "By its day"), "whole"),
        Asked("by_time", _("Time of day (HH:MM)"), "clock"),
    ),
    "score": (
        Asked("of", pgettext_lazy("amount", "For what")),
        Asked("points", _("Points (negative: lost)"), "number"), _PER,
    ),
    "pay": (
        Asked("of", pgettext_lazy("amount", "For what")),
        Asked("type", pgettext_lazy("amount", "What it is"), "choice", _PAY),
        Asked("amount", _("Yuan"), "number"), Asked("min", _("At least, yuan"), "number"),
        Asked("max", _("At most, yuan"), "number"),
        Asked("percent", _("Per cent of a base"), "number"), _PER, _CURRENCY,
    ),
    "approval": (
        Asked("of", pgettext_lazy("approval", "What needs it")),
        Asked("by", pgettext_lazy("approval", "Who signs")),
        Asked("over", _("Only above, yuan"), "number"),
        Asked("upto", _("Only up to, yuan"), "number"), _CURRENCY,
    ),
    "target": (
        Asked("metric", pgettext_lazy("target", "What is measured")),
        Asked(
            "op", pgettext_lazy("target", "Bound"), "choice",
            ((">=", _("at least")), (">", _("more than")), ("<=", _("at most")),
             ("<", _("less than"))),
        ),
        Asked("value", _("Value (0.95 for 95 %)"), "number"),
    ),
    "form": (
        Asked("name", _("Name of the form")), Asked("retention", _("Kept for"), "number"),
        Asked("retention_unit", pgettext_lazy("length", "Of what"), "choice", _UNIT),
    ),
    "roster": (
        Asked(
            "type", pgettext_lazy("roster", "What it is"), "choice",
            (("shift", _("a shift's hours")), ("min_staff", _("the fewest seats"))),
        ),
        Asked("time", _("From–to (HH:MM-HH:MM)"), "span"),
        Asked("amount", pgettext_lazy("length", "How many"), "number"),
    ),
    "access": (
        Asked("what", pgettext_lazy("access", "To what")),
        Asked(
            "action", pgettext_lazy("access", "Whether"), "choice",
            (("deny", _("forbidden")), ("allow", _("only these"))),
        ),
        Asked("who", pgettext_lazy("access", "Who")),
    ),
    "conduct": (),
    "org": (),
    "workflow": (),
}  # fmt: skip
