"""What must hold for every roster and access rule, whatever is asked for."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.policy.rulings import Classed, Measure, Permission, Unknown
from shouwen.policy.sentences.kinds import SENTENCES
from shouwen.policy.steps import Step
from tests.policy.calendars import at
from tests.policy.department import answers, ask, ask_one, chinese, english, fact, rule
from tests.policy.test_access import DETAILS, LOG_IN, TOP
from tests.policy.test_rosters import (
    HANDOVER,
    LATE,
    LEAVE,
    LEAVE_DETAILS,
    OVERTIME,
    SEATS,
    SHIFTS,
    SWAP,
    SWAP_DETAILS,
)

IN_OWN_SHIFT = {
    "person": "li",
    "action": "log_in",
    "account_owner": "li",
    "shift_begins": "2024-05-03T09:00",
    "shift_ends": "2024-05-03T18:00",
}
# A rule, and a fact with every detail it needs: nothing here may be left out.
NEEDY: dict[str, tuple[str, str, dict[str, Any]]] = {
    "swap": (SWAP, "shift_swap_requested", SWAP_DETAILS),
    "leave": (LEAVE, "leave_requested", LEAVE_DETAILS),
    "attendance": (
        LATE,
        "clocked_in",
        {"person": "li", "shift_begins": "2024-05-03T08:30", "excused": False},
    ),
    "shifts": (
        SHIFTS,
        "shift_planned",
        {"shift": "day", "begins": "2024-05-06T08:30", "ends": "2024-05-06T17:30", "people": 2},
    ),
    "seats": (SEATS, "seats_planned", {"seats": 8, "begins": "2024-05-06T09:00"}),
    "seats counted": (SEATS, "seats_counted", {"seats": 8}),
    "overtime": (
        OVERTIME,
        "overtime_requested",
        {"hours": 3, "hours_so_far": 30, "person_agrees": True},
    ),
    "handover": (
        HANDOVER,
        "shift_handed_over",
        {"outgoing_signed": True, "incoming_signed": True, "open_items": 0},
    ),
    "highest class": (TOP, "access_requested", DETAILS),
    "log in": (LOG_IN, "access_requested", IN_OWN_SHIFT),
    "embargo": (
        "{kind: access, when: {fact: access_requested}, not_before: announced_at}",
        "access_requested",
        {"announced_at": "2024-05-01T09:00"},
    ),
    "kept": (
        """{kind: access, when: {fact: access_requested},
            keep: {since: created_at, at_least: 2 months}}""",
        "access_requested",
        {"created_at": "2024-01-01T09:00"},
    ),
}
DROPS = [(name, detail) for name, (_, _, details) in NEEDY.items() for detail in details]
KNOWN: dict[str, Any] = {"posts": {"li": ["leader"], "wang": ["leader"]}}
WHEN = at("2024-05-03 10:00")
every = pytest.mark.parametrize("name", NEEDY)


def asked(name, **changes):
    text, kind, details = NEEDY[name]
    given = {key: value for key, value in {**details, **changes}.items() if value is not None}
    return ask_one(text, fact(kind, WHEN, **given), answers(**KNOWN))


@every
def test_with_every_detail_recorded_the_rule_speaks(name):
    assert isinstance(asked(name), Permission | Classed | Measure)
    assert getattr(asked(name), "state", "") != "refused"


@pytest.mark.parametrize(("name", "dropped"), DROPS)
def test_leaving_out_any_detail_is_unknown_and_names_it(name, dropped):
    ruling = asked(name, **{dropped: None})

    assert isinstance(ruling, Unknown)
    assert ruling.missing == (dropped,)


@settings(deadline=None)
@given(name=st.sampled_from(list(NEEDY)), data=st.data())
def test_leaving_out_several_details_never_grants(name, data):
    details = NEEDY[name][2]
    dropped = data.draw(st.sets(st.sampled_from(list(details)), min_size=1))

    assert isinstance(asked(name, **dict.fromkeys(dropped)), Unknown)


@every
def test_every_ruling_cites_its_clause_and_can_be_stored_and_read(name):
    ruling = asked(name)

    assert str(ruling.cites).endswith("4.1")
    for step in ruling.steps:
        assert Step.from_json(step.as_json()) == step
        for language in ("zh", "en"):
            names = re.findall(r"\{(\w+)", "".join(SENTENCES.get(step.code, {}).get(language, ())))
            assert all(step.values.get(value) is not None for value in names), step
    assert re.search("[一-龥]", "".join(chinese(ruling)))
    assert not re.search("[一-龥]", re.sub("组长|考勤|迟到", "", "".join(english(ruling))))


FIGURES = {
    "swap": ("1 天", "8 小时", "限 3 次"),
    "leave": ("1 天以内", "限 4 次"),
    "attendance": ("20 分钟",),
    "shifts": ("8:30–17:30", "人数：2"),
    "seats": ("至少 8 席",),
    "overtime": ("限 3 小时", "限 36 小时"),
    "log in": ("宽限 15 分钟",),
    "kept": ("2 个月",),
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_explanation_contains_every_figure_used(name):
    said = "\n".join(chinese(asked(name)))

    assert [figure for figure in FIGURES[name] if figure not in said] == []


hours = st.integers(0, 200).map(lambda quarters: Fraction(quarters, 4))


@settings(deadline=None)
@given(worked=hours, before=hours)
def test_overtime_is_granted_exactly_within_both_limits_and_shows_them(worked, before):
    details: dict[str, Any] = {
        "hours": str(float(worked)),
        "hours_so_far": str(float(before)),
        "person_agrees": True,
    }

    ruling = ask_one(OVERTIME, fact("overtime_requested", **details))

    assert (ruling.state == "granted") == (worked <= 3 and worked + before <= 36)
    assert any(figure in "".join(chinese(ruling)) for figure in ("3 小时", "36 小时"))


CLASSED = rule(LATE)


@settings(deadline=None)
@given(late=st.integers(-90, 90))
def test_minutes_late_fall_into_exactly_one_class(late):
    clock = at("2024-05-03 08:30").timestamp() + 60 * late
    moment = at("2024-05-03 08:30").fromtimestamp(clock, at("2024-05-03 08:30").tzinfo)
    details: dict[str, Any] = {"person": "li", "shift_begins": "2024-05-03T08:30", "excused": False}

    (ruling,) = ask(CLASSED, fact("clocked_in", moment, **details))

    expected = "" if late <= 0 else "late" if late < 20 else "breach"
    assert getattr(ruling, "name", "") == expected
    assert f"{late} 分钟" in "".join(chinese(ruling))


@settings(deadline=None)
@given(seats=st.integers(0, 20), minute=st.integers(0, 24 * 60 - 1))
def test_seats_are_compared_with_the_one_floor_of_their_minute(seats, minute):
    moment = at("2024-05-03 00:00").replace(hour=minute // 60, minute=minute % 60)
    floor = 8 if 9 * 60 <= minute < 20 * 60 else 2

    ruling = ask_one(SEATS, fact("seats_counted", moment, seats=seats))

    assert (ruling.met, ruling.threshold) == (seats >= floor, str(floor))
    assert f"{seats} 席，至少 {floor} 席" in chinese(ruling)[-1]
