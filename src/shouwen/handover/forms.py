"""What the two sides of a handover fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement.forms import as_detail, field_for
from shouwen.handover.closing import Closing
from shouwen.handover.items import LIVE, Line
from shouwen.handover.models import Item
from shouwen.people.models import Member
from shouwen.policy.facts import Detail
from shouwen.policy.vocabulary import Term

BLANK_LINES = 2
_LONGEST = 500


class BeginForm(forms.Form):
    """Asks to whom one hands over, and under which rules."""

    incoming = forms.ChoiceField(label=_("Who takes over"))
    kind = forms.ChoiceField(label=_("What sort of handover"))

    def __init__(
        self,
        *args: object,
        members: Sequence[Member],
        closings: Sequence[Closing],
        **kwargs: object,
    ) -> None:
        """Offer these members and these kinds."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        who = self.fields["incoming"]
        who.choices = [("", "—"), *((m.username, m.name) for m in members)]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(c.key, c.label) for c in closings]  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """Asks for the details that the rules in force want from one side."""

    def __init__(self, *args: object, terms: Sequence[Term], **kwargs: object) -> None:
        """Add a field for each detail."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.terms = tuple(terms)
        for term in self.terms:
            self.fields[f"detail-{term.name}"] = field_for(term)

    def details(self) -> dict[str, Detail]:
        """Return what was filled in, as plain JSON; empty fields are left out."""
        found = {t.name: as_detail(self.cleaned_data[f"detail-{t.name}"]) for t in self.terms}
        return {name: value for name, value in found.items() if value not in ("", None)}


def initial_of(details: Mapping[str, Detail]) -> dict[str, object]:
    """Return details the way their fields show them."""
    shown = {True: "yes", False: "no"}
    return {
        f"detail-{name}": shown[value] if isinstance(value, bool) else value
        for name, value in details.items()
    }


def lines_from(posted: Mapping[str, str], held: Sequence[Line]) -> list[Line]:
    """Return the outgoing's lines: what they hold with their notes, then what they added."""
    live = [_noted(line, posted) for line in held if line.sort in LIVE]
    return [*live, *_counted(posted), *_said(posted)]


def _noted(line: Line, posted: Mapping[str, str]) -> Line:
    return replace(
        line,
        note=posted.get(f"note|{line.field}", "").strip()[:_LONGEST],
        goes=f"keep|{line.field}" not in posted,
        important=line.must or f"important|{line.field}" in posted,
    )


def _counted(posted: Mapping[str, str]) -> list[Line]:
    found: list[Line] = []
    for n in _numbers(posted, "counted-text-"):
        text = posted[f"counted-text-{n}"].strip()
        if text:
            line = Line(
                sort=Item.Sort.COUNTED,
                ref=str(len(found) + 1),
                text=text[:_LONGEST],
                counted=_number(posted.get(f"counted-number-{n}", "")),
                unit=posted.get(f"counted-unit-{n}", "").strip()[:20],
                note=posted.get(f"counted-note-{n}", "").strip()[:_LONGEST],
            )
            found.append(line)
    return found


def _said(posted: Mapping[str, str]) -> list[Line]:
    found: list[Line] = []
    for n in _numbers(posted, "said-text-"):
        text = posted[f"said-text-{n}"].strip()
        if text:
            important = f"said-important-{n}" in posted
            ref = str(len(found) + 1)
            found.append(
                Line(sort=Item.Sort.SAID, ref=ref, text=text[:_LONGEST], important=important)
            )
    return found


def _numbers(posted: Mapping[str, str], prefix: str) -> list[int]:
    ends = (name.removeprefix(prefix) for name in posted if name.startswith(prefix))
    return sorted(int(end) for end in ends if end.isdecimal())


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    fits = found.is_finite() and abs(found) < Decimal(10) ** 11
    return found.quantize(Decimal("0.0001")) if fits else None


def answers_from(posted: Mapping[str, str], lines: Sequence[Line]) -> dict[tuple[str, str], Line]:
    """Return what the incoming says to each line; a line without an answer keeps none."""
    return {line.key: _answered(line, posted) for line in lines}


def _answered(line: Line, posted: Mapping[str, str]) -> Line:
    said = posted.get(f"answer|{line.field}", "")
    return replace(
        line,
        answer=said if said in Item.Answer.values else "",
        remark=posted.get(f"remark|{line.field}", "").strip()[:_LONGEST],
        recounted=_number(posted.get(f"recounted|{line.field}", "")),
    )
