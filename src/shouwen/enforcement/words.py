"""Facts and their details as people read them, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.utils.translation import get_language

from shouwen.people import queries as people
from shouwen.policy.amounts import AmountError, plain
from shouwen.policy.amounts import number as read_number
from shouwen.policy.facts import Detail
from shouwen.policy.rulings import Permission, Ruling
from shouwen.policy.sentences import say_as_clause
from shouwen.policy.steps import Language, Step, Value
from shouwen.policy.vocabulary import DetailType, Term, Vocabulary
from shouwen.ui import words as ui

# Details that the product keeps for itself; people read them elsewhere on the page.
HIDDEN = frozenset(
    {"approval", "regulation", "rule", "number", "obligation", "request", "proposed", "files"}
    | {"draft", "fact_kind"}
    | {"slot", "strokes", "roster_swap", "roster_leave", "roster_correction"}
)


# Where steps speak of members.
_MEMBERS = ("person", "superior", "owner", "second")

# A name by kind of detail (member, team, department) and key.
Names = Mapping[tuple[DetailType, str], str]


def _of_members(keys: Iterable[str]) -> dict[str, str]:
    return {key: member.name for key, member in people.members_by_keys(keys).items()}


def _of_teams(_keys: Iterable[str]) -> dict[str, str]:
    return {team.key: team.name for team in people.teams()}


def _of_departments(_keys: Iterable[str]) -> dict[str, str]:
    return {department.key: department.name for department in people.departments()}


_NAMED: Mapping[DetailType, Callable[[Iterable[str]], dict[str, str]]] = {
    DetailType.MEMBER: _of_members,
    DetailType.TEAM: _of_teams,
    DetailType.DEPARTMENT: _of_departments,
}


def page_language() -> Language:
    """Return the language steps are said in on this page."""
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


def of_language(labels: tuple[str, str]) -> str:
    """Choose the Chinese or the English of a pair of labels."""
    return labels[0] if page_language() == "zh" else labels[1]


def kind_label(vocabulary: Vocabulary, kind: str) -> str:
    """Name a kind of fact."""
    return of_language(vocabulary.kind_labels(kind))


def detail_lines(
    vocabulary: Vocabulary,
    kind: str,
    details: Mapping[str, Detail],
    names: Names,
    *,
    now: datetime,
) -> list[tuple[str, str]]:
    """Write a fact's details as (label, value); ``names`` come from :func:`names_in`."""
    return [
        (
            of_language(vocabulary.detail_labels(kind, name)),
            detail_text(vocabulary.shown(kind, name), value, names, now=now),
        )
        for name, value in details.items()
        if value is not None and value != "" and name not in HIDDEN
    ]


def detail_text(term: Term | None, value: Detail, names: Names, *, now: datetime) -> str:
    """Write one detail's value; a key nobody knows is shown as it is."""
    if term is None:
        return str(value)
    if term.type in _NAMED:
        return names.get((term.type, str(value)), str(value))
    if term.type is DetailType.MOMENT:
        return ui.day_time(datetime.fromisoformat(str(value)), now)
    if term.type is DetailType.MONEY:
        return _money(value)
    if term.type is DetailType.NUMBER:
        return _number(value)
    return of_language(term.value_labels(value))


def _number(value: Detail) -> str:
    try:
        return plain(read_number(value))
    except AmountError:
        return str(value)


def _money(value: Detail) -> str:
    """Write an amount of money with its unit: a figure alone says too little."""
    try:
        amount = read_number(value)
    except AmountError:
        return str(value)
    return f"{ui.figure(amount)} {ui.unit_name(amount)}"


def names_in(vocabulary: Vocabulary, facts: Iterable[tuple[str, Mapping[str, Detail]]]) -> Names:
    """Return the names of the members, teams and departments that some facts' details mention."""
    found: dict[DetailType, set[str]] = {}
    for kind, details in facts:
        for name, value in details.items():
            term = vocabulary.term(kind, name)
            if value and term is not None and term.type in _NAMED:
                found.setdefault(term.type, set()).add(str(value))
    return {
        (type_, key): name
        for type_, keys in found.items()
        for key, name in _NAMED[type_](keys).items()
    }


def refusal_text(permission: Permission) -> str:
    """Say in one sentence which clause refuses something, and why."""
    return f"{permission.cites} {last_word(permission)}".strip()


def last_word(ruling: Ruling) -> str:
    """Return what decided a ruling, in the language of the page; empty where it says nothing."""
    steps = with_names(ruling.steps[-1:])
    return say_as_clause(steps[0], page_language()) if steps else ""


def with_names(steps: Iterable[Step]) -> list[Step]:
    """Return steps that call members by their names; they are kept by key."""
    kept = list(steps)
    keys = {str(step.values[name]) for step in kept for name in _MEMBERS if step.values.get(name)}
    names = _of_members(keys) if keys else {}
    return [Step(step.code, _named(step.values, names)) for step in kept]


def _named(values: Mapping[str, Value], names: Mapping[str, str]) -> dict[str, Value]:
    return {k: names.get(str(v), v) if k in _MEMBERS else v for k, v in values.items()}
