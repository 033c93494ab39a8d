"""Forms of calls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.calls.intervals import STEPS
from shouwen.calls.plays import MOST_PER_HOUR
from shouwen.people.models import Team


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlayForm(forms.Form):
    """How many simulated callers come, and for how long."""

    per_hour = forms.IntegerField(
        label=_("Callers in an hour"), min_value=1, max_value=MOST_PER_HOUR, initial=60
    )
    hours = forms.FloatField(
        label=pgettext_lazy("play", "Hours"), min_value=0.1, max_value=8, initial=1
    )


class ReportForm(forms.Form):
    """Which calls a report counts, by which intervals; both days are counted."""

    since = forms.DateField(label=pgettext_lazy("calls", "From"), widget=_day())
    until = forms.DateField(label=pgettext_lazy("calls", "Until"), widget=_day())
    step = forms.ChoiceField(
        label=_("Interval"),
        choices=[
            ("15", _("15 minutes")),
            ("30", _("30 minutes")),
            ("day", pgettext_lazy("interval", "Day")),
            ("week", pgettext_lazy("interval", "Week")),
            ("month", pgettext_lazy("interval", "Month")),
        ],
    )
    team = forms.ChoiceField(label=pgettext_lazy("calls", "Team"), required=False)

    def __init__(self, *given: Any, teams: list[Team], **more: Any) -> None:
        """Offer these teams, and every call without one."""
        super().__init__(*given, **more)
        every = ("", pgettext_lazy("calls", "All"))
        self.fields["team"].choices = [every, *((t.key, t.name) for t in teams)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round, and more intervals than anybody reads."""
        said = super().clean() or {}
        since, until, step = said.get("since"), said.get("until"), said.get("step")
        if since and until and step:
            if until < since:
                self.add_error("until", _("This day lies before the first one."))
            elif (until - since).days >= STEPS[step]:
                why = _("At most %(days)s days by this interval.") % {"days": STEPS[step]}
                self.add_error("until", why)
        return said
