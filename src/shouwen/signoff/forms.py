"""What a signer and somebody who asks fill in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Asks what a signer says to a request, and which tier of it the page showed."""

    verdict = forms.ChoiceField(choices=(("granted", _("approve")), ("refused", _("refuse"))))
    tier = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=500,
        help_text=_("Say why when you refuse."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(forms.Form):
    """Asks why a request is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def chosen(values: list[str]) -> list[tuple[int, int]]:
    """Return the requests chosen in the list as (number, tier); what is neither is left out."""
    pairs = (value.partition(":") for value in values)
    return [
        (int(pk), int(tier)) for pk, _colon, tier in pairs if pk.isdecimal() and tier.isdecimal()
    ]
