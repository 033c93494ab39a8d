"""The forms of the regulations in force, each asked for in the words of its own regulation.

Regulations share one kind of fact for all their forms and may give one name to two fields; a form
is therefore filled in with the fields of its own rule, and its fact says whose form it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from shouwen.policy.facts import Detail
from shouwen.policy.kinds.form import CHANGED, FILLED, Form
from shouwen.policy.vocabulary import FactKind, Vocabulary
from shouwen.regulations.queries import InForce

_ALWAYS = ("person",)


def sheets(in_force: InForce) -> Iterator[Form]:
    """Go through the forms that are filled in under a key of their own."""
    for rule in in_force.rulebook.rules:
        if isinstance(rule, Form) and not rule.when:
            yield rule


def name_of(form: Form) -> str:
    """Return how an address names a form: its regulation and its rule."""
    return f"{form.clause.regulation}/{form.id}"


def sheet_named(name: str, in_force: InForce) -> Form | None:
    """Return the form an address names, or None."""
    return next((form for form in sheets(in_force) if name_of(form) == name), None)


def kind_of(form: Form) -> FactKind:
    """Return what a form asks for, under its own title."""
    kind = form.words.facts.kinds[FILLED]
    asked = {*form.asked(), *_ALWAYS}
    details = {name: term for name, term in kind.details.items() if name in asked}
    title = form.title or kind.label
    return replace(kind, label=title, label_en=form.title_en or title, details=details)


def says_whose(form: Form) -> dict[str, Detail]:
    """Return the details by which a filled form is told from every other."""
    return {"form": form.form_key, "regulation": form.clause.regulation}


def vocabulary_of(kind: str, details: Mapping[str, Detail], in_force: InForce) -> Vocabulary:
    """Return the words of the regulation whose form a fact fills in, else those of the house."""
    whose = (details.get("regulation"), details.get("form"))
    if kind not in (FILLED, CHANGED):
        return in_force.vocabulary
    mine = (f for f in sheets(in_force) if (f.clause.regulation, f.form_key) == whose)
    form = next(mine, None)
    return form.words.facts if form else in_force.vocabulary
