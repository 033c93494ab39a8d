"""Forms of calls."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.calls.plays import MOST_PER_HOUR


class PlayForm(forms.Form):
    """How many simulated callers come, and for how long."""

    per_hour = forms.IntegerField(
        label=_("Callers in an hour"), min_value=1, max_value=MOST_PER_HOUR, initial=60
    )
    hours = forms.FloatField(
        label=pgettext_lazy("play", "Hours"), min_value=0.1, max_value=8, initial=1
    )
