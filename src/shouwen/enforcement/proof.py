"""What a duty wants counted as proof: so many photographs, so many signatures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shouwen.enforcement import words
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.policy.facts import Detail
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import DUTY_DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One kind of proof: the detail that counts it, its name, and how many there must be."""

    name: str
    label: str
    wanted: int


def counted_for(rule: Rule | None) -> tuple[Counted, ...]:
    """Return what whoever reports a duty as done has to count."""
    if not isinstance(rule, Clocked):
        return ()
    labels = rule.words.facts
    return tuple(
        Counted(
            name=name, label=words.of_language(labels.detail_labels(DUTY_DONE, name)), wanted=wanted
        )
        for name, wanted in rule.counted_evidence().items()
    )


def given(wanted: Iterable[Counted], posted: Mapping[str, str]) -> dict[str, Detail]:
    """Return how many of each were reported; what is no whole number is left out."""
    typed = {one.name: posted.get(one.name, "").strip() for one in wanted}
    return {name: int(text) for name, text in typed.items() if text.isascii() and text.isdigit()}


def lacking(wanted: Iterable[Counted], reported: Mapping[str, Detail]) -> list[Counted]:
    """Return what there is too little of."""
    return [one for one in wanted if int(reported.get(one.name) or 0) < one.wanted]


def done_key(obligation: ObligationRow) -> str:
    """Return the key under which a duty is done once; sent back, it is done once more."""
    times = sum(row.what == "reopened" for row in owed.transitions_of(obligation.pk))
    return f"done:{obligation.pk}" + (f":{times}" if times else "")
