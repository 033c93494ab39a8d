"""Whether a fact can be recorded and read back the same: times, types and characters."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.journal.errors import UnfitFactError
from shouwen.policy.facts import Fact

LARGEST = 2**63 - 1
LONGEST_NAME = 100
LONGEST_ABOUT = 200
_DETAIL_NAME = re.compile(r"[^\W\d_]\w*")


def fit_to_record(fact: Fact, *, recorded_at: datetime, tolerance: timedelta) -> None:
    """Refuse a fact that could not be recorded exactly, or that lies in the future.

    ``tolerance`` is how far a sender's clock may run ahead of ours.
    """
    _name("kind", fact.kind, LONGEST_NAME)
    _name("about", fact.about, LONGEST_ABOUT)
    _aware("happened_at", fact.happened_at)
    _aware("recorded_at", recorded_at)
    for name, value in fact.details.items():
        _detail_name(name)
        _storable(name, value)
    if fact.happened_at > recorded_at + tolerance:
        raise UnfitFactError(
            _("A fact cannot happen after it is recorded: %(happened)s is later than %(recorded)s.")
            % {"happened": _said(fact.happened_at), "recorded": _said(recorded_at)},
            "happened_at",
        )


def _said(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _name(what: str, text: str, longest: int) -> None:
    if not text or len(text) > longest or not _storable_text(text):
        raise UnfitFactError(
            _("“%(what)s” must be a text of 1 to %(longest)s characters.")
            % {"what": what, "longest": longest},
            what,
        )


def _detail_name(name: str) -> None:
    # Two underscores would be read as a path when the journal is asked for the detail.
    if (
        not _DETAIL_NAME.fullmatch(name)
        or "__" in name
        or name.endswith("_")
        or len(name) > LONGEST_NAME
    ):
        raise UnfitFactError(
            _("“%(name)s” is not a detail's name; use letters, digits and single underscores.")
            % {"name": name},
            "details",
        )


def _aware(name: str, at: datetime) -> None:
    if at.tzinfo is None or at.utcoffset() is None:
        raise UnfitFactError(
            _("“%(name)s” has no time zone; give it one, such as +08:00.") % {"name": name}, name
        )


def _storable(name: str, value: object) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int) and -LARGEST <= value <= LARGEST:
        return
    if isinstance(value, str) and _storable_text(value):
        return
    raise UnfitFactError(
        _(
            "“%(name)s” cannot be recorded as it stands; give text, a whole number, yes or no "
            "(decimals and money as text)."
        )
        % {"name": name},
        name,
    )


def _storable_text(text: str) -> bool:
    # PostgreSQL has no NUL in text, and half of a surrogate pair has no UTF-8.
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
