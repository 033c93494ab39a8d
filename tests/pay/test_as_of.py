"""A month as it was known on a day, by the rules of a day, beside today's: line by line."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import correct_fact
from shouwen.pay.as_of import as_of, view_of
from shouwen.pay.months import Month
from shouwen.people.refusals import RefusedError
from tests.api.conftest import program_of
from tests.enforcement.conftest import at

pytestmark = pytest.mark.usefixtures("rules")
PAGE = "/statement/of/wang/as-of/?month=2024-03"
NOW = at("2024-04-02 10:00")


@pytest.fixture(autouse=True)
def _april(clock):
    clock("2024-04-02 10:00")


@pytest.fixture
def praised(record, cast):
    """300 yuan that stay, 200 that are taken back on the 20th."""
    kept = record("praised", "2024-03-04 10:00", "member:wang", person="wang", amount="300")
    gone = record("praised", "2024-03-10 10:00", "member:wang", person="wang", amount="200")
    correct_fact(number=gone.row.number, reason="搞错了", actor=cast.he, at=at("2024-03-20 10:00"))
    return kept.row.number, gone.row.number


def _lines(cast, **view):
    found = as_of(cast.wang, Month(2024, 3), view_of(view.get("known", ""), view.get("rules", "")),
                  NOW)  # fmt: skip
    return {line.fact_number: line for line in found.lines}


def test_today_s_view_has_no_difference(praised, cast):
    kept, _gone = praised

    found = _lines(cast)

    assert set(found) == {kept}
    assert (found[kept].differs, str(found[kept].then.value)) == (False, "300")
    assert found[kept].why_then, "each line is explained by the judge of single facts"


def test_what_was_taken_back_later_counted_then(praised, cast):
    _, gone = praised

    line = _lines(cast, known="2024-03-15")[gone]

    assert (str(line.then.value), str(line.today.value), line.entry) == ("200", "0", None)
    assert "3月20日" in line.reasons[0]


def test_what_was_recorded_later_did_not_count_then(praised, cast):
    kept, _gone = praised

    found = _lines(cast, known="2024-03-03")

    assert set(found) == {kept}
    assert (str(found[kept].then.value), str(found[kept].today.value)) == ("0", "300")
    assert "3月4日" in found[kept].reasons[0]


def test_by_the_rules_of_a_day_without_any_nothing_is_paid(praised, cast):
    kept, _ = praised

    line = _lines(cast, rules="1999-01-01")[kept]

    assert (line.then.parts, line.today.parts) == (0, 300_00)
    assert line.book in line.reasons[0]


def test_the_page_shows_both_views_to_whoever_may_read_the_statement(praised, cast, page_of):
    page = page_of(cast.wang, f"{PAGE}&known=2024-03-15")

    assert "有 1 行不同" in page
    assert "计算过程" in page
    page_of(cast.zhang, PAGE, status=404)
    assert "年-月-日" in page_of(cast.wang, f"{PAGE}&known=soon", status=422)


def test_more_facts_than_a_page_waits_for_are_refused(praised, cast, monkeypatch):
    monkeypatch.setattr("shouwen.pay.as_of.MOST_FACTS", 0)

    with pytest.raises(RefusedError):
        _lines(cast)


def test_a_program_reads_the_same(praised, cast):
    _, gone = praised
    program = program_of(cast.wang)

    answer = program.get("/ledger/statements/2024-03/as-of?known=2024-03-15").json()

    (line,) = (one for one in answer["items"] if one["fact"] == gone)
    assert (line["then"], line["today"], line["differs"]) == ("200", "0", True)
    assert program.get("/ledger/statements/2024-13/as-of").status_code == 404
