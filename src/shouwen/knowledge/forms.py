"""What a quality check asks: who, when, and how each line stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from shouwen.knowledge import queries
from shouwen.knowledge.actions import Heard, Verdict, Waited
from shouwen.people import queries as people
from shouwen.policy.kinds.conduct import Conduct

PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "none"
LONGEST_NOTE, LONGEST_TEXT = 500, 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One line as the page draws it: its text, how it stands, and a note."""

    text: str
    verdict: BoundField
    note: BoundField


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One rule as the page draws it."""

    cited: queries.Cited
    script: queries.Script
    lines: tuple[Asked, ...]
    text: BoundField | None
    waits: tuple[tuple[queries.Turn, BoundField], ...]


class CheckForm(forms.Form):
    """Asks how each line of some checklists stands; a line not judged leaves nothing behind."""

    person = forms.ChoiceField(label=_("Who is checked"))
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, rules: Sequence[Conduct], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules = rules
        members = [(m.username, m.name) for m in people.active_members()]
        person: Any = self.fields["person"]
        person.choices = [("", _("Choose")), *members]
        for number, rule in enumerate(rules):
            self._ask(number, rule)

    def _ask(self, number: int, rule: Conduct) -> None:
        for item in rule.items:
            self.fields[f"v-{number}-{item.item}"] = _verdict()
            self.fields[f"n-{number}-{item.item}"] = _note()
        if rule.must_say or rule.must_not_say:
            self.fields[f"t-{number}"] = forms.CharField(
                label=_("What was said"),
                required=False,
                max_length=LONGEST_TEXT,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for place, _turn in enumerate(rule.sequence):
            self.fields[f"w-{number}-{place}"] = forms.DecimalField(
                label=_("Waited, in seconds"), required=False, min_value=0, max_digits=8
            )

    def asked(self) -> Iterator[AskedOf]:
        """Yield each rule with its fields, for the page."""
        for number, rule in enumerate(self.rules):
            script = queries.script(rule)
            yield AskedOf(
                cited=script.cited,
                script=script,
                lines=tuple(
                    Asked(line.text, self[f"v-{number}-{line.key}"], self[f"n-{number}-{line.key}"])
                    for line in queries.checklist(rule).lines
                ),
                text=self[f"t-{number}"] if f"t-{number}" in self.fields else None,
                waits=tuple(
                    (turn, self[f"w-{number}-{place}"]) for place, turn in enumerate(script.turns)
                ),
            )

    def clean(self) -> dict[str, Any]:
        """Ask for at least one line that was judged."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any((*self.verdicts(), *self.heard(), *self.waited())):
            self.add_error(None, _("Judge at least one line: passed or failed."))
        return given

    def verdicts(self) -> list[Verdict]:
        """Return the lines that passed or failed."""
        given = self.cleaned_data
        return [
            Verdict(
                rule=rule,
                item=item.item,
                passed=given[f"v-{number}-{item.item}"] == PASSED,
                note=given.get(f"n-{number}-{item.item}", "").strip(),
            )
            for number, rule in enumerate(self.rules)
            for item in rule.items
            if given.get(f"v-{number}-{item.item}") in (PASSED, FAILED)
        ]

    def heard(self) -> list[Heard]:
        """Return what was said, where somebody wrote it down."""
        texts = ((rule, self.cleaned_data.get(f"t-{n}", "")) for n, rule in enumerate(self.rules))
        return [Heard(rule=rule, text=text.strip()) for rule, text in texts if text.strip()]

    def waited(self) -> list[Waited]:
        """Return the waits that were timed; one left empty did not take place."""
        found = []
        for number, rule in enumerate(self.rules):
            names = [f"w-{number}-{place}" for place, _turn in enumerate(rule.sequence)]
            waits = [self.cleaned_data.get(name) for name in names]
            if any(each is not None for each in waits):
                found.append(Waited(rule=rule, seconds=tuple(str(each or 0) for each in waits)))
        return found


def _verdict() -> forms.ChoiceField:
    choices = [
        (PASSED, _("Passed")),
        (FAILED, _("Failed")),
        (NOT_APPLICABLE, _("Not applicable")),
    ]
    return forms.ChoiceField(
        label=_("How it stands"), choices=choices, initial=NOT_APPLICABLE, widget=forms.RadioSelect
    )


def _note() -> forms.CharField:
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def names_of(rules: Iterable[Conduct]) -> list[str]:
    """Return what an address calls these rules."""
    return [queries.cited(rule).key for rule in rules]
