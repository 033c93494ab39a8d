"""Our own regulations with their rules labelled by hand, and how proposals are scored against them.

A `.rules.yaml` file beside each text holds one rule a line: kind, quote, the figures that count,
and "optional" where the text is too vague to demand it. The clause is the one that holds the quote.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import yaml

from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.proposing import propose
from shouwen.policy.reading.source import source_of
from shouwen.policy.reading.trees import trees_of
from tests.policy.reading.labelled_trees import TEXTS, text_named

TUNED = (
    "hospital-hotline", "express-delivery", "telecom-hall", "citizen-hotline", "airline-ground",
    "bus-company", "broadband-field", "appliance-repair", "livestream-shop", "campus-notice",
    "car-dealer",
)  # fmt: skip
KEPT_BACK = (
    "insurance-claims", "school-canteen", "water-utility", "gym-membership",
    "elevator-maintenance", "library-service", "logistics-hotline", "property-parking",
)  # fmt: skip
MENDED_SINCE = (
    "securities-branch", "baggage-desk", "parcel-station", "county-hotline", "charging-network",
    "training-school", "card-outsourcing", "cold-chain", "rental-flats", "exhibition-centre",
    "hospital-desk", "tap-water-hotline", "card-centre-shorthand", "freight-claims",
    "metro-station", "telecom-outsourcer", "boarding-school", "chain-gym", "parcel-claims",
    "housing-repair", "bank-branch-desk", "ferry-terminal", "insurance-outbound",
    "community-clinic", "gas-service", "scenic-area", "saas-support", "housekeeping-agency",
    "toll-road-desk", "pharmacy-chain", "scooter-rental", "dental-clinic", "property-winter",
    "museum-service", "aftersales-warehouse", "citizen-line-scores", "hotel-front-desk",
    "insurance-hotline-points", "phone-shop", "property-noisy", "agent-attendance",
    "express-claims", "taxi-points", "telecom-kpi", "training-refunds",
)  # fmt: skip
READ_LATER = ("appointment-desk", "heating-company")
FIGURES = frozenset({"pay", "score", "deadline"})
_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_KEYS = {
    "score": ("points", "count", "percent", "multiple"),
    "pay": ("amount", "min", "max", "percent", "multiple"),
    "access": ("action",),
    "conduct": ("modality",),
    "target": ("op", "value"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One labelled rule; `start` is where its quote stands."""

    kind: str
    quote: str
    params: dict[str, Any]
    optional: bool
    start: int
    clause: str


@dataclass(frozen=True, slots=True)
class Score:
    """How many rules were found rightly, wrongly, and not at all."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Return the share of the proposals that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Return the share of the labels that was found."""
        return self.right / max(self.right + self.missed, 1)

    def __add__(self, other: Score) -> Score:
        """Return both together."""
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


def trees_named(name: str) -> tuple[Tree, ...]:
    """Return the trees of one of our texts."""
    return trees_of(source_of(text_named(name)))


def rules_named(name: str, trees: tuple[Tree, ...]) -> list[Rule]:
    """Return the labelled rules of a text, each with the clause in which its quote stands."""
    text, at, found = text_named(name), 0, []
    for line in yaml.safe_load((TEXTS / f"{name}.rules.yaml").read_text(encoding="utf-8")):
        start = text.find(line[1], at)
        start = text.index(line[1]) if start < 0 else start
        at = max(start, at)
        found.append(Rule(line[0], line[1], line[2], len(line) > 3, start, _clause(trees, start)))
    return found


def scored(name: str, kinds: frozenset[str] | None = None) -> Score:
    """Compare what is proposed for a text with its labels; optional labels are never missed."""
    right, wrong, missed = compared(name)
    chosen = [
        [each for each in some if kinds is None or each.kind in kinds] for some in (right, missed)
    ]
    bad = [each for each in wrong if kinds is None or each.kind in kinds]
    return Score(len(chosen[0]), len(bad), len(chosen[1]))


def compared(name: str) -> tuple[list[Rule], list[Proposal], list[Rule]]:
    """Return the labels found, the proposals that are wrong, the labels missed."""
    trees = trees_named(name)
    rules = rules_named(name, trees)
    left = [each for tree in trees for each in propose(tree) if not each.optional]
    right = [rule for rule in rules if not rule.optional and _take(rule, left)]
    spare = {(rule.kind, rule.clause) for rule in rules if rule.optional}
    wrong = [each for each in left if (each.kind, each.clause) not in spare]
    missed = [rule for rule in rules if not rule.optional and rule not in right]
    return right, wrong, missed


def _take(rule: Rule, left: list[Proposal]) -> bool:
    for each in left:
        if (each.kind, each.clause) == (rule.kind, rule.clause) and same(rule, each.params):
            left.remove(each)
            return True
    return False


def same(rule: Rule, params: Any) -> bool:
    """Say whether a proposal's figures are the labelled ones, as far as they count."""
    if rule.kind in {"deadline", "roster"}:
        return _same_time(rule, params)
    if rule.kind == "approval":
        return _same_approval(rule.params, params)
    if rule.kind == "duty":
        return _same_duty(rule.params, params)
    if rule.kind == "form":
        return _same_form(rule.params, params)
    return all(_same(rule.params.get(key), params.get(key)) for key in _KEYS.get(rule.kind, ()))


def _same_time(rule: Rule, params: Any) -> bool:
    if rule.params.get("time") != params.get("time") and rule.params.get("time"):
        return False
    way = rule.kind == "roster" or rule.params.get("dir") == params.get("dir")
    return way and _length(rule.params) in {None, _length(params)}


def _same_approval(label: dict[str, Any], params: Any) -> bool:
    names = label.get("by", [])
    named = not names or any(each in params["by"] or params["by"] in each for each in names)
    return named and all(_same(label.get(key), params.get(key)) for key in ("over", "upto"))


def _same_duty(label: dict[str, Any], params: Any) -> bool:
    told = {"interval": 1, "times": 1} | label
    got = {"interval": 1, "times": 1} | dict(params)
    keys = ("every", "interval", "times", "by_day", "by_time", "by_month")
    return all(_same(told.get(key), got.get(key)) for key in keys)


def _same_form(label: dict[str, Any], params: Any) -> bool:
    if "retention" in label:
        return _same(label["retention"], params.get("retention"))
    return bool(label["name"] in params["name"] or params["name"] in label["name"])


def _same(label: object, got: object) -> bool:
    if label is None:
        return True
    if isinstance(label, str):
        return label == got
    return got is not None and Decimal(str(label)) == Decimal(str(got))


def _length(params: Any) -> tuple[str, Decimal] | None:
    if params.get("amount") is None:
        return None
    amount, unit = Decimal(str(params["amount"])), str(params["unit"])
    if unit in _SECONDS:
        return "second", amount * _SECONDS[unit]
    longer = {"week": ("day", amount * 7), "year": ("month", amount * 12)}
    return longer.get(unit, (unit, amount))


def _clause(trees: Iterable[Tree], at: int) -> str:
    for tree in trees:
        for node in tree.nodes:
            if any(span.start <= at < span.end for span in node.own):
                return node.id
    return ""
