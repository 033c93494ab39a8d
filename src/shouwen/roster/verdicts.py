"""What the rules in force would say to something about a shift, at once, with their clauses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.enforcement import foreseen, lines, words
from shouwen.policy.clauses import Clause
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.rulings import Permission, Ruling, Unknown
from shouwen.policy.sentences import say_as_clause
from shouwen.regulations import queries as regulations

_COUNTED = frozenset({
    "quota_left", "hours_within", "allowance_granted", "allowance_carried", "allowance_taken",
    "allowance_enough", "asked_in_time",
})  # fmt: skip
FINE, HELD, OPEN, REFUSED, SILENT = "fine", "held", "open", "refused", "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one rule says: ``state`` is fine, held, open (something is missing) or refused.

    ``counted`` are the figures it was reckoned from: how many there were, how many are left.
    """

    state: str
    text: str
    number: str
    title: str
    href: str = ""
    counted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What all the rules say together; ``silent`` where no rule in force speaks of it."""

    state: str
    said: tuple[Said, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing refuses it."""
        return self.state != REFUSED

    @property
    def why(self) -> str:
        """The sentences that refuse it, each with its clause."""
        return " ".join(
            f"《{one.title}》{one.number} {one.text}" for one in self.said if one.state == REFUSED
        )


def fact_of(
    kind: str, person: str, details: dict[str, Detail], *, at: datetime, actor: str
) -> Fact:
    """Return a fact about a member, without what is not known."""
    known = {name: value for name, value in details.items() if value not in (None, "")}
    return Fact(
        kind=kind,
        about=f"member:{person}",
        happened_at=at,
        details={"person": person, **known},
        actor=actor,
    )


def verdict_on(fact: Fact, *, now: datetime) -> Verdict:
    """Judge what somebody is about to ask for; nothing is written."""
    rulings = foreseen.rulings_on(fact, now=now)
    said = tuple(_of(ruling, fact) for ruling in rulings if _speaks(ruling))
    for state in (REFUSED, OPEN, HELD, FINE):
        if any(one.state == state for one in said):
            return Verdict(state=state, said=said)
    return Verdict(state=SILENT)


def _speaks(ruling: Ruling) -> bool:
    return isinstance(ruling, Permission | Unknown)


def _of(ruling: Ruling, fact: Fact) -> Said:
    if isinstance(ruling, Unknown):
        return _said(ruling, OPEN, _missing(ruling, fact))
    if isinstance(ruling, Permission) and ruling.state == "held":
        return _said(ruling, HELD, _signers(ruling))
    refused = isinstance(ruling, Permission) and ruling.state == "refused"
    return _said(ruling, REFUSED if refused else FINE, words.last_word(ruling))


def _said(ruling: Ruling, state: str, text: str) -> Said:
    cites = ruling.cites
    counted = words.with_names([step for step in ruling.steps[:-1] if step.code in _COUNTED])
    return Said(
        state=state, text=text, number=cites.number, title=cites.title, href=clause_href(cites),
        counted=tuple(say_as_clause(step, words.page_language()) for step in counted),
    )  # fmt: skip


def clause_href(clause: Clause) -> str:
    """Return where a clause is read in its regulation."""
    page = reverse("regulations:current", args=[clause.regulation])
    return f"{page}#{clause.address}"


def _missing(ruling: Unknown, fact: Fact) -> str:
    vocabulary = regulations.in_force_on(timezone.localdate(fact.happened_at)).vocabulary
    names = [words.of_language(vocabulary.detail_labels(fact.kind, n)) for n in ruling.missing]
    return _("Not decided yet; this is not recorded: %(what)s") % {"what": _(", ").join(names)}


def _signers(ruling: Permission) -> str:
    return _("It takes effect once signed by: %(who)s") % {"who": " → ".join(_tiers(ruling))}


def _tiers(ruling: Permission) -> Iterator[str]:
    for tier in ruling.tiers:
        yield _(" or ").join(lines.party_name(party) for party in tier.any_of)
