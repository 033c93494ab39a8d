"""What is wrong with something sent, in the reader's language: one short sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# By the name of the fault, or how its name begins; values come from the fault's own context.
_SAID: Mapping[str, str] = {
    "missing": gettext_noop("This is missing."),
    "extra_forbidden": gettext_noop("This is not known here; leave it out."),
    "model": gettext_noop("An object in JSON is expected here."),
    "dict": gettext_noop("An object in JSON is expected here."),
    "list": gettext_noop("A list is expected here."),
    "string_too_long": gettext_noop("At most %(max_length)s characters are taken."),
    "string_too_short": gettext_noop("At least %(min_length)s characters are needed."),
    "string_pattern": gettext_noop("This is not written as the description of the API says."),
    "string": gettext_noop("A text is expected here."),
    "too_long": gettext_noop("At most %(max_length)s are taken."),
    "too_short": gettext_noop("At least %(min_length)s are needed."),
    "greater_than_equal": gettext_noop("It has to be at least %(ge)s."),
    "greater_than": gettext_noop("It has to be more than %(gt)s."),
    "less_than_equal": gettext_noop("It may be at most %(le)s."),
    "less_than": gettext_noop("It has to be less than %(lt)s."),
    "literal": gettext_noop("Only these are known: %(expected)s."),
    "enum": gettext_noop("Only these are known: %(expected)s."),
    "int": gettext_noop("A whole number is expected here."),
    "float": gettext_noop("A number is expected here."),
    "decimal": gettext_noop("A number is expected here."),
    "finite": gettext_noop("A number is expected here."),
    "bool": gettext_noop("true or false is expected here."),
    "timezone": gettext_noop("A moment needs its time zone, such as 2026-01-31T09:00:00+08:00."),
    "datetime": gettext_noop("A moment is expected here, such as 2026-01-31T09:00:00+08:00."),
    "date": gettext_noop("A day is expected here, such as 2026-01-31."),
}
_OTHER = gettext_noop("This is not understood; the description of the API says what is.")


def sentence(fault: Mapping[str, Any]) -> str:
    """Return the sentence for one fault of what was sent, as the reader of types found it."""
    name = str(fault.get("type", ""))
    known = [begin for begin in _SAID if name == begin or name.startswith(f"{begin}_")]
    said = _SAID[max(known, key=len)] if known else _OTHER
    context = dict(fault.get("ctx") or {})
    if "expected" in context:
        # The reader of types joins the last two by an English word.
        context["expected"] = str(context["expected"]).replace(" or ", ", ")
    try:
        return _(said) % context
    except KeyError:
        return _(_OTHER)
