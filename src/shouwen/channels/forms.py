"""What whoever keeps the portal sets of channels."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.channels import official
from shouwen.channels.models import OfficialAccount

SECRETS = ("secret", "token", "aes_key")
_KEPT = _("Empty: it stays as it is. Nobody can read it here again.")


def _hidden(label: Any, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=longest, help_text=_KEPT,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class OfficialAccountForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """The official account and what it shares with the platform."""

    new_secret = _hidden(_("AppSecret"), 64)
    new_token = _hidden(_("Token"), 32)
    new_aes_key = _hidden(_("EncodingAESKey"), 43)

    class Meta:
        model = OfficialAccount
        fields = ("is_on", "app_id")

    def secrets(self) -> dict[str, str]:
        """Return the secrets that were typed, empty where none was."""
        return {name: self.cleaned_data.get(f"new_{name}", "") for name in SECRETS}

    def clean_new_aes_key(self) -> str:
        """Refuse what cannot be the key of safe mode."""
        key = str(self.cleaned_data["new_aes_key"])
        if key and not official.is_key(key):
            raise forms.ValidationError(_("It has 43 letters and digits."))
        return key

    def clean(self) -> dict[str, Any]:
        """Refuse an account that is on without what makes it safe."""
        given = super().clean() or {}
        if not given.get("is_on"):
            return given
        if not given.get("app_id"):
            self.add_error("app_id", _("Needed while customers may write."))
        for name in SECRETS:
            if not given.get(f"new_{name}") and not getattr(self.instance, name):
                self.add_error(f"new_{name}", _("Needed while customers may write."))
        return given
