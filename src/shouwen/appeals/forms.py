"""The form that questions a line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """Why somebody questions a line."""

    reason = forms.CharField(
        label=_("What is wrong with it"),
        help_text=_("Name what really happened and who can confirm it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
