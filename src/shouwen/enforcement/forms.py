"""Forms made from the vocabulary of the rules in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement import words
from shouwen.people import queries as people
from shouwen.policy.amounts import plain
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import DetailType, FactKind, Term

YES_NO = (("", _("not recorded")), ("yes", _("yes")), ("no", _("no")))


class FactForm(forms.Form):
    """Asks when a fact happened and for its details; what is left empty stays unknown."""

    happened_at = forms.DateTimeField(
        label=_("When it happened"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self, *args: object, kind: FactKind, only: Collection[str] = (), **kwargs: object
    ) -> None:
        """Add a field for each detail of the kind, or just for those named in ``only``."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kind = kind
        self.terms = [t for t in kind.details.values() if not only or t.name in only]
        if only:
            del self.fields["happened_at"]
        for term in self.terms:
            self.fields[f"detail-{term.name}"] = field_for(term)

    def details(self) -> dict[str, Detail]:
        """Return what was filled in, as plain JSON; empty fields are left out."""
        found = {t.name: self._plain(self.cleaned_data[f"detail-{t.name}"]) for t in self.terms}
        return {name: value for name, value in found.items() if value not in ("", None)}

    def _plain(self, value: object) -> Detail:
        if value in ("yes", "no"):
            return value == "yes"
        if isinstance(value, Decimal):
            return plain(value)
        if hasattr(value, "isoformat"):
            return timezone.localtime(value).isoformat()  # type: ignore[arg-type]
        return None if value is None else str(value)


def field_for(term: Term) -> forms.Field:
    """Return the form field that asks for one detail."""
    label = words.of_language((term.label, term.label_en))
    if term.type is DetailType.YES_NO:
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if term.type is DetailType.MONEY:
        return forms.DecimalField(
            label=label, required=False, max_digits=15, decimal_places=2, help_text=_("In yuan.")
        )
    if term.type is DetailType.NUMBER:
        return forms.DecimalField(label=label, required=False, max_digits=15, decimal_places=4)
    if term.type is DetailType.MOMENT:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(label=label, required=False, widget=widget)
    choices = list(_choices(term))
    if choices:
        return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)
    return forms.CharField(label=label, required=False, max_length=1000)


def _choices(term: Term) -> Iterable[tuple[str, str]]:
    if term.type is DetailType.MEMBER:
        return [(m.username, m.name) for m in people.active_members()]
    if term.type is DetailType.TEAM:
        return [(t.key, t.name) for t in people.teams()]
    if term.type is DetailType.DEPARTMENT:
        return [(d.key, d.name) for d in people.departments()]
    if term.type is DetailType.ONE_OF:
        return [(key, words.of_language(term.value_labels(key))) for key in term.choices]
    return []


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
