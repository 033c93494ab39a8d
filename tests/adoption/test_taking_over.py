"""Worked cases that a changed figure leaves behind: the new result is offered, and taken over."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from shouwen.adoption import actions
from shouwen.adoption.checking import check
from shouwen.adoption.models import Draft
from shouwen.adoption.taking_over import with_expected
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.worked_cases import came_out, run_cases
from shouwen.regulations import library
from tests.cast import Cast

AT = datetime(2024, 1, 2, 1, tzinfo=UTC)
POINT = "each: 270 yuan"
NAME = next(name for name in library.names() if POINT in library.text_of(name))

# The two whose worked cases are the most.
MOST_CASES = sorted(library.names(), key=lambda name: library.text_of(name).count("```case"))[-2:]


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Return a draft in which a point is worth 300 instead of 270 yuan."""
    text = library.text_of(NAME).replace(POINT, "each: 300 yuan")
    return actions.start_draft(text=text, file_name=f"{NAME}.md", by=cast.he, at=AT)


def differing(draft: Draft) -> list[int]:
    draft.refresh_from_db()
    groups = check(draft.text, draft.file_name, "en").groups
    return [row.line for group in groups for row in group.rows if not row.ok]


def test_the_new_result_is_offered_and_taken_over(client: Client, cast: Cast, draft: Draft) -> None:
    client.force_login(cast.he)
    address = reverse("adoption:cases", args=[draft.pk])
    lines = differing(draft)
    page = client.get(address).content.decode()
    assert lines
    assert f'name="line" value="{lines[0]}"' in page
    assert re.search(r"算例写的是“金额 [\d,.]+ 元”，草案得出“金额 [\d,.]+ 元”。", page)

    for line in lines[:2]:
        draft.refresh_from_db()
        client.post(address, {"line": line, "revision": draft.revision})
    assert differing(draft) == lines[2:]
    before = library.text_of(NAME).replace("each: 270 yuan", "each: 300 yuan").splitlines()
    after = draft.text.splitlines()
    changed = [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
    assert changed[0] == lines[0]
    assert len(changed) == 2


def test_a_result_is_not_taken_over_past_somebody_else(
    client: Client, cast: Cast, draft: Draft
) -> None:
    client.force_login(cast.he)
    line, opened = differing(draft)[0], draft.revision
    actions.save_draft(draft=draft, text=draft.text + "\n", revision=opened, by=cast.he, at=AT)
    client.post(reverse("adoption:cases", args=[draft.pk]), {"line": line, "revision": opened})
    assert line in differing(draft)


@pytest.mark.parametrize("name", MOST_CASES)
def test_what_is_taken_over_holds_whatever_its_shape(name: str) -> None:
    def higher(block: re.Match[str]) -> str:
        return re.sub(r"\b(\d+) (yuan|points|hours)\b", r"1\1 \2", block[0])

    text = re.sub(r"```rule\n.*?```", higher, library.text_of(name), flags=re.DOTALL)
    read = read_regulation(text, name).regulation
    assert read is not None
    offered = {one.line: came_out(read, one.line) for one in run_cases(read) if not one.ok}
    taken = {line: came for line, came in offered.items() if came}
    assert taken
    for line, came in taken.items():
        text = with_expected(text, line, came)
    again = read_regulation(text, name).regulation
    assert again is not None
    assert [one.difference for one in run_cases(again) if one.line in taken and not one.ok] == []
