"""What people fill in about rosters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.people.forms import day_input
from shouwen.people.models import Member
from shouwen.roster.choices import Way
from shouwen.roster.models import Shift

_TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_MOMENT = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
_REASON = forms.Textarea(attrs={"rows": 2})


class TemplateForm(forms.Form):
    """Asks for a kind of shift."""

    key = forms.SlugField(
        label=_("Key"), max_length=60, help_text=_("What the rules call it, such as day or night.")
    )
    label = forms.CharField(label=pgettext_lazy("shift", "Name"), max_length=40)
    begins = forms.TimeField(label=_("Begins at"), widget=_TIME)
    ends = forms.TimeField(
        label=_("Ends at"), widget=_TIME, help_text=_("An earlier time is on the next day.")
    )
    break_minutes = forms.IntegerField(
        label=_("Break in minutes"), min_value=0, max_value=600, initial=0
    )
    wanted = forms.IntegerField(
        label=_("People wanted each day"), min_value=0, max_value=999, initial=0
    )
    skill = forms.CharField(label=_("Skill"), max_length=60, required=False)

    def minutes(self) -> int:
        """Return how long it lasts; the same time again is a whole day."""
        first, last = self.cleaned_data["begins"], self.cleaned_data["ends"]
        gone: int = (last.hour - first.hour) * 60 + last.minute - first.minute
        return gone if gone > 0 else gone + 24 * 60


class PlanForm(forms.Form):
    """Asks which days are planned."""

    first = forms.DateField(label=_("First day"), widget=day_input())
    last = forms.DateField(label=_("Last day"), widget=day_input())
    by_punches = forms.BooleanField(
        label=_("Presence is kept by clocking in"),
        required=False,
        initial=True,
        help_text=_("A shift nobody clocked in for is then judged by the rules."),
    )


class SwapForm(forms.Form):
    """Asks who takes a shift over, and what is worked in return."""

    partner = forms.ChoiceField(label=_("With whom"))
    payback = forms.ChoiceField(
        label=_("Shift in return"),
        required=False,
        help_text=_("The partner's shift that you work for it."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=_REASON)

    def __init__(
        self, *args: Any, partners: Sequence[Member], paybacks: Sequence[Shift], **kwargs: Any
    ) -> None:
        """Offer the members of the team and their coming shifts."""
        super().__init__(*args, **kwargs)
        who, back = self.fields["partner"], self.fields["payback"]
        who.choices = [("", "—"), *((m.username, m.name) for m in partners)]  # type: ignore[attr-defined]
        back.choices = [("", "—"), *((str(s.pk), _payback_label(s)) for s in paybacks)]  # type: ignore[attr-defined]


def _payback_label(shift: Shift) -> str:
    begins = timezone.localtime(shift.begins)
    who = shift.member.name if shift.member else ""
    return f"{who} {shift.day:%m-%d} {shift.label} {begins:%H:%M}"


class LeaveForm(forms.Form):
    """Asks for leave; a colleague may ask for somebody who cannot."""

    leave_type = forms.ChoiceField(label=_("Type of leave"))
    begins = forms.DateTimeField(label=_("From"), widget=_MOMENT)
    ends = forms.DateTimeField(label=_("Until"), widget=_MOMENT)
    person = forms.ChoiceField(
        label=_("Leave for"), required=False, help_text=_("Only where you ask for somebody else.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False, widget=_REASON)

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]],
        people: Sequence[Member],
        **kwargs: Any,
    ) -> None:
        """Offer the kinds of leave in force and the colleagues."""
        super().__init__(*args, **kwargs)
        self.fields["leave_type"].choices = list(kinds)  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", _("myself")), *((m.username, m.name) for m in people)
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Say that leave ends after it begins."""
        found = super().clean() or {}
        first, last = found.get("begins"), found.get("ends")
        if first and last and last <= first:
            self.add_error("ends", _("Leave ends after it begins; set a later time."))
        return found


class OvertimeForm(forms.Form):
    """Asks from when to when somebody works beyond their shifts."""

    begins = forms.DateTimeField(label=_("From"), widget=_MOMENT)
    ends = forms.DateTimeField(label=_("Until"), widget=_MOMENT)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_REASON)

    def clean(self) -> dict[str, Any]:
        """Say that overtime ends after it begins."""
        found = super().clean() or {}
        first, last = found.get("begins"), found.get("ends")
        if first and last and last <= first:
            self.add_error("ends", _("Overtime ends after it begins; set a later time."))
        return found


class CorrectionForm(forms.Form):
    """Asks when somebody really came or went."""

    way = forms.ChoiceField(label=_("What is missing"), choices=Way.choices)
    at = forms.DateTimeField(label=_("Actual time"), widget=_MOMENT)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=_REASON)


class ImportForm(forms.Form):
    """Asks for a table of punches: member, moment, in or out."""

    rows = forms.CharField(
        label=_("Punches"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One line each: member key, moment, in or out; as in wang,2026-11-02 08:28,in"),
    )


def first_of_next_month(today: date) -> date:
    """Return the first day of the month after a day."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)
