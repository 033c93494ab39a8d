"""What a customer may type at the door."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases.field_forms import OwnFields
from shouwen.customers.phones import normal
from shouwen.portal import said
from shouwen.portal.actions import Given
from shouwen.portal.choices import STARS, Need, QuestionKind, Way
from shouwen.portal.models import Offer, RatingForm
from shouwen.portal.rated import Answer

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_KEPT = "\n\t"
_KEY = re.compile(r"[A-Za-z0-9-]{8,64}")


def without_controls(text: str) -> str:
    """Return a text without signs that steer a screen instead of saying something."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in plain if sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cf")
    )


class PlainField(forms.CharField):
    """Text as people write it."""

    def to_python(self, value: Any) -> str:
        """Return the text without control signs."""
        return super().to_python(without_controls(str(value)) if value else value) or ""


class Guarded(forms.Form):
    """A form with a field that only programs fill in, and the key that makes it count once."""

    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def clean_website(self) -> str:
        """Refuse what a program filled in."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please leave this field empty."))
        return ""

    def clean_idempotency_key(self) -> str:
        """Refuse a form without its key."""
        key: str = self.cleaned_data["idempotency_key"]
        if not _KEY.fullmatch(key):
            raise ValidationError(_("Please reload the page and send it again."))
        return key


class ContactForm(forms.Form):
    """Where a code is sent."""

    way = forms.ChoiceField(
        label=_("Confirm by"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.PHONE
    )
    contact = PlainField(
        label=_("Your mobile number or e-mail address"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "autocapitalize": "none"}),
    )
    website = Guarded.base_fields["website"]

    def __init__(self, *args: Any, ways: tuple[Way, ...], **kwargs: Any) -> None:
        """Offer the ways in which a code can be sent."""
        super().__init__(*args, **kwargs)
        way: Any = self.fields["way"]
        way.choices = [(each.value, each.label) for each in ways]
        if len(ways) == 1:
            way.initial, way.widget = ways[0], forms.HiddenInput()
            self.fields["contact"].label = ways[0].label
            self.fields["contact"].widget.attrs["autocomplete"] = "email"

    clean_website = Guarded.clean_website

    def clean(self) -> dict[str, Any]:
        """Read the number or the address."""
        given = super().clean() or {}
        contact = str(given.get("contact", ""))
        if contact and given.get("way"):
            given["contact"] = self._read(str(given["way"]), contact)
        return given

    def _read(self, way: str, contact: str) -> str:
        if way == Way.MAIL:
            try:
                validate_email(contact)
            except ValidationError:
                self.add_error("contact", _("This is not an e-mail address; please check it."))
            return contact.lower()
        phone = normal(contact)
        if not _FEWEST_DIGITS <= len(phone.lstrip("+")) <= _MOST_DIGITS:
            self.add_error("contact", _("This is not a telephone number; please check it."))
        return phone


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.CharField(
        label=_("The code of six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def clean_code(self) -> str:
        """Return the digits alone."""
        return re.sub(r"\D", "", self.cleaned_data["code"])


class FollowForm(forms.Form):
    """A matter's number and its follow code."""

    number = forms.CharField(
        label=pgettext_lazy("matter", "Number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=_("Follow code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class FileForm(OwnFields, Guarded):
    """A matter of one sort: who, where, what, and the department's own short questions."""

    name = PlainField(
        label=_("Your name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    place = PlainField(max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = PlainField(
        label=_("What is it about?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Please do not write identity card or bank card numbers here."),
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and agree to it."),
        error_messages={"required": _("We may only take your matter if you agree.")},
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        """Ask what this sort of matter asks for."""
        super().__init__(*args, **kwargs)
        self.offer = offer
        self._place()
        self.own: list[str] = []
        for at, asked in enumerate(offer.fields):
            name = f"own-{at}"
            self.fields[name] = PlainField(
                label=said.by_language(asked["label"], asked.get("label_en", "")),
                max_length=200,
                required=bool(asked.get("required")),
            )
            self.own.append(name)
        self.add_own(offer.case_type, of_customer=True)
        mine = [bound.name for bound in self.own_bound()]
        self.order_fields(["name", "place", *self.own, *mine, "text", "consent"])

    def _place(self) -> None:
        if self.offer.place == Need.NO:
            del self.fields["place"]
            return
        field = self.fields["place"]
        field.required = self.offer.place == Need.REQUIRED
        called = said.by_language(self.offer.place_label, self.offer.place_label_en)
        field.label = called or pgettext_lazy("customer", "Address")

    def given(self) -> Given:
        """Return what was written; the questions stand in the department's own language."""
        data = self.cleaned_data
        asked = [each["label"] for each in self.offer.fields]
        return Given(
            name=data["name"],
            text=data["text"],
            place=data.get("place", ""),
            answers=[(q, data[n]) for q, n in zip(asked, self.own, strict=True)],
            fields=self.own_given(),
        )


class AddForm(Guarded):
    """Something to add to a matter."""

    text = PlainField(
        label=_("What would you like to add?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(Guarded):
    """Why a matter is taken up again or withdrawn."""

    reason = PlainField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RateForm(Guarded):
    """The department's own questions about one type of matter."""

    def __init__(self, *args: Any, form: RatingForm, **kwargs: Any) -> None:
        """Ask the questions of one version."""
        super().__init__(*args, **kwargs)
        self.form = form
        for at, question in enumerate(form.questions):
            self.fields[f"q-{at}"] = _asking(question)

    def questions(self) -> list[tuple[str, Any]]:
        """Return each kind of question with its drawn field, in order."""
        return [(q["kind"], self[f"q-{at}"]) for at, q in enumerate(self.form.questions)]

    def answers(self) -> list[Answer]:
        """Return what was answered, each with its question as it reads."""
        return [
            Answer(
                kind=q["kind"], text=q["text"], text_en=q.get("text_en", ""),
                value=_value(q["kind"], self.cleaned_data[f"q-{at}"]),
            )
            for at, q in enumerate(self.form.questions)
        ]  # fmt: skip


def _asking(question: dict[str, Any]) -> forms.Field:
    label = said.by_language(question["text"], question.get("text_en", ""))
    required = bool(question.get("required"))
    if question["kind"] == QuestionKind.TEXT:
        area = forms.Textarea(attrs={"rows": 3})
        return PlainField(label=label, required=required, max_length=1000, widget=area)
    return forms.ChoiceField(
        label=label, required=required, widget=forms.RadioSelect, choices=_choices(question)
    )


def _choices(question: dict[str, Any]) -> list[tuple[str, Any]]:
    if question["kind"] == QuestionKind.STARS:
        return [(str(n), _STARS[n]) for n in STARS]
    if question["kind"] == QuestionKind.YES_NO:
        return [("yes", pgettext_lazy("answer", "Yes")), ("no", pgettext_lazy("answer", "No"))]
    shown = question["choices"] if said.chinese() else question.get("choices_en") or []
    names = shown if len(shown) == len(question["choices"]) else question["choices"]
    return list(zip(question["choices"], names, strict=True))


_STARS = {
    1: _("1 star: very dissatisfied"),
    2: _("2 stars: dissatisfied"),
    3: _("3 stars: so-so"),
    4: _("4 stars: satisfied"),
    5: _("5 stars: very satisfied"),
}


def _value(kind: str, typed: str) -> int | bool | str | None:
    if typed == "":
        return None
    if kind == QuestionKind.STARS:
        return int(typed)
    return typed == "yes" if kind == QuestionKind.YES_NO else typed
