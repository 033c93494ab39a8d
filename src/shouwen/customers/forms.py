"""What may be typed about a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.customers.choices import Channel, Grade, Kind
from shouwen.customers.phones import normal

_SHORTEST_PHONE, _LONGEST_PHONE = 3, 20


class PhoneField(forms.CharField):
    """A telephone number as anybody writes it; the value is its digits."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Telephone"))
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
        super().__init__(required=False, max_length=40, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the digits; a number too short or too long to dial is refused."""
        phone = normal(str(super().clean(value) or ""))
        if phone and not _SHORTEST_PHONE <= len(phone) <= _LONGEST_PHONE:
            raise forms.ValidationError(_("This is not a telephone number; write 3 to 20 digits."))
        return phone


class CustomerForm(forms.Form):
    """A customer's own particulars."""

    name = forms.CharField(label=pgettext_lazy("customer", "Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, initial=Kind.PERSON, widget=forms.RadioSelect
    )
    phone = PhoneField()
    unit = forms.CharField(label=_("Unit or address"), max_length=200, required=False)
    grade = forms.ChoiceField(
        label=pgettext_lazy("customer", "Class"), choices=Grade.choices, initial=Grade.ORDINARY
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ContactForm(forms.Form):
    """Somebody who speaks for a customer."""

    name = forms.CharField(label=pgettext_lazy("customer", "Name"), max_length=120)
    phone = PhoneField()
    channel = forms.ChoiceField(
        label=_("Reached by"), choices=Channel.choices, initial=Channel.PHONE
    )
