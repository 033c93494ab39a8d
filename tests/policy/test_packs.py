"""The bundled regulations: sound, complete in both languages, and proved by their own cases."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.kinds.figures import is_blank
from shouwen.policy.regulation_file import Regulation, read_regulation
from shouwen.policy.worked_cases import run_cases, try_cases
from shouwen.regulations.holiday_table import holiday_table
from tests.rewritten import with_rule, without_rule

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "src/shouwen/packs").glob("*.md"))


def read(file: Path) -> Regulation:
    reading = read_regulation(file.read_text(encoding="utf-8"), file.name)
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return reading.regulation


PACKS = {file.stem: read(file) for file in FILES}
RUN = [
    (name, rule)
    for name, pack in PACKS.items()
    for rule, definition in pack.written.items()
    if definition["kind"] != "note"
]
whole = pytest.mark.parametrize("name", PACKS)


@whole
def test_every_worked_case_agrees(name):
    results = run_cases(PACKS[name], holidays=holiday_table())

    assert [f"{r.line}: {r.case}: {r.difference}" for r in results if not r.ok] == []


@whole
def test_only_blank_figures_are_left_to_look_at(name):
    faults = read_regulation(PACKS[name].source, name).faults

    assert [str(fault) for fault in faults if "is left blank" not in fault.what] == []


@whole
def test_the_file_is_named_for_what_it_regulates(name):
    assert PACKS[name].slug == name


@whole
def test_every_clause_that_is_not_a_chapter_has_its_text(name):
    nodes = PACKS[name].clauses
    bare = [
        node.number
        for node, after in zip(nodes, (*nodes[1:], None), strict=True)
        if not node.text and (after is None or after.depth <= node.depth)
    ]

    assert bare == []


@whole
def test_every_rule_is_named_in_both_languages_and_counts_its_catalogue_rules(name):
    for rule in PACKS[name].rules.values():
        assert re.search("[一-龥]", rule.title), rule.id
        assert rule.title_en.isascii(), rule.id
        assert rule.catalogue, rule.id
        if isinstance(rule, Clocked):
            assert rule.duty_en, rule.id
            assert rule.duty_en.isascii(), rule.id


def test_the_regulations_of_one_house_use_one_name_for_one_thing():
    for words in ("posts", "parties", "points"):
        names: dict[str, str] = {}
        for pack in PACKS.values():
            for key, label in getattr(pack, words).items():
                assert names.setdefault(key, label) == label, key


def test_no_two_regulations_declare_one_fact_or_detail_differently():
    seen: dict[tuple[str, ...], Any] = {}
    for name, pack in PACKS.items():
        for place, said in declared(pack):
            assert seen.setdefault(place, said) == said, (name, place)


def declared(pack: Regulation) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield what a regulation calls each kind of fact, and what each detail is."""
    for kind, definition in pack.facts.items():
        for label in ("label", "label_en"):
            if said := getattr(definition, label, None):
                yield (kind, label), said
        for detail, term in definition.details.items():
            yield (kind, "details", detail), term


def test_the_page_about_the_format_counts_the_bundled_regulations_right():
    page = (ROOT / "docs/regulation-format.md").read_text(encoding="utf-8")
    for name, pack in PACKS.items():
        row = next(line for line in page.splitlines() if f"`{name}.md`" in line)
        notes = sum(rule.kind == "note" for rule in pack.rules.values())
        counted = [int(cell) for cell in row.split("|")[3:6]]
        assert counted == [len(pack.rules) - notes, notes, len(pack.cases)], name


def test_the_page_about_the_format_names_every_kind_shape_and_key():
    from shouwen.policy.kinds import KINDS
    from shouwen.policy.kinds.shapes import SHAPES

    page = (ROOT / "docs/regulation-format.md").read_text(encoding="utf-8")
    keys = {f.alias or name for model in KINDS.values() for name, f in model.model_fields.items()}

    assert [word for word in (*KINDS, *SHAPES, *keys) if word not in page] == []


# ── every case is needed by something, and every rule by some case ───────────────────────────


@pytest.mark.parametrize(("name", "rule"), RUN)
def test_every_rule_has_cases_where_it_applies_and_where_it_does_not(name, rule):
    cases = [case for case in PACKS[name].cases if case.rule == rule]
    is_share = PACKS[name].written[rule].get("metric", {}).get("share")
    # A post's description only lists what it is; no fact makes it say anything.
    only_lists = PACKS[name].written[rule]["kind"] == "org"

    assert only_lists or any(case.expect != "nothing" for case in cases)
    assert is_share or any(case.expect == "nothing" for case in cases)


@pytest.mark.parametrize(("name", "rule"), RUN)
def test_removing_a_rule_makes_a_case_fail(name, rule):
    own = tuple(case for case in PACKS[name].cases if case.rule == rule)
    without = replace(without_rule(PACKS[name], rule), cases=own)

    assert any(not result.ok for result in try_cases(without, holidays=holiday_table()))


@pytest.mark.parametrize(("name", "rule"), RUN)
def test_altering_any_figure_or_name_of_a_rule_makes_a_case_fail(name, rule):
    pack = PACKS[name]
    needed = [case for case in pack.cases if case.rule == rule or case.events]
    # Most changes are noticed at once by a short case of the rule's own.
    needed.sort(key=lambda case: (case.rule != rule, bool(case.events)))
    survivors = [
        f"{'.'.join(map(str, place))} = {value}"
        for place, value, altered in alterations(pack, rule)
        if agrees(replace(altered, cases=tuple(needed)))
    ]

    assert survivors == []


def agrees(pack: Regulation) -> bool:
    return all(result.ok for result in try_cases(pack, holidays=holiday_table()))


# Words for people; changing them changes no ruling.
WORDS = {
    *("id", "kind", "catalogue", "title", "title_en", "duty", "duty_en", "reading"),
    *("text", "text_en", "name", "name_en", "say", "say_en", "label", "label_en"),
    *("principles", "functions", "scope", "duties"),
}
Place = tuple[str | int, ...]


def alterations(pack: Regulation, rule: str) -> Iterator[tuple[Place, Any, Regulation]]:
    """Give the file with each figure and name of the rule altered, as far as that can be read."""
    definition = pack.written[rule]
    if any(is_blank(value) for _, value in leaves(definition)):
        return  # it says only that it needs a figure
    for place, value in leaves(definition):
        if definition["kind"] == "org" and place[-1] == "post":
            continue  # listed under the post; nothing is judged by it
        for other in altered(value):
            changed = copy.deepcopy(dict(definition))
            put(changed, place, other)
            new = with_rule(pack, rule, changed)
            if new is not None:
                yield place, other, new


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in WORDS:
                yield from leaves(inner, (*place, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from leaves(inner, (*place, position))
    else:
        yield place, value


def altered(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    figure = re.search(r"\d+(\.\d+)?", value)
    if not figure:
        return [f"{value}_other"]
    more = f"{float(figure[0]) + 1:g}"
    return [value[: figure.start()] + more + value[figure.end() :]]


def put(table: Any, place: Place, value: Any) -> None:
    for key in place[:-1]:
        table = table[key]
    table[place[-1]] = value
