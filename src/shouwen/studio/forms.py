"""Forms of the studio: bring a document in, change a proposed rule, make a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.policy.describe import KIND_NAMES
from shouwen.studio.kept import kept_figures
from shouwen.studio.kinds import ASKED, Asked
from shouwen.studio.models import Suggestion
from shouwen.studio.rereading import Cut, cut_at, cuts_of

_CLOCK = re.compile(r"^([01]?\d|2[0-4]):[0-5]\d$")
_SPAN = re.compile(r"^([01]?\d|2[0-4]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d$")
ACCEPTED = ".docx,.doc,.pdf,.html,.htm,.md,.txt"


class BringInForm(forms.Form):
    """A document as it is, or a pasted text."""

    file = forms.FileField(
        label=_("Document"),
        required=False,
        help_text=_("Word (.docx), PDF, web page, Markdown or plain text, up to 50 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text", "")).strip():
            self.add_error("file", _("Choose a document or paste its text."))
        return cleaned

    @property
    def brought(self) -> tuple[bytes, str]:
        """The bytes and the name; a pasted text is a text file."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), str(file.name)
        return self.cleaned_data["text"].encode(), "text.txt"


class RuleForm(forms.Form):
    """What a proposed rule says: its figures and names, and whom it concerns."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    actor = forms.CharField(
        label=pgettext_lazy("rule", "Post concerned"), required=False, max_length=100
    )

    def __init__(
        self, *args: Any, row: Suggestion, kind: str, typed: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:  # fmt: skip
        """Ask for what a rule of this kind needs, beginning with what was typed, else with what is.

        The revision is that of now: whoever is shown both texts may save theirs.
        """
        begun = {**row.params, "actor": row.actor, **(typed or {})}
        initial = {**begun, "revision": row.revision}
        super().__init__(*args, **{**options, "initial": initial})
        self.kind, self.row = kind, row
        for asked in ASKED[kind]:
            self.fields[asked.key] = _field(asked)

    def params(self) -> dict[str, Any]:
        """Return the rule's figures: as entered, and what was not asked for as reading found it."""
        asked = {one.key for one in ASKED[self.kind]}
        kept = {key: value for key, value in self.row.params.items() if key not in asked}
        entered = {key: self.cleaned_data.get(key) for key in asked}
        clocks = {one.key for one in ASKED[self.kind] if one.holds in {"clock", "span"}}
        entered |= {key: _padded(str(entered[key])) for key in clocks if entered[key]}
        given = {key: value for key, value in entered.items() if value not in (None, "")}
        return {**kept, **kept_figures(given)}


def _padded(clock: str) -> str:
    """Write 9:30 as 09:30, as the file wants it."""
    return "-".join(part.zfill(5) for part in clock.split("-"))


def _field(asked: Asked) -> forms.Field:
    if asked.holds == "number":
        return forms.DecimalField(label=asked.label, required=False, max_digits=12)
    if asked.holds == "whole":
        return forms.IntegerField(label=asked.label, required=False, min_value=1, max_value=366)
    if asked.holds == "choice":
        return forms.ChoiceField(
            label=asked.label, required=False, choices=[("", asked.empty), *asked.choices]
        )
    patterns = {"clock": _CLOCK, "span": _SPAN}
    if asked.holds in patterns:
        return forms.RegexField(patterns[asked.holds], label=asked.label, required=False)
    return forms.CharField(label=asked.label, required=False, max_length=200)


class SplitForm(forms.Form):
    """Where a rule is cut in two: at one of the places offered, or before words of its own."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    place = forms.TypedChoiceField(
        label=_("Where to cut"), required=False, coerce=int, empty_value=None,
        widget=forms.RadioSelect,
    )  # fmt: skip
    second = forms.CharField(
        label=_("Or before these words"),
        required=False,
        max_length=200,
        help_text=_("The words of the text with which the second rule begins."),
    )

    def __init__(self, *args: Any, quote: str, **options: Any) -> None:
        """Offer the places at which a quote may well be cut."""
        super().__init__(*args, **options)
        self.quote, cuts = quote, cuts_of(quote)
        field: Any = self.fields["place"]
        field.choices = [(cut.place, f"{cut.first} ┃ {cut.second}") for cut in cuts]
        field.initial = min(cuts, key=self._off_middle).place if cuts else None

    def _off_middle(self, cut: Cut) -> int:
        return abs(2 * cut.place - len(self.quote))

    def clean(self) -> dict[str, Any]:
        """Find the place that was meant."""
        cleaned = super().clean() or {}
        words = str(cleaned.get("second", "")).strip()
        if words and cut_at(self.quote, max(self.quote.find(words), 0)) is None:
            self.add_error("second", _("These words do not stand in the rule after its beginning."))
        elif words:
            cleaned["place"] = self.quote.find(words)
        elif cleaned.get("place") is None and not self.errors:
            self.add_error("place", _("Choose a place, or write words of the rule."))
        return cleaned


class KindForm(forms.Form):
    """Which kind of rule a sentence states."""

    kind = forms.ChoiceField(label=pgettext_lazy("rule", "Kind of rule"))

    def __init__(self, *args: Any, english: bool, **options: Any) -> None:
        """Name the kinds in the reader's language."""
        super().__init__(*args, **options)
        field: Any = self.fields["kind"]
        field.choices = [(kind, KIND_NAMES[kind][int(english)]) for kind in ASKED]


class FileForm(forms.Form):
    """The regulation file as it was typed, and as it stood when its page was opened."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "wrap": "off"}),
    )
    opened = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class DraftForm(forms.Form):
    """From which day the regulation shall be in force."""

    in_force = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
