"""The data files of the demonstrations: names that exist, people who can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from shouwen.policy.vocabulary import BASE
from shouwen.regulations import library
from shouwen.site.cli import shouwen
from shouwen.site.demo.adopting import with_figures
from shouwen.site.demo.house import DEFAULT, house_of, industries

EVERY = pytest.mark.parametrize("industry", industries())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _strings(one)


def test_the_usual_demonstration_is_the_first_of_those_offered() -> None:
    assert industries()[0] == DEFAULT


@pytest.mark.parametrize("command", [(), ("load",)])
def test_an_industry_that_is_none_is_named_with_those_there_are(command: tuple[str, ...]) -> None:
    with pytest.raises(KeyError):
        house_of("../roles")

    refused = CliRunner().invoke(shouwen, ["demo", "--industry", "zoo", *command])

    assert refused.exit_code == 2
    assert "zoo" in refused.output
    assert ", ".join(industries()) in refused.output


def test_the_command_lists_each_demonstration() -> None:
    listed = CliRunner().invoke(shouwen, ["demo", "list"])

    assert listed.exit_code == 0
    assert [line.split()[0] for line in listed.output.splitlines()] == list(industries())


@EVERY
def test_people_can_be_told_apart_and_answer_to_somebody_here(industry: str) -> None:
    house = house_of(industry)
    keys = [person.key for person in house.people]

    assert 8 <= len(keys) <= 30
    assert len(set(keys)) == len(keys)
    assert len({person.name for person in house.people}) == len(keys)
    assert {p.superior for p in house.people} - {""} <= set(keys)
    assert {p.team for p in house.people} <= set(house.teams)
    assert {team.department for team in house.teams.values()} <= set(house.departments)
    assert set(house.roles) | {house.adopter} | set(house.cases.desk) <= set(keys)


@EVERY
def test_every_name_in_a_scene_means_something(industry: str) -> None:
    house = house_of(industry)
    posts = {post for person in house.people for post in person.posts}
    kinds = set(BASE.kinds)
    for name in house.regulations:
        kinds |= set(library.regulation(name).vocabulary.kinds)
    written = list(_strings([scene.details for scene in house.scenes]))
    written += _strings([v.details for scene in house.scenes for v in scene.otherwise])
    written += _strings(dict(house.words))

    assert {scene.fact for scene in house.scenes} <= kinds
    assert {text[1:] for text in written if text.startswith("?")} <= set(house.words)
    asked = {p for t in written if t.startswith("@") and t != "@me" for p in t[1:].split("|")}
    asked |= {p for scene in house.scenes for p in (*scene.by.split("|"), *scene.each.split("|"))}
    assert asked - {""} <= posts


@EVERY
def test_matters_have_their_category_and_department(industry: str) -> None:
    house = house_of(industry)
    leaves = {
        (kind, leaf)
        for kind, groups in house.cases.categories.items()
        for _name, _english, found in groups
        for leaf, _leaf_english in found
    }
    titles = [matter.title for matter in house.cases.matters]

    assert {(m.case_type, m.category) for m in house.cases.matters} <= leaves
    assert {m.department for m in house.cases.matters} - {""} <= set(house.departments)
    assert {one.title for one in house.cases.today} <= set(titles)
    assert {m.case_type for m in house.cases.matters} == set(house.cases.types)


@EVERY
def test_no_post_of_its_regulations_is_left_without_somebody(industry: str) -> None:
    house = house_of(industry)
    held = {post for person in house.people for post in person.posts}
    wanted = {post for name in house.regulations for post in library.regulation(name).posts}

    assert wanted - held == set()


def test_blanks_are_filled_in_their_order_and_examples_of_a_blank_go() -> None:
    text = (
        "```rule\nid: one\nevery: ____\n```\n\n```cases\n"
        '- {case: 空着, expect: {unknown: ["figure:every"]}}\n- {case: 不适用, expect: nothing}\n'
        "```\n\n```rule\nid: two\nevery: ____\n```\n"
    )

    filled = with_figures(text, {"one": ("month",)})

    assert "id: one\nevery: month\n" in filled
    assert "空着" not in filled
    assert "```cases\n- {case: 不适用, expect: nothing}\n```\n" in filled
    assert "id: two\nevery: ____\n" in filled
