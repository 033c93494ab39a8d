"""What may be typed about a customer, a contract and a visit."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.access.choices import Level
from shouwen.customers.choices import Channel, Grade, Kind
from shouwen.customers.phones import normal
from shouwen.people.forms import MemberChoice, day_input
from shouwen.people.models import Member

_SHORTEST_PHONE, _LONGEST_PHONE = 3, 20
# Our fields by the names under which they are covered.
_FIELD_OF = {"address": "unit"}
_BETWEEN = re.compile(r"[\s,，、;；]+")


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


class MailField(forms.EmailField):
    """An e-mail address as anybody writes it; the value is in small letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("E-mail"))
        widget = forms.EmailInput(attrs={"autocomplete": "off"})
        super().__init__(required=False, max_length=254, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the address; what is none is refused."""
        return str(super().clean(value) or "").lower()


class Covering(forms.Form):
    """A form that does not ask for what its reader may not see."""

    def __init__(self, *args: Any, covered: Collection[str] = (), **options: Any) -> None:
        """Leave out the covered fields: they stay as they are."""
        super().__init__(*args, **options)
        for name in covered:
            self.fields.pop(_FIELD_OF.get(name, name), None)

    def has(self, name: str) -> bool:
        """Return whether the form asks for a field."""
        return name in self.fields


class CustomerForm(Covering):
    """A customer's own particulars."""

    name = forms.CharField(label=pgettext_lazy("customer", "Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Kind.choices, initial=Kind.PERSON, widget=forms.RadioSelect
    )
    phone = PhoneField()
    email = MailField()
    unit = forms.CharField(label=_("Unit or address"), max_length=200, required=False)
    grade = forms.ChoiceField(
        label=pgettext_lazy("customer", "Class"), choices=Grade.choices, initial=Grade.ORDINARY
    )
    secrecy = forms.ChoiceField(
        label=_("Secrecy"), choices=Level.choices, initial=Level.ORDINARY, required=False,
        help_text=_("Confidential: covered until somebody says why. Top secret: it takes two."),
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"), required=False, max_length=400,
        help_text=_("Words to find customers by, with spaces between them."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_secrecy(self) -> str:
        """Return the level; one that was not sent stays as it is."""
        level = self.cleaned_data["secrecy"] or self.initial.get("secrecy")
        return str(level or Level.ORDINARY)

    def clean_tags(self) -> list[str]:
        """Return the words."""
        return [word for word in _BETWEEN.split(self.cleaned_data["tags"]) if word]


class ContactForm(Covering):
    """Somebody who speaks for a customer."""

    name = forms.CharField(label=pgettext_lazy("customer", "Name"), max_length=120)
    phone = PhoneField()
    channel = forms.ChoiceField(
        label=_("Reached by"), choices=Channel.choices, initial=Channel.PHONE
    )


class ContractForm(forms.Form):
    """A contract with a customer, and when its owner is reminded."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reference = forms.CharField(label=_("Number of the contract"), max_length=80, required=False)
    begins = forms.DateField(label=_("From"), widget=day_input())
    ends = forms.DateField(label=_("Until"), widget=day_input(), required=False)
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"), min_value=0, max_value=3660, required=False
    )
    owner = MemberChoice(label=_("Whom to remind"), queryset=Member.objects.none())
    secrecy = forms.ChoiceField(label=_("Secrecy"), choices=Level.choices, initial=Level.ORDINARY)
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer everybody who works here."""
        super().__init__(*args, **options)
        _offer_members(self.fields["owner"])


class PlanForm(forms.Form):
    """A visit to come."""

    planned_on = forms.DateField(label=_("Planned for"), widget=day_input())
    member = MemberChoice(label=_("Who visits"), queryset=Member.objects.none())
    purpose = forms.CharField(label=_("Purpose"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer everybody who works here."""
        super().__init__(*args, **options)
        _offer_members(self.fields["member"])


def _offer_members(field: Any) -> None:
    active = Member.objects.filter(is_active=True, is_system=False)
    field.queryset = active.order_by("name", "pk")
