"""What somebody is asked before covered fields are shown, told or exported."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.access.choices import Level
from shouwen.access.records import Record
from shouwen.access.weighing import ASKED, IDENTITY, SECOND_PERSON
from shouwen.enforcement.forms import field_for
from shouwen.enforcement.words import of_language
from shouwen.people.forms import MemberChoice
from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import BASE, Vocabulary

# These two are asked for in their own way.
_BY_ITSELF = (IDENTITY, SECOND_PERSON)
_ANSWERS = {"yes": True, "no": False}


def recipients() -> list[tuple[str, str]]:
    """List to whom something may be told, as the facts name them."""
    term = BASE.term(ASKED, "recipient")
    return [(key, of_language(term.value_labels(key))) for key in term.choices] if term else []


class AskForm(forms.Form):
    """Which fields, why, and whatever the rules in force ask about."""

    fields_wanted = forms.MultipleChoiceField(
        label=_("Which fields"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Why you need it"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept with your name and can be read by whoever sees every matter."),
    )  # fmt: skip
    token = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, *args: Any, choices: Mapping[str, Any], missing: Collection[str],
        vocabulary: Vocabulary, needs_second: bool, member: Member, **options: Any,
    ) -> None:  # fmt: skip
        """Ask for what is missing, each in its own field."""
        super().__init__(*args, **options)
        if choices:
            # None is ticked beforehand: nobody is shown more than they came for.
            self._wanted.choices = list(choices.items())
        else:
            del self.fields["fields_wanted"]
        self._ask_identity(missing)
        self._ask_missing(missing, vocabulary)
        self._ask_second(member, needs_second=needs_second)

    @property
    def _wanted(self) -> forms.MultipleChoiceField:
        field = self.fields["fields_wanted"]
        if not isinstance(field, forms.MultipleChoiceField):
            raise TypeError(field)
        return field

    def _ask_identity(self, missing: Collection[str]) -> None:
        if IDENTITY not in missing:
            return
        self.fields["identity"] = forms.ChoiceField(
            label=_("Was the identity verified?"), widget=forms.RadioSelect,
            choices=(("yes", _("yes")), ("no", _("no"))),
        )  # fmt: skip
        self.fields["identity_how"] = forms.CharField(
            label=_("How it was verified"), max_length=200, required=False,
            help_text=_("For example: called back under the number on file."),
        )  # fmt: skip

    def _ask_missing(self, missing: Collection[str], vocabulary: Vocabulary) -> None:
        self.asked = [name for name in missing if name not in _BY_ITSELF]
        terms = {name: vocabulary.term(ASKED, name) for name in self.asked}
        for name, term in terms.items():
            if term is not None:
                self.fields[f"detail-{name}"] = field_for(term)

    def _ask_second(self, member: Member, *, needs_second: bool) -> None:
        if not needs_second:
            return
        others = Member.objects.filter(is_active=True, is_system=False).exclude(pk=member.pk)
        self.fields["second"] = MemberChoice(
            label=_("Second person"), queryset=others.order_by("name", "pk"), required=False,
            empty_label=_("any colleague who works on matters"),
            help_text=_("They agree on their own screen; nothing is shown before."),
        )  # fmt: skip

    def given(self) -> dict[str, Detail]:
        """Return the answers as details of the fact; what was left empty stays unknown."""
        data = self.cleaned_data
        found = {name: data.get(f"detail-{name}") for name in self.asked}
        if "identity" in data:
            found[IDENTITY] = data["identity"]
        plain = {name: _ANSWERS.get(str(value), value) for name, value in found.items()}
        return {
            name: value if isinstance(value, bool) else str(value)
            for name, value in plain.items()
            if value not in ("", None)
        }


class WhyForm(forms.Form):
    """Why somebody refuses to be the second person."""

    why = forms.CharField(label=_("Why you refuse"), max_length=300, required=False)


class ClassesForm(forms.Form):
    """Which words of the regulations stand for one kind of record, by level and by field."""

    def __init__(
        self, *args: Any, record: Record, words: Mapping[str, str], masks: Collection[str],
        tied: Mapping[tuple[str, str, str], list[str]], **options: Any,
    ) -> None:  # fmt: skip
        """Offer the words in force, and those tied already though no longer in force."""
        super().__init__(*args, **options)
        self.prefix = record.key
        levels: list[tuple[str, Any]] = [("", _("always"))]
        if record.has_levels:
            levels = list(Level.choices)
        for level, label in levels:
            self._offer((record.key, level, ""), label, words, tied)
        for name, title in record.fields.items() if masks else ():
            self._offer((record.key, "", name), title, dict.fromkeys(masks, ""), tied)

    def _offer(
        self, place: tuple[str, str, str], label: Any, words: Mapping[str, str],
        tied: Mapping[tuple[str, str, str], list[str]],
    ) -> None:  # fmt: skip
        now = tied.get(place, [])
        offered = sorted({*words, *now})
        self.fields[f"{place[1]}|{place[2]}"] = forms.MultipleChoiceField(
            label=label, required=False, initial=now,
            choices=[(word, words.get(word) or word) for word in offered],
            widget=forms.SelectMultiple(attrs={"size": 4}),
        )  # fmt: skip

    @property
    def has_words(self) -> bool:
        """Whether any word can be chosen."""
        fields = self.fields.values()
        return any(isinstance(f, forms.ChoiceField) and f.choices for f in fields)

    def chosen(self) -> dict[tuple[str, str], list[str]]:
        """Return the words chosen, by level and field."""
        return {
            (name.partition("|")[0], name.partition("|")[2]): words
            for name, words in self.cleaned_data.items()
        }
