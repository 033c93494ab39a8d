"""The forms of a house's own fields: filling them in, and defining them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwen.cases import fields as own
from shouwen.cases.choices import CaseType, FieldKind
from shouwen.cases.models import CaseField
from shouwen.cases.step_forms import StepForm, member_choices

_NONE = ("", _("Not recorded"))


class OwnFields(forms.Form):
    """Adds the fields of a type of case to a form; the server checks them in the action."""

    own_fields: list[CaseField]

    def add_own(
        self, case_type: str, initial: Mapping[str, Any] | None = None, *, of_customer: bool = False
    ) -> None:
        """Make one control for each field in use, in their order."""
        asked = own.asked_of_customers if of_customer else own.in_use
        self.own_fields = asked(case_type) if case_type else []
        for field in self.own_fields:
            control = _control(field)
            control.initial = (initial or {}).get(field.key)
            if field.shown_if:
                control.widget.attrs["data-shown-if"] = own.PREFIX + field.shown_if
                control.widget.attrs["data-shown-values"] = " ".join(field.shown_if_values)
            self.fields[own.PREFIX + field.key] = control

    def own_bound(self) -> list[forms.BoundField]:
        """Return the controls of the house's own fields, for the page."""
        return [self[own.PREFIX + field.key] for field in self.own_fields]

    def own_given(self) -> dict[str, Any]:
        """Return what was filled in, by the fields' keys."""
        given = self.cleaned_data
        return {field.key: given.get(own.PREFIX + field.key) for field in self.own_fields}


def _control(field: CaseField) -> forms.Field:
    label, kind = own.label_of(field), FieldKind(field.kind)
    # Where it is needed only if something else is given, the action says so.
    is_needed = field.required and not field.shown_if
    plain: dict[str, Any] = {"label": label, "required": is_needed}
    if kind is FieldKind.CHOICE:
        return forms.ChoiceField(choices=[_NONE, *field.choices], **plain)
    if kind is FieldKind.CHOICES:
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=list(field.choices), widget=widget, **plain)
    if kind is FieldKind.YES_NO:
        return forms.ChoiceField(choices=[_NONE, ("yes", _("Yes")), ("no", _("No"))], **plain)
    if kind is FieldKind.MEMBER:
        names = [(member.username, str(member)) for member in member_choices()]
        return forms.ChoiceField(choices=[_NONE, *names], **plain)
    sorts = {FieldKind.NUMBER: "number", FieldKind.DATE: "date"}
    return forms.CharField(
        max_length=500, widget=forms.TextInput(attrs={"type": sorts.get(kind, "text")}), **plain
    )


class ParticularsForm(OwnFields, StepForm):
    """The house's own fields of one case, as they stand."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.case:
            said = {k: _as_form(v) for k, v in self.case.fields.items()}
            self.add_own(self.case.case_type, said)

    def clean(self) -> dict[str, Any]:
        """Return what was filled in under one name, for the action."""
        super().clean()
        self.cleaned_data["given"] = self.own_given()
        return self.cleaned_data


def _as_form(value: Any) -> Any:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


class DefineForm(forms.Form):
    """A field of one's own, or the next version of one that has this key."""

    case_type = forms.ChoiceField(label=_("Type"), choices=CaseType.choices)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]{1,39}$",
        label=_("Name for rules"),
        help_text=_("Small letters, digits and _; rules use it as a detail of the fact."),
    )
    label = forms.CharField(label=pgettext_lazy("category", "Name"), max_length=60)
    label_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind of field"), choices=FieldKind.choices)
    choices = forms.CharField(
        label=_("Choices, one to a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A name for rules, a blank, and what people read."),
    )
    required = forms.BooleanField(label=_("Must be filled in"), required=False)
    shown_if = forms.CharField(label=_("Shown only if this field"), max_length=40, required=False)
    shown_if_values = forms.CharField(label=_("is one of"), max_length=200, required=False)

    def clean_key(self) -> str:
        """Return the key, unless facts use it already."""
        return own.check_key(self.cleaned_data["key"])

    def clean_choices(self) -> list[list[str]]:
        """Return pairs of key and label; a line of one word is both."""
        lines = (line.split(None, 1) for line in self.cleaned_data["choices"].splitlines())
        return [[parts[0], parts[-1].strip()] for parts in lines if parts]

    def clean_shown_if_values(self) -> list[str]:
        """Return the values, by which the field is shown."""
        return str(self.cleaned_data["shown_if_values"]).split()

    def clean(self) -> dict[str, Any]:
        """Ask for choices where there is something to choose, and for a field that is there."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("kind") in (FieldKind.CHOICE, FieldKind.CHOICES) and not given.get("choices"):
            self.add_error("choices", _("Write what there is to choose, one to a line."))
        known = {field.key for field in own.in_use(given.get("case_type", ""))}
        if given.get("shown_if") and given["shown_if"] not in known - {given.get("key")}:
            self.add_error("shown_if", _("There is no such field for this type; add it first."))
        return given
