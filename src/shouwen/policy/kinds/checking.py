"""Reading a rule block with every fault in it: shape, figures, and every name it refers to."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from pydantic import ValidationError

from shouwen.policy.clauses import Clause
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.faulty_keys import as_written, faults_of_shape
from shouwen.policy.kinds.figures import is_blank
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sound_parts import names_in_sound_parts
from shouwen.policy.kinds.words import Words
from shouwen.policy.vocabulary import BASE, DetailType, Vocabulary


class Finding(NamedTuple):
    """One thing wrong with a rule block; ``severity`` is ``error`` or ``notice``."""

    loc: Loc
    what: str
    mend: str
    severity: str = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a rule block may refer to: the names of its own regulation and of the product.

    ``clauses`` are the addresses and cited numbers of the regulation's clauses.
    """

    posts: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    facts: Vocabulary = BASE
    rule_ids: Collection[str] = ()
    clauses: Collection[str] = ()
    readings: Mapping[str, Sequence[Sequence[str]]] = field(default_factory=dict)
    titles: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The same names, as the steps of an explanation use them."""
        return Words(
            facts=self.facts,
            points=self.points,
            posts=self.posts,
            departments=self.departments,
            parties=self.parties,
            readings=self.readings,
            titles=self.titles,
        )


def check(
    kinds: Mapping[str, type[Rule]],
    definition: Mapping[str, Any],
    clause: Clause,
    context: Context,
) -> tuple[Rule | None, list[Finding]]:
    """Read one rule block; see :func:`shouwen.policy.kinds.check_rule`."""
    rule, findings = _check(kinds, definition, clause, context)
    placed = [found._replace(loc=as_written(found.loc, definition)) for found in findings]
    return rule, list(dict.fromkeys(placed))


def _check(
    kinds: Mapping[str, type[Rule]],
    definition: Mapping[str, Any],
    clause: Clause,
    context: Context,
) -> tuple[Rule | None, list[Finding]]:
    kind = str(definition.get("kind", ""))
    model = kinds.get(kind)
    if model is None:
        return None, [_unknown_kind(kind, kinds)]
    try:
        rule = model.model_validate(definition).placed(clause, context.words)
    except ValidationError as faulty:
        shape = [Finding(*fault) for fault in faults_of_shape(faulty, model, definition)]
        readable = names_in_sound_parts(model, definition, faulty)
        named = (name for name in readable if not _is_figure(name, definition))
        return None, [*shape, *_of_names(named, context), *_blanks(definition)]
    findings = [
        *_of_names(rule.references(), replace(context, facts=rule.words.facts)),
        *_of_excepts(rule, context),
        *_blanks(definition),
    ]
    findings += [Finding(loc, what, mend) for loc, what, mend in rule.faults()]
    findings += [Finding(loc, what, mend, "notice") for loc, what, mend in rule.notices()]
    errors = [finding for finding in findings if finding.severity == "error"]
    return (None if errors else rule), findings


def _is_figure(reference: Reference, definition: Mapping[str, Any]) -> bool:
    figures = definition.get("figures")
    return isinstance(figures, Mapping) and reference.name in figures


def _unknown_kind(kind: str, kinds: Mapping[str, type[Rule]]) -> Finding:
    if not kind:
        return Finding((), "The rule has no `kind:`.", f"Use one of: {', '.join(kinds)}.")
    return Finding(("kind",), f"`{kind}` is not a kind of rule.", suggestion(kind, kinds))


def suggestion(name: str, known: Iterable[str]) -> str:
    """Say how to mend a name that is not known: the nearest one, or all there are."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"Did you mean `{near[0]}`?"
    return f"Use one of: {', '.join(names)}." if names else "None is declared in this file."


def _of_names(references: Iterable[Reference], context: Context) -> Iterator[Finding]:
    for reference in references:
        if reference.sort == "detail":
            yield from _of_detail(reference, context)
        elif reference.sort == "value":
            yield from _of_value(reference, context)
        else:
            yield from _of_name(reference, context)


def _of_name(reference: Reference, context: Context) -> Iterator[Finding]:
    known: Mapping[str, Collection[str]] = {
        "fact": context.facts.kinds.keys(),
        "post": context.posts.keys(),
        "unit": {*context.points, "yuan"},
        "fund": {*context.parties, "company"},
        "department": context.departments.keys(),
        "rule": context.rule_ids or (reference.name,),
    }
    where = {"fact": "facts", "post": "posts", "unit": "points", "fund": "parties"}
    names = known[reference.sort]
    if any(context.facts.term(fact, reference.name) for fact in reference.facts):
        return
    if reference.name not in names:
        section = where.get(reference.sort, "departments")
        mend = suggestion(reference.name, names)
        if not mend.startswith("Did") and reference.sort != "rule":
            mend += f" Or declare it under `{section}:` in the front matter."
        yield Finding(
            reference.loc, f"There is no {reference.sort} called `{reference.name}`.", mend
        )


def _of_detail(reference: Reference, context: Context) -> Iterator[Finding]:
    for fact in reference.facts:
        known = context.facts.kinds.get(fact)
        if known is None or _is_person_of_the_matter(reference, known.details.values()):
            continue
        term = known.details.get(reference.name)
        if term is None:
            yield Finding(
                reference.loc,
                f"The fact `{fact}` has no detail `{reference.name}`.",
                suggestion(reference.name, known.details),
            )
        elif reference.types and term.type not in reference.types:
            wanted = " or ".join(reference.types)
            yield Finding(
                reference.loc,
                f"The detail `{reference.name}` of `{fact}` is of type {term.type}.",
                f"Name a detail of type {wanted}.",
            )


def _is_person_of_the_matter(reference: Reference, terms: Iterable[Any]) -> bool:
    # A fact about `member:wang` need not repeat the person as a detail.
    return reference.name == "person" and not any(t.type is DetailType.MEMBER for t in terms)


def _of_value(reference: Reference, context: Context) -> Iterator[Finding]:
    for fact in reference.facts:
        term = context.facts.term(fact, reference.of)
        if term is None:
            continue
        known = list(term.choices)
        if term.type is DetailType.YES_NO:
            known = ["true", "false"]
        if known and reference.name not in known:
            yield Finding(
                reference.loc,
                f"`{reference.name}` is not a value of `{reference.of}`.",
                suggestion(reference.name, known),
            )


def _of_excepts(rule: Rule, context: Context) -> Iterator[Finding]:
    known = {*context.rule_ids, *context.clauses}
    for name in rule.excepts:
        if name == rule.id:
            yield Finding(("excepts",), "The rule excepts itself.", "Name the general rule.")
        elif known and not any(names_clause(name, place) for place in known):
            yield Finding(
                ("excepts",),
                f"`{name}` is neither a rule nor a clause of this regulation.",
                suggestion(name, known),
            )


def names_clause(name: str, place: str) -> bool:
    """Tell whether ``name`` (a rule id, an address, a number) names this place or one above it."""
    return place == name or place.endswith(f"/{name}") or place.startswith(f"{name}/")


def _blanks(value: Any, loc: Loc = ()) -> Iterator[Finding]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _blanks(inner, (*loc, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _blanks(inner, (*loc, position))
    elif is_blank(value):
        yield Finding(
            loc,
            f"The figure `{'.'.join(map(str, loc))}` is left blank.",
            "Ask the owner of the regulation; until then rulings say “needs a figure”.",
            "notice",
        )
