"""Forms of the calendar page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.policy.calendar import CalendarError
from shouwen.policy.calendar.hours import WEEKDAYS, read_intervals

_BETWEEN = re.compile(r"[,,;;、\s]+")
_UNREADABLE = _("This cannot be read; write for example 08:30-12:00, 13:30-18:00.")
DAY_NAMES = (
    pgettext_lazy("day of the week", "Monday"),
    pgettext_lazy("day of the week", "Tuesday"),
    pgettext_lazy("day of the week", "Wednesday"),
    pgettext_lazy("day of the week", "Thursday"),
    pgettext_lazy("day of the week", "Friday"),
    pgettext_lazy("day of the week", "Saturday"),
    pgettext_lazy("day of the week", "Sunday"),
)


def day_input() -> forms.DateInput:
    """Return the browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def read_hours(text: str) -> list[str]:
    """Read intervals typed into one field; raise ValidationError where one cannot be used."""
    typed = text.replace("~", "-").replace("—", "-").replace(":", ":")
    found = [part for part in _BETWEEN.split(typed) if part]
    try:
        read_intervals(found)
    except CalendarError:
        raise ValidationError(_UNREADABLE) from None
    return found


class HoursField(forms.CharField):
    """Opening hours of one day: several intervals, or nothing for closed."""

    def clean(self, value: Any) -> Any:
        """Return the intervals."""
        return read_hours(super().clean(value))


class ExceptionalDayForm(forms.Form):
    """One day that differs from week and holidays."""

    CLOSED, WORKING, HOURS = "closed", "working day", "hours"

    day = forms.DateField(label=_("Date"), widget=day_input())
    name = forms.CharField(
        label=_("Occasion"),
        max_length=80,
        help_text=_("As people call it: half day before Spring Festival, stock-taking."),
    )
    opening = forms.ChoiceField(
        label=_("On this day"),
        choices=(
            (CLOSED, _("not open at all")),
            (WORKING, _("open as on a working day")),
            (HOURS, _("open at these hours")),
        ),
        widget=forms.RadioSelect,
        initial=HOURS,
    )
    hours = HoursField(
        label=_("Hours"),
        required=False,
        help_text=_("For example 08:30-12:00, 13:30-18:00."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for hours where they are needed."""
        given = super().clean() or {}
        if given.get("opening") == self.HOURS and not self.errors and not given.get("hours"):
            self.add_error("hours", _UNREADABLE)
        return given

    @property
    def open_at(self) -> list[str] | str:
        """When the house is open, the way the action takes it."""
        opening = self.cleaned_data["opening"]
        if opening == self.WORKING:
            return self.WORKING
        return [] if opening == self.CLOSED else list(self.cleaned_data["hours"])


class WeekForm(forms.Form):
    """The weekly opening hours from a day on; an empty day is closed."""

    in_force = forms.DateField(label=_("In force from"), widget=day_input())

    def __init__(
        self, *args: Any, week: Mapping[str, list[str]] | None = None, **kwargs: Any
    ) -> None:
        """Offer a field per day of the week, filled with the hours that hold now."""
        super().__init__(*args, **kwargs)
        for key, name in zip(WEEKDAYS, DAY_NAMES, strict=True):
            initial = ", ".join((week or {}).get(key, []))
            self.fields[key] = HoursField(label=name, required=False, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Refuse a week that is never open."""
        given = super().clean() or {}
        if not self.errors and not any(given.get(key) for key in WEEKDAYS):
            raise ValidationError(_("The week is never open; give at least one day hours."))
        return given

    @property
    def hours(self) -> dict[str, list[str]]:
        """The open days with their intervals."""
        return {key: self.cleaned_data[key] for key in WEEKDAYS if self.cleaned_data[key]}
