"""`shouwen review`: what it prints, and how it leaves."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from shouwen.regulations import actions, library
from shouwen.regulations.reviewing import holders_by_post, review_house
from shouwen.site.cli import shouwen
from tests.enforcement.conftest import DESK, at

pytestmark = pytest.mark.once


def review(*arguments: str):
    return CliRunner().invoke(shouwen, ["review", *map(str, arguments)])


@pytest.fixture
def desk(tmp_path):
    file = tmp_path / "desk.md"
    file.write_text(DESK, encoding="utf-8")
    return file


def test_findings_are_printed_by_line_and_counted(desk):
    done = review(desk)
    *found, last = done.output.splitlines()

    assert done.exit_code == (1 if found else 0)
    assert last == ("1 finding." if len(found) == 1 else f"{len(found)} findings.")
    assert all(line.startswith(str(desk)) for line in found)


def test_they_are_said_in_chinese_too(desk):
    assert review(desk, "--language", "zh").output.splitlines()[-1].startswith("共 ")


def test_a_file_with_errors_is_not_reviewed(tmp_path):
    file = tmp_path / "bad.md"
    file.write_text(DESK.replace("kind: deadline", "kind: dedline", 1), encoding="utf-8")

    done = review(file)

    assert done.exit_code == 1
    assert "cannot be reviewed until this is mended" in done.output


def test_the_house_is_reviewed_with_its_drafts_and_holders(cast, desk):
    actions.adopt(text=DESK, file_name="desk.md", by=cast.he, at=at("2024-01-02 09:00"))
    on = date(2024, 3, 4)
    draft = library.regulation(library.names()[0])

    posts = {one.what[1] for one in review_house(on=on) if one.sort == "post"}

    assert holders_by_post(on)["agent"] > 0
    assert not any(what.startswith("Nobody holds the post “客服专员”") for what in posts)
    assert {one.regulation for one in review_house(on=on, drafts=[draft])} >= {draft.slug}
    assert review("--house", desk).exit_code in (0, 1)
