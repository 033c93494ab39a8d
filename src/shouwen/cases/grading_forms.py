"""The form of a grading rule."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType, Channel, Priority, Severity
from shouwen.cases.forms import CategoryChoice
from shouwen.customers.choices import Grade


class GradingForm(forms.Form):
    """What a new case must be like, and how it is graded then."""

    name = forms.CharField(label=pgettext_lazy("category", "Name"), max_length=60)
    case_type = forms.ChoiceField(
        label=_("Type"), choices=[("", _("All")), *CaseType.choices], required=False
    )
    category = CategoryChoice(label=_("Category"))
    channel = forms.ChoiceField(
        label=_("Channel"), choices=[("", _("All")), *Channel.choices], required=False
    )
    customer_class = forms.ChoiceField(
        label=pgettext_lazy("customer", "Class"), choices=[("", _("All")), *Grade.choices],
        required=False,
    )  # fmt: skip
    words = forms.CharField(
        label=_("One of these words in title or text"), required=False, max_length=400,
        help_text=_("Separated by commas or spaces."),
    )  # fmt: skip
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[("", pgettext_lazy("grading", "Leave it")), *Severity.choices],
        required=False,
    )
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[("", pgettext_lazy("grading", "Leave it")), *Priority.choices],
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["category"]
        field.widget.choices = [("", _("All")), *field.grouped()[1:]]

    def clean_words(self) -> list[str]:
        """Return the words, each once."""
        given = self.cleaned_data["words"]
        for sign in ",，、;；":
            given = given.replace(sign, " ")
        return list(dict.fromkeys(given.split()))

    def clean(self) -> dict[str, Any]:
        """Ask for what the rule gives."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("severity") and not given.get("priority"):
            self.add_error("severity", _("Choose a severity or a priority that the rule gives."))
        return given
