"""Which rules in force are about meetings, notices, plans or reports, told by what they call them.

A rule belongs to a sort by the names of the facts it listens to or is met by, or by its own title
and duty: regulations name their facts themselves, so there is no list of keys to go by. A rule
that declares its ``paper`` is taken at its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from shouwen.enforcement.words import of_language
from shouwen.policy.facts import Detail
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.duty import DUTY_DONE, OBLIGATION_MET, PERIOD_BEGAN
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.moves import Moves
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.vocabulary import BASE, FactKind

MEETING, NOTICE, PLAN, REPORT = "meeting", "notice", "plan", "report"
NEITHER = "none"
_WORDS = (
    (
        MEETING,
        (
            r"会议|例会|早会|晨会|晚会|周会|月会|月度会|年会|班会|座谈会|部门会|纪要"
            r"|\b[Mm]eeting|\b[Mm]inutes of"
        ),
    ),
    (
        NOTICE,
        (
            r"公告|公布|通告|公示|通知单|发出?通知|阅知|阅读.*通知"
            r"|\bAnnounce|\b[Nn]otice (?:slip|issued)"
        ),
    ),
    (REPORT, r"日报|周报|月报|季报|年报|总结|报告|报表|汇报|\b[Rr]eport|\b[Ss]ummar"),
    (
        PLAN,
        (
            r"(?:制[定订]|编|交|发|送|周|月|年|季)[^，。；]{0,8}计划|计划[表单]|规划"
            r"|\b[Pp]lan (?:made|filed|of|for)"
        ),
    ),
)
_SORTS = tuple((sort, re.compile(words)) for sort, words in _WORDS)
_GENERAL = frozenset({DUTY_DONE, OBLIGATION_MET, PERIOD_BEGAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongs:
    """A rule a paper may belong to, the fact that is recorded for it, and what that must say."""

    rule: Rule
    kind: FactKind
    fixed: Mapping[str, Detail] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in a form: ``regulation|rule|kind``."""
        return f"{self.rule.clause.regulation}|{self.rule.id}|{self.kind.kind}"

    @property
    def title(self) -> str:
        """The rule's name in the language of the page."""
        return of_language((self.rule.title, self.rule.title_en)) or self.rule.title

    @property
    def book(self) -> str:
        """The title of its regulation."""
        return self.rule.clause.title

    @property
    def is_bare(self) -> bool:
        """Whether the duty is simply reported as done, with a word about it."""
        return self.kind.kind == DUTY_DONE

    @property
    def every(self) -> str:
        """In which rhythm it recurs, empty for what follows a fact."""
        return getattr(self.rule, "every", None) or ""


@lru_cache(maxsize=4096)
def sort_of(text: str) -> str:
    """Return which sort of paper a text speaks of, empty for none."""
    return next((sort for sort, words in _SORTS if words.search(text)), "")


def sort_of_kind(kind: FactKind) -> str:
    """Return which sort of paper a kind of fact is about."""
    return "" if kind.kind in _GENERAL else sort_of(kind.label) or sort_of(kind.label_en)


def sort_of_rule(rule: Rule) -> str:
    """Return which sort of paper a rule asks for: as declared, by its facts, by its own words."""
    if not isinstance(rule, Clocked | Form):
        return ""
    if rule.paper:
        return "" if rule.paper == NEITHER else rule.paper
    for kind in _kinds_of(rule):
        found = sort_of_kind(kind)
        if found:
            return found
    return sort_of(f"{rule.title} {getattr(rule, 'duty', '')}")


def _kinds_of(rule: Rule) -> Iterator[FactKind]:
    known = rule.words.facts.kinds
    return (known[c.fact] for c in _recorded_for(rule) if c.fact in known)


def _recorded_for(rule: Rule) -> Iterable[Condition]:
    return rule.met_conditions() if isinstance(rule, Clocked) else rule.conditions()


def belongings_of(rule: Rule | None) -> tuple[Belongs, ...]:
    """Return the facts that can be recorded for a rule, the plain report of a duty last."""
    if not isinstance(rule, Clocked | Form):
        return ()
    known = rule.words.facts.kinds
    found: dict[str, Belongs] = {}
    for condition in _recorded_for(rule):
        kind = known.get(condition.fact)
        if kind is not None and kind.by_hand:
            found.setdefault(
                kind.kind, Belongs(rule=rule, kind=kind, fixed=_fixed(condition, kind))
            )
    return tuple(sorted(found.values(), key=lambda one: one.is_bare))


def _fixed(condition: Condition, kind: FactKind) -> dict[str, Detail]:
    tests = condition.tests.items()
    same = {n: t.values[0] for n, t in tests if isinstance(t, Same) and len(t.values) == 1}
    return {name: value for name, value in same.items() if name in kind.details}


@lru_cache(maxsize=64)
def belongings(book: Rulebook, sort: str) -> tuple[Belongs, ...]:
    """List what papers of a sort may belong to, duties before forms; the same fact stands once.

    A duty that is met by filling in a form is that form's paper as well, so the form is left out.
    """
    found: dict[tuple[str, str], Belongs] = {}
    rules = sorted(book.rules, key=lambda rule: (isinstance(rule, Form), not _recurs(rule)))
    for rule in rules:
        if sort_of_rule(rule) == sort and not (rule.id.endswith(".review")):
            for one in belongings_of(rule)[:1]:
                found.setdefault((_said(one), rule.clause.regulation), one)
    return tuple(sorted(found.values(), key=lambda one: (one.book, one.rule.id)))


def _recurs(rule: Rule) -> bool:
    return bool(getattr(rule, "every", None))


def _said(one: Belongs) -> str:
    own = f" {one.rule.id}" if one.is_bare else ""
    return f"{one.kind.kind} {sorted(one.fixed.items())}{own}"


def find(book: Rulebook, regulation: str, rule_id: str, kind: str) -> Belongs | None:
    """Return what a paper belongs to, or None where it is no longer in force."""
    rule = book.find(regulation, rule_id) if regulation else None
    return next((one for one in belongings_of(rule) if one.kind.kind == kind), None)


@lru_cache(maxsize=64)
def further_kinds(book: Rulebook, regulation: str, but: str) -> tuple[FactKind, ...]:
    """List the other facts about meetings that rules of a regulation listen to."""
    found: dict[str, FactKind] = {}
    for rule in book.rules:
        if rule.clause.regulation != regulation:
            continue
        met = rule.met_conditions() if isinstance(rule, Clocked) else ()
        for key in (*rule.fact_kinds(), *(c.fact for c in met)):
            kind = rule.words.facts.kinds.get(key)
            if kind and kind.by_hand and key != but and key not in BASE and _beside(kind, but):
                found.setdefault(key, kind)
    return tuple(found.values())


def _beside(kind: FactKind, but: str) -> bool:
    """Whether a fact is about meetings: by its name, or by the same beginning of its key."""
    return sort_of_kind(kind) == MEETING or kind.kind.split("_")[0] == but.split("_", maxsplit=1)[0]


@lru_cache(maxsize=16)
def moving_kinds(book: Rulebook) -> frozenset[str]:
    """Return the kinds of facts from which points or money follow."""
    moves = (rule.fact_kinds() for rule in book.rules if isinstance(rule, Moves))
    return frozenset(kind for kinds in moves for kind in kinds)
