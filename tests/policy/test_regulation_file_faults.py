"""One small file for each way to get it wrong, and what its author is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from shouwen.policy.regulation_file import read_regulation

BAD_FILES = sorted((Path(__file__).parent / "bad_files").glob("*.md"))


@pytest.mark.parametrize("file", BAD_FILES, ids=lambda file: file.stem)
def test_the_author_is_told_where_what_and_how_to_mend_it(file):
    expected = file.with_suffix(".faults").read_text(encoding="utf-8").splitlines()

    reading = read_regulation(file.read_text(encoding="utf-8"), file.name)

    assert [str(fault) for fault in reading.faults] == expected
    assert expected


@pytest.mark.parametrize("file", BAD_FILES, ids=lambda file: file.stem)
def test_only_errors_keep_a_file_from_being_adopted(file):
    reading = read_regulation(file.read_text(encoding="utf-8"), file.name)

    broken = any(fault.severity == "error" for fault in reading.faults)

    assert (reading.regulation is None) == broken


def test_a_file_without_a_head_does_not_blame_its_rules():
    text = (Path(__file__).parent / "bad_files/no-front-matter.md").read_text(encoding="utf-8")

    reading = read_regulation(text, "file.md")

    assert [fault.line for fault in reading.faults] == [1]
