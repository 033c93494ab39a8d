"""Programs set the quiet hours of a post as the page does."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Program

ONE = "/members/posts/agent/quiet-hours"


def hours(he: Program) -> tuple[Any, Any]:
    posts = {row["key"]: row for row in he.get("/members/posts").json()["items"]}
    return posts["agent"]["quiet_from"], posts["agent"]["quiet_until"]


def test_quiet_hours_are_set_refused_in_half_and_taken_away(he: Program, wang: Program) -> None:
    assert hours(he) == (None, None)

    night = {"quiet_from": "22:00:00", "quiet_until": "07:00"}
    assert he.send(ONE, night, "put").status_code == 200
    assert hours(he) == ("22:00:00", "07:00:00")

    half = he.send(ONE, {"quiet_from": "22:00"}, "put")
    assert half.status_code == 422
    assert "both times" in half.text
    assert wang.send(ONE, night, "put").status_code == 404
    assert hours(he) == ("22:00:00", "07:00:00")

    assert he.send(ONE, {"quiet_from": None, "quiet_until": None}, "put").status_code == 200
    assert hours(he) == (None, None)


def test_a_clock_time_with_a_zone_is_refused_in_one_sentence(he: Program) -> None:
    answer = he.send(ONE, {"quiet_from": "22:00:00Z", "quiet_until": "07:00:00"}, "put")

    assert answer.status_code == 422
    assert "quiet_from" in answer.text
