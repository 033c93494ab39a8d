"""Leaving out of a matter's own text what leads to its customer; its facts stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import transaction

from shouwen.access.masks import HIDDEN
from shouwen.cases import searching
from shouwen.cases.models import Case
from shouwen.search import actions as search

# A mobile number of the country, and an address of e-mail, whoever's they are.
_REACHED_AT = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@transaction.atomic
def leave_out(*, case: Case, values: Collection[str]) -> None:
    """Cover these values, and every mobile number and address, in a matter's own texts."""
    told = {name: _without(getattr(case, name), values) for name in ("title", "text", "resolution")}
    Case.objects.filter(pk=case.pk).update(**told)
    search.changed(searching.KIND, [case.number])


def _without(text: str, values: Collection[str]) -> str:
    for value in sorted(values, key=len, reverse=True):
        # A single sign stands in many words that are nobody's name.
        if len(value) > 1:
            text = text.replace(value, HIDDEN)
    return _REACHED_AT.sub(HIDDEN, text)
