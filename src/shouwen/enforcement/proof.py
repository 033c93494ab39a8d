"""What a duty wants counted as proof: so many photographs, so many signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwen.enforcement import words
from shouwen.enforcement.clocks import rule_of
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.duty import DUTY_DONE, Duty


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


def refuse_own_review(obligation: ObligationRow, by: Member) -> None:
    """Raise RefusedError for whoever would review what they did themselves.

    Holding the reviewer's post as well is not enough; a rule that names the doer in person is.
    """
    rule = rule_of(obligation)
    if not isinstance(rule, Duty) or not rule.follows:
        return
    did_it = obligation.fact.details.get("done_by") == by.username
    if did_it and obligation.owed_by != f"member:{by.username}":
        raise RefusedError(_("You did this yourself; somebody else has to review it."))


# Where a duty is done that a bare word does not do, such as a report; empty where that is nowhere.
Place = Callable[[Rule, int], str]
_PLACES: list[Place] = []


def register_place(place: Place) -> None:
    """Let a room say on which of its pages a duty is done, given its rule and its number."""
    if place not in _PLACES:
        _PLACES.append(place)


def place_of(rule: Rule | None, obligation: int) -> str:
    """Return the address at which a duty is done; empty where a click or a word does it."""
    if not isinstance(rule, Clocked) or DUTY_DONE not in {c.fact for c in rule.met_conditions()}:
        return ""
    return next((found for place in _PLACES if (found := place(rule, obligation))), "")


# ── reporting ────────────────────────────────────────────────────────────────────────────────


class DoneElsewhereError(RefusedError):
    """A bare word does not do this duty; ``place`` is the page that does."""

    def __init__(self, place: str) -> None:
        """Keep the page's address."""
        super().__init__(_("This is done by writing its paper; begin it here."))
        self.place = place


class TooLittleError(RefusedError):
    """Less was counted than the rule asks for; ``lacking`` names each."""

    def __init__(self, lacking: list[Counted]) -> None:
        """Say what there is too little of."""
        self.lacking = lacking
        self.sentences = [
            _("%(what)s: at least %(wanted)s are needed.")
            % {"what": one.label, "wanted": one.wanted}
            for one in lacking
        ]
        super().__init__(" ".join(self.sentences))


def reported(
    obligation: ObligationRow, posted: Mapping[str, str], *, by: Member
) -> dict[str, Detail]:
    """Return what was counted where a word may report this duty as done, whoever asks.

    Raise DoneElsewhereError, TooLittleError, or RefusedError for a review of one's own work.
    """
    rule = rule_of(obligation)
    if place := place_of(rule, obligation.pk):
        raise DoneElsewhereError(place)
    wanted = counted_for(rule)
    counted = given(wanted, posted)
    if missing := lacking(wanted, counted):
        raise TooLittleError(missing)
    refuse_own_review(obligation, by)
    return counted


def done_key(obligation: ObligationRow) -> str:
    """Return the key under which a duty is done once; sent back, it is done once more."""
    times = sum(row.what == "reopened" for row in owed.transitions_of(obligation.pk))
    return f"done:{obligation.pk}" + (f":{times}" if times else "")
