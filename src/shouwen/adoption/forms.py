"""Forms for bringing a text in, changing it and choosing its day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.policy.file_reading.named_settings import NamedSetting
from shouwen.policy.file_reading.text import NotTextError
from shouwen.policy.regulation_file import decode
from shouwen.regulations.bundled import Bundled

LARGEST_FILE = 4_000_000


class BringInForm(forms.Form):
    """A file or a pasted text."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A regulation file in plain text, UTF-8 or GB18030."),
        widget=forms.ClearableFileInput(attrs={"accept": ".md,.txt,text/plain,text/markdown"}),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        """Read the file as text; say plainly when it is none."""
        file = self.cleaned_data.get("file")
        if file is None:
            return None
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 4 MB; divide it into several."))
        try:
            self.read = decode(file.read())
        except NotTextError:
            raise forms.ValidationError(
                _("The file is not text in UTF-8 or GB18030; save it as plain text and try again.")
            ) from None
        return file

    @property
    def brought(self) -> tuple[str, str]:
        """The text and the name of its file; a pasted text has none."""
        file = self.cleaned_data.get("file")
        return (self.read, file.name) if file else (unified(self.cleaned_data["text"]), "")


class DraftForm(forms.Form):
    """The text being mended, and which save it was opened from."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "wrap": "off"}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReadingsForm(forms.Form):
    """How each unclear place of a text is read, and which save of it was looked at."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, settings: Mapping[str, NamedSetting], **kwargs: Any) -> None:
        """Ask for one choice of each setting."""
        super().__init__(*args, **kwargs)
        self.settings = settings
        for key, one in settings.items():
            choices = [(choice, choice) for choice in one.choices]
            self.fields[f"reading-{key}"] = forms.ChoiceField(choices=choices)

    def clean(self) -> dict[str, Any]:
        """Say once, above the form, that something was not chosen."""
        if self.errors:
            raise forms.ValidationError(_("Choose one way to read each place."))
        return self.cleaned_data

    @property
    def chosen(self) -> dict[str, str]:
        """The choice for every setting."""
        return {key: self.cleaned_data[f"reading-{key}"] for key in self.settings}


class AdoptForm(forms.Form):
    """The day from which the text is in force."""

    in_force = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("Facts that happen on this day or later are judged by this text."),
    )


class SeveralForm(forms.Form):
    """The first day of each of several bundled regulations, by its short name."""

    def __init__(self, *args: Any, chosen: Sequence[Bundled], first: date, **kwargs: Any) -> None:
        """Ask for one day each; ``first`` stands there until another is chosen."""
        super().__init__(*args, **kwargs)
        for short in chosen:
            widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            self.fields[short.name] = forms.DateField(
                label=_("In force from"), initial=first, widget=widget
            )

    @property
    def days(self) -> dict[str, date]:
        """The first day of each."""
        return dict(self.cleaned_data)


class RetireForm(forms.Form):
    """The first day on which a regulation is no longer in force."""

    ended = forms.DateField()


def unified(text: str) -> str:
    """Return a text from a form field with the plain line ends that it had before."""
    return text.replace("\r\n", "\n")
