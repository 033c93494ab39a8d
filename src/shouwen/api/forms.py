"""What may be chosen for a new token."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.api.choices import SCOPES

_DAYS = (30, 90, 365)


class TokenForm(forms.Form):
    """A new token: what it is called, what it is good for, and until when."""

    name = forms.CharField(
        label=pgettext_lazy("token", "Name"),
        max_length=80,
        help_text=_("What the program is, such as “Telephone system”."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int)
    scopes = forms.MultipleChoiceField(
        label=_("Good for"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing the token is good for.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer no longer time than the house allows."""
        super().__init__(*args, **options)
        most: int = settings.SHOUWEN_API_TOKEN_DAYS
        field: Any = self.fields["days"]
        field.choices = [
            (days, _("%(days)s days") % {"days": days})
            for days in sorted({*(d for d in _DAYS if d < most), most})
        ]
