"""The guide to writing a regulation is a working file, in both languages the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from shouwen.site.cli import shouwen

GUIDES = Path(__file__).parents[2] / "docs/guides"
NAMES = ("write-a-regulation.md", "write-a-regulation.zh-CN.md")
FILE = "our-complaint-rules.md"
in_both = pytest.mark.parametrize("name", NAMES)


def parts(name: str) -> list[str]:
    """Return what the guide tells its reader to paste, part by part."""
    page = (GUIDES / name).read_text(encoding="utf-8")
    return re.findall(r"^````markdown\n(.*?)^````$", page, re.MULTILINE | re.DOTALL)


@pytest.fixture
def pasted(tmp_path, monkeypatch):
    """Let the reader paste every part, one below the other."""
    monkeypatch.chdir(tmp_path)

    def paste(name: str) -> None:
        (tmp_path / FILE).write_text("\n".join(parts(name)), encoding="utf-8")

    return paste


def shown(name: str) -> list[tuple[list[str], str]]:
    """Return each command the guide shows with what it is said to print."""
    page = (GUIDES / name).read_text(encoding="utf-8")
    consoles = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    found = [part.partition("\n") for text in consoles for part in text.split("$ ")[1:]]
    return [(command.split()[1:], said.strip()) for command, _, said in found if said.strip()]


def test_both_guides_build_the_same_file():
    assert parts(NAMES[0]) == parts(NAMES[1])


@in_both
def test_every_command_prints_what_the_guide_shows(name, pasted):
    pasted(name)
    for arguments, said in shown(name):
        done = CliRunner().invoke(shouwen, arguments)
        assert sorted((done.stdout + done.stderr).split("\n")) == sorted(f"{said}\n".split("\n"))


@in_both
def test_the_guide_shows_check_cases_and_review(name):
    assert [arguments[0] for arguments, _ in shown(name)] == ["check", "cases", "review"]


@in_both
def test_every_rule_of_the_guide_has_a_case_unless_it_is_a_note(name):
    text = "\n".join(parts(name))

    assert text.count("```cases") == text.count("```rule") - text.count("kind: note")
