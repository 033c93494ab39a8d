"""The forms beside a list: keeping it, and a step for many of its matters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.choices import Shared
from shouwen.cases.models import View


class KeepForm(forms.Form):
    """A list to keep under a name; ``query`` is its address."""

    name = forms.CharField(label=pgettext_lazy("view", "Name"), max_length=40)
    shared_with = forms.ChoiceField(label=_("Shared with"), choices=Shared.choices, required=False)
    is_first = forms.BooleanField(label=_("Show it first to me"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    kept: View

    def clean_shared_with(self) -> str:
        """Return nobody where nothing was chosen."""
        return self.cleaned_data["shared_with"] or Shared.NOBODY
