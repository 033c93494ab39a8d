"""The forms that ask for a trial and announce a version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.people.forms import day_input

_QUARTER = 3


class PeriodForm(forms.Form):
    """From which day to which the facts are judged again; both days are included."""

    since = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(label=_("To"), widget=day_input())

    def __init__(
        self, *args: Any, today: date, days: Mapping[str, date] | None = None, **kwargs: Any
    ) -> None:
        """Propose these days, otherwise those of the three months that end today."""
        super().__init__(*args, **kwargs)
        self._today = today
        if not self.is_bound:
            self.initial = {
                "since": _months_before(today, _QUARTER),
                "until": today,
                **(days or {}),
            }

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or begins in the future."""
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        if since and since > self._today:
            self.add_error("since", _("Nothing has happened yet on that day."))
        return found


class AnnounceForm(forms.Form):
    """What is said beside the changes, and how often whoever has not read them is reminded."""

    note = forms.CharField(
        label=_("A word of your own"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remind_every = forms.IntegerField(
        label=_("Remind every so many days"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_(
            "Whoever has not confirmed is reminded by mail each time. Where a rule says by when it "
            "is to be read, its clock reminds instead."
        ),
    )


def _months_before(day: date, months: int) -> date:
    """Return the day after the same day some months before."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day)) + timedelta(days=1)
