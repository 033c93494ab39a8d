"""What whoever keeps the mailbox sets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shouwen.mail.models import Mailbox, Signature


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """What becomes of letters."""

    class Meta:
        model = Mailbox
        fields = ("is_on", "case_type", "taker", "acknowledges")

    def clean(self) -> dict[str, Any]:
        """Refuse to take letters that nobody would have."""
        given = super().clean() or {}
        if given.get("is_on") and given.get("taker") is None:
            raise ValidationError({"taker": _("Nobody would have them; choose a post.")})
        return given


class SignatureForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """What stands below whose answers."""

    class Meta:
        model = Signature
        fields = ("post", "team", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"post": _("Empty: any post."), "team": _("Empty: any team.")}
