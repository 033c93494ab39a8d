"""What is typed at the front desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import CaseType
from shouwen.portal.forms import PlainField


class ArriveForm(forms.Form):
    """Who came; nothing need be said."""

    name = PlainField(label=pgettext_lazy("visitor", "Name"), max_length=60, required=False)
    phone = PlainField(
        label=_("Telephone"), max_length=30, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )  # fmt: skip
    purpose = PlainField(label=pgettext_lazy("visitor", "Came for"), max_length=200, required=False)
    key = forms.CharField(widget=forms.HiddenInput, min_length=8, max_length=64)


class CounterForm(forms.Form):
    """To which counter somebody is called."""

    counter = PlainField(
        label=pgettext_lazy("reception", "Counter"), max_length=20, required=False
    )  # fmt: skip


class VisitorCaseForm(forms.Form):
    """Of which type the matter is."""

    case_type = forms.ChoiceField(
        label=_("Type"), choices=CaseType.choices, initial=CaseType.CONSULTATION
    )
