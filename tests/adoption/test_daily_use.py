"""What each of the bundled regulations wants done every day is done at the pages, by its posts.

``daily/<regulation>.yaml`` says it in sentences, each with whoever does it and the deeds it takes;
:mod:`tests.adoption.using` knows the deeds. ``set`` fills in figures that a text leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils import timezone

from shouwen.enforcement.duties import open_duties
from shouwen.people import actions as people
from shouwen.people.models import Post
from shouwen.regulations import library
from tests.adoption.test_each_of_the_library import (
    _each_text_is_read_once,
    a_month_later,
    adopted,
    appointed,
    empty_department,
    reading,
)
from tests.adoption.using import StuckError, User

__all__ = ["_each_text_is_read_once"]
pytestmark = pytest.mark.once
FOLDER = Path(__file__).parent / "daily"
# What the administrator of this house lets its posts do.
MAY = ("facts.record", "cases.work", "ledger.view_all")


def daily_of(name: str) -> Mapping[str, Any]:
    """Read what a regulation wants done every day."""
    found: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return found


def with_figures(text: str, figures: Mapping[str, Mapping[str, str]]) -> str:
    """Fill in what a text leaves to the department, as its review page asks for it."""
    for rule, values in figures.items():
        for key, value in values.items():
            open_place = rf"(id: {rule}\n(?:(?!```).*\n)*?[^\n]*?\b{key}: )____"
            text, times = re.subn(open_place, rf"\g<1>{value}", text, count=1)
            assert times == 1, f"{rule} leaves no {key} open"
    return text


def deeds_of(sentence: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for deed in sentence["by"]:
        if isinstance(deed, str):
            yield deed, {}
        else:
            yield from deed.items()


def test_there_is_a_list_for_each_of_the_library():
    assert sorted(path.stem for path in FOLDER.iterdir()) == list(library.names())


@pytest.mark.parametrize("name", library.names())
def test_what_is_done_every_day_is_done_at_the_pages(name, db, client, monkeypatch):
    listed = daily_of(name)
    text = reading(with_figures(library.text_of(name), listed.get("set", {})), f"{name}.md")
    assert text.regulation is not None
    regulation = text.regulation
    at = a_month_later([regulation])
    monkeypatch.setattr(timezone, "now", lambda: at)
    chief = empty_department()
    adopted(regulation, chief, at)
    house = appointed(chief, [regulation])
    for post in Post.objects.all():
        for permission in MAY:
            people.grant(post=post, permission=permission)
    open_duties(now=at)
    holders = dict(zip(regulation.posts, house.members, strict=False))
    user = User(client=client, text=regulation, holders=holders, chief=chief, now=at)
    monkeypatch.setattr(timezone, "now", lambda: user.now)

    stuck = []
    for sentence in listed["daily"]:
        for deed, details in deeds_of(sentence):
            user.sit_down(holders.get(sentence.get("who", ""), chief))
            try:
                user.do(deed, details)
            except StuckError as why:
                stuck.append(f"{sentence['does']}: {deed}: {why}")

    assert not stuck, "\n".join(stuck)
