"""Forms made from the vocabulary of the rules in force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement import words
from shouwen.enforcement.outcome import Outcome
from shouwen.people import queries as people
from shouwen.people.forms import taken
from shouwen.policy.amounts import plain
from shouwen.policy.facts import Detail
from shouwen.policy.rulings import Permission
from shouwen.policy.vocabulary import DetailType, FactKind, Term

LONG = 60  # a text that begins longer than this gets lines
YES_NO = (("", _("not recorded")), ("yes", _("yes")), ("no", _("no")))


class FactForm(forms.Form):
    """Asks when a fact happened and for its details; what is left empty stays unknown.

    What is ``fixed`` is said by the page or the rule, so that it is not asked.
    """

    happened_at = forms.DateTimeField(
        label=_("When it happened"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(
        self,
        *args: object,
        kind: FactKind,
        only: Collection[str] = (),
        fixed: Mapping[str, Detail] | None = None,
        **kwargs: object,
    ) -> None:
        """Add a field for each detail of the kind, or just for those named in ``only``."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.kind, self.fixed = kind, dict(fixed or {})
        asked = [t for t in kind.details.values() if not only or t.name in only]
        self.terms = [term for term in asked if term.name not in self.fixed]
        if only:
            del self.fields["happened_at"]
        for term in self.terms:
            self.fields[f"detail-{term.name}"] = field_for(term)

    def details(self) -> dict[str, Detail]:
        """Return what was filled in and what is fixed, as plain JSON, without empty fields."""
        found = {t.name: as_detail(self.cleaned_data[f"detail-{t.name}"]) for t in self.terms}
        return {n: v for n, v in {**found, **self.fixed}.items() if v not in ("", None)}

    def refuse(self, refused: Permission) -> None:
        """Put what a clause says against the fact above the form."""
        self.add_error(None, words.refusal_text(refused))


class DeedForm(FactForm):
    """Asks for the details of a fact that happens as the form is filled in, so not for the time."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Make the fields of the kind; a text that begins long gets lines."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        del self.fields["happened_at"]
        for term in self.terms:
            text = str(self.initial.get(f"detail-{term.name}", ""))
            if term.type is DetailType.TEXT and (len(text) > LONG or "\n" in text):
                self.fields[f"detail-{term.name}"].widget = forms.Textarea({"rows": 3})


def recorded(form: FactForm, record: Callable[[], Outcome]) -> Outcome | None:
    """Record what a form says; None where it is not filled in or is refused, which it shows."""
    outcome = taken(form, record)
    if outcome is None or outcome.refused is None:
        return outcome
    form.refuse(outcome.refused)
    return None


def as_detail(value: object) -> Detail:
    """Return what a field of a fact was filled in with, as plain JSON."""
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
