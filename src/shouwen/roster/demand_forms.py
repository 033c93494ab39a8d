"""What people fill in about demand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.people.forms import day_input
from shouwen.roster.choices import Method
from shouwen.roster.demand import DAY_MINUTES, minute_text
from shouwen.roster.demand_actions import Figures
from shouwen.roster.demand_import import Mapping
from shouwen.roster.models import Stream

_TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_LONGEST = 24 * 3600


class StreamForm(forms.Form):
    """Asks for a kind of contact and its figures."""

    name = forms.CharField(
        label=pgettext_lazy("contact", "Name"),
        max_length=40,
        help_text=_("Such as hotline or online chat."),
    )
    skill = forms.ChoiceField(
        label=_("Skill"), required=False, help_text=_("Only who has it can take these contacts.")
    )
    minutes = forms.TypedChoiceField(
        label=_("Length of an interval"),
        coerce=int,
        choices=[(30, _("30 minutes")), (15, _("15 minutes"))],
    )
    handling = forms.IntegerField(
        label=_("Seconds to handle one"),
        min_value=1,
        max_value=_LONGEST,
        help_text=_("Talking and writing up together."),
    )
    patience = forms.IntegerField(
        label=_("Patience in seconds"),
        min_value=0,
        max_value=_LONGEST,
        initial=0,
        help_text=_("How long people wait on average before they hang up; 0: they never do."),
    )
    at_once = forms.IntegerField(
        label=_("Conversations at once"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("More than 1 for chat; the seconds are then those of one of so many."),
    )
    shrinkage = forms.IntegerField(
        label=_("Shrinkage in per cent"),
        min_value=0,
        max_value=90,
        initial=0,
        help_text=_("Paid time away from the seat: breaks, training, meetings."),
    )
    level = forms.IntegerField(
        label=_("Answered in time, per cent"), min_value=1, max_value=99, required=False
    )
    within = forms.IntegerField(
        label=_("In time means seconds"), min_value=1, max_value=_LONGEST, required=False,
        help_text=_("A target in force comes before these two."),
    )  # fmt: skip
    method = forms.ChoiceField(label=_("Method of the forecast"), required=False)

    def __init__(self, *args: Any, skills: Sequence[str], **kwargs: Any) -> None:
        """Offer the skills of the house and the methods."""
        super().__init__(*args, **kwargs)
        self.fields["skill"].choices = [("", _("none")), *((s, s) for s in skills)]  # type: ignore[attr-defined]
        self.fields["method"].choices = [("", _("the best on past weeks")), *Method.choices]  # type: ignore[attr-defined]

    def figures(self) -> Figures:
        """Return the figures as they are kept."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "name"}
        return Figures(**{**given, "level": given["level"] or 0, "within": given["within"] or 0})

    @staticmethod
    def initial_of(stream: Stream) -> dict[str, Any]:
        """Return what the form begins with for a kind of contact that is kept."""
        found = {name: getattr(stream, name) for name in ("name", *Figures.__slots__)}
        return {**found, "level": stream.level or None, "within": stream.within or None}


class HistoryForm(forms.Form):
    """Asks for a table of what came, and which column is what."""

    file = forms.FileField(label=_("Table (CSV or XLSX)"))
    when = forms.CharField(
        label=_("Column of the moment"),
        required=False,
        max_length=80,
        help_text=_("Its heading; left empty, the first column that holds a moment."),
    )
    time = forms.CharField(
        label=_("Column of the time"),
        required=False,
        max_length=80,
        help_text=_("Only where day and time stand in two columns."),
    )
    count = forms.CharField(
        label=_("Column of the number"),
        required=False,
        max_length=80,
        help_text=_("Left empty, each row is one contact."),
    )
    only = forms.CharField(
        label=_("Only rows in whose column"),
        required=False,
        max_length=80,
    )
    only_value = forms.CharField(label=_("this stands"), required=False, max_length=80)

    def mapping(self) -> Mapping:
        """Return which column is what."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "file"}
        return Mapping(**given)


class CountForm(forms.Form):
    """Asks which days of the house's own records are counted."""

    source = forms.ChoiceField(label=_("What is counted"))
    first = forms.DateField(label=_("First day"), widget=day_input())
    last = forms.DateField(label=_("Last day"), widget=day_input())

    def __init__(self, *args: Any, sources: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer what the house can count."""
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = list(sources)  # type: ignore[attr-defined]


class ForecastForm(forms.Form):
    """Asks which days are forecast, by which method, and what if more or fewer came."""

    first = forms.DateField(label=_("First day"), widget=day_input())
    last = forms.DateField(label=_("Last day"), widget=day_input())
    method = forms.ChoiceField(label=_("Method of the forecast"), required=False)
    volume = forms.IntegerField(
        label=_("What if this many per cent came"), min_value=1, max_value=1000, initial=100,
        help_text=_("100 is the forecast as it is, 130 a third more."),
    )  # fmt: skip
    extra = forms.FloatField(
        label=_("Extra contacts in each interval"), min_value=0, max_value=100_000, required=False
    )
    begins = forms.TimeField(label=_("Extra from"), widget=_TIME, required=False)
    ends = forms.TimeField(label=_("Extra until"), widget=_TIME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the methods."""
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = [("", _("the best on past weeks")), *Method.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say that a period ends after it begins."""
        found = super().clean() or {}
        if found.get("first") and found.get("last") and found["last"] < found["first"]:
            self.add_error("last", _("The last day lies before the first; turn them round."))
        return found

    def extra_contacts(self) -> dict[str, float]:
        """Return the extra contacts with the minutes between which they come."""
        given = self.cleaned_data
        if not given["extra"]:
            return {}
        first, last = (_minutes(given[name]) for name in ("begins", "ends"))
        return {
            "contacts": given["extra"],
            "first": first or 0,
            "last": last or DAY_MINUTES,
        }


def _minutes(clock: Any) -> int | None:
    return None if clock is None else clock.hour * 60 + clock.minute


class SpecialDayForm(forms.Form):
    """Asks for a day that is not like others."""

    day = forms.DateField(label=_("Day"), widget=day_input())
    factor = forms.IntegerField(
        label=_("Per cent of an ordinary day"), min_value=0, max_value=1000, initial=150
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DayForm(forms.Form):
    """Asks for the contacts of each interval of a day."""

    until = forms.DateField(
        label=_("Also the same weekdays until"), widget=day_input(), required=False
    )

    def __init__(self, *args: Any, minutes: int, counts: Sequence[float], **kwargs: Any) -> None:
        """Offer a field for each interval."""
        super().__init__(*args, **kwargs)
        for place in range(DAY_MINUTES // minutes):
            value = counts[place] if place < len(counts) else 0
            self.fields[f"n{place}"] = forms.FloatField(
                label=minute_text(place * minutes),
                min_value=0,
                max_value=100_000,
                required=False,
                initial=f"{value:g}" if value else "",
            )

    def counts(self) -> list[float]:
        """Return the contacts in the order of the day; an empty field is none."""
        names = [name for name in self.fields if name != "until"]
        return [self.cleaned_data.get(name) or 0.0 for name in names]

    def intervals(self) -> list[Any]:
        """Return the fields of the intervals for the page."""
        return [self[name] for name in self.fields if name != "until"]


def next_weeks(today: date) -> tuple[date, date]:
    """Return the first and the last day of the month after a day."""
    first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - timedelta(days=1)
