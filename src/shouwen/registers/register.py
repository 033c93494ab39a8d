"""A register: one form rule in force, the facts that are its entries, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from shouwen.enforcement import queries as recordable
from shouwen.enforcement import sheets
from shouwen.enforcement.words import of_language
from shouwen.policy.facts import Detail, Fact
from shouwen.policy.kinds.conditions import Same, check_any
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.form import FILLED, Form
from shouwen.policy.vocabulary import FactKind, Term
from shouwen.regulations.queries import InForce

Details = Mapping[str, Detail]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A form rule with the kinds of facts that fill it in; ``by_hand`` are those entered here."""

    rule: Form
    kinds: tuple[str, ...]
    by_hand: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The regulation's name in addresses."""
        return self.rule.clause.regulation

    @property
    def title(self) -> str:
        """What the register is called, in the language of the page."""
        return of_language((self.rule.title, self.rule.title_en or self.rule.title)) or self.rule.id

    def holds(self, fact: Fact) -> bool:
        """Tell whether a fact is an entry of this register."""
        if not self.rule.is_about(fact):
            return False
        return check_any(self.rule.filled(), fact, self.rule.words).holds is True

    def term(self, kind: str, name: str) -> Term | None:
        """Return a field as its own regulation words it."""
        return self.rule.words.facts.term(kind, name)

    def label(self, kind: str, name: str) -> str:
        """Name a field in the language of the page."""
        return of_language(self.rule.words.facts.detail_labels(kind, name))

    def fields(self) -> tuple[str, ...]:
        """Return the details of an entry in the order of the form, computed ones included."""
        listed = (*(one.field for one in self.rule.fields_), *self.rule.optional)
        return tuple(dict.fromkeys((*listed, *self.rule.computed, *self.rule.asked())))

    def number_of(self, details: Details) -> str:
        """Return the running number of an entry; empty where the register has none."""
        numbering = self.rule.numbering
        found = details.get(numbering.number) if numbering else details.get("number")
        return "" if found is None else str(found)

    def whole(self, fact: Fact) -> Fact:
        """Return an entry with the fields that follow from others."""
        return self.rule.completed(fact)


def registers_in(in_force: InForce, day: date) -> list[Register]:
    """List the registers of everything in force on a day, in the order of the regulations."""
    entered = {kind.kind for kind in recordable.recordable_kinds(in_force)} | {FILLED}
    return [
        _register(rule, entered)
        for rule in in_force.rulebook.rules
        if isinstance(rule, Form) and rule.is_in_force(day)
    ]


def _register(rule: Form, entered: set[str]) -> Register:
    kinds = facts_of(rule.filled())
    return Register(rule=rule, kinds=kinds, by_hand=tuple(k for k in kinds if k in entered))


def register_of(in_force: InForce, day: date, slug: str, rule_id: str) -> Register | None:
    """Return one register, or None when no such form is in force."""
    found = (r for r in registers_in(in_force, day) if (r.slug, r.rule.id) == (slug, rule_id))
    return next(found, None)


def fixed_details(register: Register, kind: str) -> dict[str, Detail]:
    """Return the details every entry of the register has: whose form it is, and its conditions."""
    found: dict[str, Detail] = {} if register.rule.when else dict(sheets.says_whose(register.rule))
    for condition in register.rule.filled():
        if condition.fact == kind:
            for name, test in condition.tests.items():
                if isinstance(test, Same) and len(test.values) == 1:
                    found[name] = test.values[0]
    return found


def asked_kind(register: Register, kind: str) -> FactKind:
    """Return the kind of fact with just the fields a person fills in, in the form's order."""
    known = register.rule.words.facts.kinds[kind]
    fixed = fixed_details(register, kind)
    numbering = register.rule.numbering
    given = {numbering.number} if numbering and numbering.gap_free else set()
    left_out = {*fixed, *given, *register.rule.computed, "approval"}
    # A kind shared by all forms has the fields of each; this form's own are enough.
    rest = ("person",) if kind == FILLED else tuple(known.details)
    names = dict.fromkeys((*register.rule.asked(), *_tested(register, kind), *rest))
    details = {
        name: _narrowed(register, kind, known.details[name])
        for name in names
        if name in known.details and name not in left_out
    }
    return replace(known, details=details)


def main_names(register: Register, kind: str) -> frozenset[str]:
    """Return the fields that are the form's own; the kind of fact may have further ones."""
    names = (*register.rule.asked(), *_tested(register, kind))
    return frozenset(names) or frozenset(register.fields())


def _tested(register: Register, kind: str) -> tuple[str, ...]:
    return tuple(
        name for each in register.rule.filled() if each.fact == kind for name in each.tests
    )


def _narrowed(register: Register, kind: str, term: Term) -> Term:
    """Leave only the choices with which the fact is an entry of this register."""
    for condition in register.rule.filled():
        test = condition.tests.get(term.name)
        if condition.fact == kind and isinstance(test, Same) and term.choices:
            kept = {key: zh for key, zh in term.choices.items() if key in test.values}
            return replace(term, choices=kept)
    return term
