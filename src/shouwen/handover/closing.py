"""What the rules in force make of a handover: its kinds of facts, what they ask, what blocks it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shouwen.enforcement import foreseen
from shouwen.enforcement.words import of_language, refusal_text
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.conditions import Within
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.permitting import Permitting
from shouwen.policy.rulings import Ruling, Unknown
from shouwen.policy.vocabulary import DetailType, FactKind, Term
from shouwen.regulations.queries import InForce

# The product's own kind of fact; its details are what handovers share.
SHIFT = "shift_handed_over"
GIVERS = ("outgoing", "person")
TAKERS = ("incoming", "incoming_person")
OUT_SIGNED, IN_SIGNED, RECORDED, ARRIVED, OPEN_ITEMS = (
    "outgoing_signed", "incoming_signed", "recorded", "arrived", "open_items",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One kind of fact by which a handover is closed, with the rules that judge it."""

    kind: FactKind
    giver: str
    taker: str
    rules: tuple[Rule, ...]

    @property
    def key(self) -> str:
        """The fact's kind."""
        return self.kind.kind

    @property
    def label(self) -> str:
        """What it is called in the language of the page."""
        return of_language((self.kind.label, self.kind.label_en))

    def counts_open(self) -> frozenset[str]:
        """Return the details that say how many important items are open.

        Where a rule lets at most so many be open, that is the detail it looks at.
        """
        demands = (rule.only_if.tests for rule in self.rules if isinstance(rule, Permitting))
        bounded = {name for tests in demands for name, test in tests.items() if _is_limit(test)}
        return frozenset({OPEN_ITEMS, *bounded}) & set(self.kind.details)

    def asked_of_giver(self) -> tuple[Term, ...]:
        """Return what the outgoing fills in."""
        return tuple(t for t in self._asked() if not _is_the_takers(t))

    def asked_of_taker(self, given: Mapping[str, Detail]) -> tuple[Term, ...]:
        """Return what the incoming confirms or fills in, with what the outgoing left empty."""
        return tuple(t for t in self._asked() if _is_the_takers(t) or given.get(t.name) is None)

    def _asked(self) -> Iterator[Term]:
        own = {self.giver, self.taker, OUT_SIGNED, IN_SIGNED, RECORDED, ARRIVED}
        own |= self.counts_open()
        for term in self.kind.details.values():
            if term.name not in own:
                yield term

    def fact(
        self,
        details: Mapping[str, Detail],
        *,
        giver: str,
        taker: str,
        open_items: int,
        at: datetime,
        actor: str,
    ) -> Fact:
        """Return the fact that closes a handover which both have signed."""
        own: dict[str, Detail] = {
            self.giver: giver,
            self.taker: taker,
            OUT_SIGNED: True,
            IN_SIGNED: True,
            RECORDED: True,
            # Whoever signs on the page has come.
            ARRIVED: True,
            **dict.fromkeys(self.counts_open(), str(open_items)),
        }
        known = {name: value for name, value in own.items() if name in self.kind.details}
        return Fact(
            kind=self.key,
            about=f"member:{giver}",
            happened_at=at,
            details={**details, **known},
            actor=actor,
        )


def _is_limit(test: object) -> bool:
    upper = {"at_most", "less_than"}
    return isinstance(test, Within) and {name for name, _bound in test.bounds} <= upper


def _is_the_takers(term: Term) -> bool:
    """Tell whether it is for the incoming to say: a yes or no, or their own count."""
    return term.type is DetailType.YES_NO or "incoming" in term.name


def closings(in_force: InForce, day: date) -> list[Closing]:
    """List the kinds of facts that close a handover, those of a regulation's own in front."""
    heard: dict[str, list[Rule]] = {}
    for rule in in_force.rulebook.rules:
        if isinstance(rule, Form | Permitting) and rule.is_in_force(day):
            for kind in rule.fact_kinds():
                heard.setdefault(kind, []).append(rule)
    found = [_closing(in_force.vocabulary.kinds[SHIFT], heard.get(SHIFT, ()))]
    for kind, rules in heard.items():
        known = rules[0].words.facts.kinds.get(kind)
        if kind != SHIFT and known is not None and _is_a_handover(known):
            found.append(_closing(known, rules))
    return sorted(found, key=lambda one: (one.key == SHIFT, not one.rules))


def _is_a_handover(kind: FactKind) -> bool:
    return bool(_named(kind, TAKERS)) and bool(_named(kind, GIVERS))


def _named(kind: FactKind, names: Collection[str]) -> str:
    terms = (kind.details.get(name) for name in names)
    return next((t.name for t in terms if t is not None and t.type is DetailType.MEMBER), "")


def _closing(kind: FactKind, rules: Collection[Rule]) -> Closing:
    return Closing(
        kind=kind, giver=_named(kind, GIVERS), taker=_named(kind, TAKERS), rules=tuple(rules)
    )


def closing_named(in_force: InForce, day: date, key: str) -> Closing:
    """Return one of them; the product's own where the regulation that had it has ended."""
    found = closings(in_force, day)
    return next((one for one in found if one.key == key), found[-1])


# ── what the rules say ───────────────────────────────────────────────────────────────────────


def refusal_of(closing: Closing, fact: Fact, *, now: datetime) -> str:
    """Return the sentence, with its clause, by which a rule would refuse the fact, or nothing.

    What the incoming has still to confirm is taken as confirmed.
    """
    yes = {t.name: True for t in closing.kind.details.values() if t.type is DetailType.YES_NO}
    whole = Fact(
        kind=fact.kind,
        about=fact.about,
        happened_at=fact.happened_at,
        details={**yes, **fact.details},
        actor=fact.actor,
    )
    refused = foreseen.refusing(foreseen.rulings_on(whole, now=now))
    return refusal_text(refused) if refused else ""


def missing_in(closing: Closing, rulings: Collection[Ruling]) -> tuple[str, ...]:
    """Name what a form or a rule about the handover still asks for before it can be closed."""
    own = {rule.key for rule in closing.rules}
    asked = (
        name
        for r in rulings
        if isinstance(r, Unknown) and (r.cites.regulation, r.rule) in own
        for name in r.missing
        if name in closing.kind.details
    )
    labels = (closing.kind.details[name] for name in dict.fromkeys(asked))
    return tuple(of_language((term.label, term.label_en)) for term in labels)
