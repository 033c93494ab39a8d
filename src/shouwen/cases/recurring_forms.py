"""The form of a recurring case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shouwen.cases import recurring
from shouwen.cases.choices import CaseType, Every, Severity, Shift
from shouwen.cases.forms import CategoryChoice
from shouwen.cases.step_forms import member_choices
from shouwen.customers.models import Customer
from shouwen.people.models import Department, Member


def rhythm_label() -> str:
    """Return what the fields of the rhythm are called together."""
    return gettext("Rhythm")


class OnItsDay(forms.Form):
    """Asks for the day that a rhythm needs: the weekday by weeks, the day by months."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        weekday: Any = self.fields["weekday"]
        weekday.choices = [("", "—"), *enumerate(recurring.weekdays(), start=1)]

    def clean(self) -> dict[str, Any]:
        """Ask for the day that the rhythm needs."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("unit") == Every.WEEK and not given.get("weekday"):
            self.add_error("weekday", _("Choose the weekday."))
        if given.get("unit") == Every.MONTH and not given.get("day"):
            self.add_error("day", _("Write the day of the month."))
        return given

    def on_day(self) -> int | None:
        """Return the weekday or the day of the month, whichever the rhythm has."""
        given = self.cleaned_data
        return {Every.WEEK: given["weekday"], Every.MONTH: given["day"]}.get(given["unit"])


class RecurrenceForm(OnItsDay):
    """What is opened again and again, how often, and on which day."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("What is to be done"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    case_type = forms.ChoiceField(label=_("Type"), choices=CaseType.choices)
    severity = forms.ChoiceField(
        label=_("Severity"), choices=[("", _("Not graded yet")), *Severity.choices], required=False
    )
    category = CategoryChoice(label=_("Category"))
    customer = forms.RegexField(
        r"^[Cc]?\d{1,12}$", label=_("Customer number"), required=False, max_length=13
    )
    owner = forms.ModelChoiceField(label=_("First-contact owner"), queryset=Member.objects.none())
    department = forms.ModelChoiceField(
        label=_("Responsible department"), queryset=Department.objects.none(), required=False
    )
    every = forms.IntegerField(
        label=pgettext_lazy("recurring", "Every"), min_value=1, max_value=366, initial=1
    )
    unit = forms.ChoiceField(
        label=pgettext_lazy("recurring", "Counted in"), choices=Every.choices, initial=Every.MONTH
    )
    weekday = forms.TypedChoiceField(
        label=_("Weekday, if by weeks"), coerce=int, empty_value=None, required=False,
        choices=[("", "—")],
    )  # fmt: skip
    day = forms.IntegerField(
        label=_("Day of the month, if by months"), min_value=1, max_value=31, required=False,
        help_text=_("A month that is too short has its last day instead."),
    )  # fmt: skip
    shift = forms.ChoiceField(
        label=_("If that is no working day"), choices=Shift.choices, initial=Shift.NEXT
    )
    at_time = forms.TimeField(
        label=_("Opened at"), initial="08:30",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    starts_on = forms.DateField(
        label=pgettext_lazy("recurring", "From"),
        # As a browser understands it, in whatever language the page is.
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].help_text = format_html(
            gettext("{month} (month) and {date} (date) are put in."),
            month=format_html("<code>{}</code>", "{{month}}"),
            date=format_html("<code>{}</code>", "{{date}}"),
        )
        fields: Any = self.fields
        fields["owner"].queryset = member_choices()
        fields["department"].queryset = Department.objects.all()
        fields["department"].empty_label = _("Not known yet")
        fields["category"].widget.choices = fields["category"].grouped()

    def clean_customer(self) -> Customer | None:
        """Return the customer of a number, such as C000012."""
        digits = self.cleaned_data["customer"].upper().removeprefix("C")
        if not digits:
            return None
        found = Customer.objects.filter(pk=int(digits)).first()
        if found is None:
            raise forms.ValidationError(_("There is no customer of this number."))
        return found

    def wanted(self) -> dict[str, Any]:
        """Return the series in the action's words."""
        given = {**self.cleaned_data, "on_day": self.on_day()}
        return {name: value for name, value in given.items() if name not in ("weekday", "day")}
