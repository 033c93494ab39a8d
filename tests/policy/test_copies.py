"""A text that repeats another is recognised, with what is new in it and what is missing."""

from __future__ import annotations

from dataclasses import replace

from click.testing import CliRunner

from shouwen.policy.file_reading.regulation import Regulation
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.review import review
from shouwen.policy.reviewing.copies import copy_of, texts_of, worth_reading
from shouwen.regulations import library
from shouwen.site.cli import shouwen

# The library has one regulation of which the catalogue describes a copy without its last section.
NUMBER, LAST_KEPT = "2.1", 39


def original() -> Regulation:
    return next(read for read in library.regulations() if read.catalogue == NUMBER)


def cut_short() -> str:
    """Return the text of the original up to the section that the copy does not have."""
    read = original()
    first = min(
        node.line
        for node in read.clauses
        for key, rule in read.rules.items()
        if read.rule_clauses[key] == node.address
        and any(int(number.partition("-")[2]) > LAST_KEPT for number in rule.catalogue)
        and all(int(number.partition("-")[2]) > LAST_KEPT for number in rule.catalogue)
    )
    text = "".join(library.text_of(read.slug).splitlines(keepends=True)[: first - 1])
    return text.replace(f"regulation: {read.slug}", "regulation: second-copy", 1)


def copied() -> Regulation:
    found = read_regulation(cut_short(), "second-copy.md").regulation
    assert found is not None
    return found


def test_a_copy_that_stops_early_has_no_new_rules_and_lacks_the_rest():
    found = copy_of(copied(), original())
    assert found is not None
    assert found.new == ()
    assert found.missing == tuple(f"{NUMBER}-{n}" for n in range(LAST_KEPT + 1, 60))
    assert len(found.missing) == 20
    assert "没有新规则，缺 20 条规则" in found.said[0]
    assert "no new rules, 20 rules missing" in found.said[1]


def test_seen_from_the_fuller_text_the_rules_are_new():
    found = copy_of(original(), copied())
    assert found is not None
    assert (len(found.new), found.missing) == (20, ())


def test_white_space_does_not_make_another_text():
    read = copied()
    apart = replace(
        read, clauses=tuple(replace(node, text="\n ".join(node.text)) for node in read.clauses)
    )
    assert texts_of(apart) == texts_of(read)
    assert copy_of(apart, original()) == copy_of(read, original())


def test_no_bundled_regulation_is_taken_for_another():
    read = list(library.regulations())
    assert [(a.slug, b.slug) for a in read for b in read if copy_of(a, b)] == []


def test_another_version_is_no_copy():
    read = original()
    assert copy_of(read, read) is None


def test_only_files_that_may_be_repeated_are_read():
    assert worth_reading(copied(), "".join(library.text_of(original().slug).split()))
    assert not worth_reading(copied(), "一段别的文字")


def test_a_review_names_the_shorter_text_once():
    found = [one for one in review([original(), copied()]) if one.sort == "copy"]
    assert [one.regulation for one in found] == ["second-copy"]


def test_a_review_of_a_file_looks_into_the_library(tmp_path):
    file = tmp_path / "second-copy.md"
    file.write_text(cut_short(), encoding="utf-8")

    said = CliRunner().invoke(shouwen, ["review", str(file)])

    assert "no new rules, 20 rules missing" in said.output
