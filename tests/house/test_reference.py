"""The reference pages say what the models say, and no key is left without a meaning."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

from shouwen.policy.kinds import KINDS

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def reference():
    return runpy.run_path(str(ROOT / "tools/kind_reference.py"))


def test_every_page_is_up_to_date(reference, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["kind_reference.py", "--check"])

    assert reference["main"]() == 0, capsys.readouterr().out


def test_every_kind_has_a_page_in_both_languages():
    pages = {file.name for file in (ROOT / "docs/reference").glob("*.md")}

    assert {f"{kind}{end}" for kind in KINDS for end in (".md", ".zh-CN.md")} <= pages


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_has_an_example_with_its_cases_unless_it_is_a_note(kind):
    page = (ROOT / f"docs/reference/{kind}.md").read_text(encoding="utf-8")

    assert page.count("```yaml") == (1 if kind == "note" else 2)
