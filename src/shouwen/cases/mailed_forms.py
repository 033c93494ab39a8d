"""The small form by which a member has something mailed to themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import Every
from shouwen.cases.recurring_forms import OnItsDay

_RHYTHMS = [
    (Every.DAY, pgettext_lazy("mailed", "every working day")),
    (Every.WEEK, pgettext_lazy("mailed", "every week")),
    (Every.MONTH, pgettext_lazy("mailed", "every month")),
]


class MailForm(OnItsDay):
    """How often, on which day and at what time something is mailed."""

    unit = forms.ChoiceField(label=pgettext_lazy("mailed", "Mailed"), choices=_RHYTHMS)
    weekday = forms.TypedChoiceField(
        label=_("Weekday, if by weeks"), coerce=int, empty_value=None, required=False,
        choices=[("", "—")],
    )  # fmt: skip
    day = forms.IntegerField(
        label=_("Day of the month, if by months"), min_value=1, max_value=31, required=False,
        help_text=_("A day that is not worked on moves to the next working day."),
    )  # fmt: skip
    at_time = forms.TimeField(
        label=pgettext_lazy("mailed", "At"), initial="08:30",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip

    def wanted(self) -> dict[str, Any]:
        """Return the rhythm in the action's words."""
        given = self.cleaned_data
        return {"unit": given["unit"], "on_day": self.on_day(), "at_time": given["at_time"]}
